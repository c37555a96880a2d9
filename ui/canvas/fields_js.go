package canvas

import (
	"math"
	"strconv"
	"strings"

	"github.com/hajimehoshi/ebiten/v2"

	"counterpoint/solver/experiment"
	"counterpoint/ui/plot"
	"counterpoint/ui/state"
)

// quantity is what is drawn into one field card.
type quantity struct {
	name  string
	card  plot.Rect
	field plot.Field
	ramp  string
}

// quantities returns the field cards from the large one on.
func (s *Stage) quantities() []quantity {
	st := &s.Store.State
	out := []quantity{{name: st.Display.Main, card: s.layout.Main}}
	for i, name := range st.Sides() {
		if i < len(s.layout.Side) {
			out = append(out, quantity{name: name, card: s.layout.Side[i]})
		}
	}
	for i := range out {
		s.describe(&out[i], i > 0)
	}
	return out
}

// describe fills in titles, axes and the range of colours.
func (s *Stage) describe(q *quantity, small bool) {
	st := &s.Store.State
	q.field.Small = small
	q.field.Title = strings.ToUpper(q.name[:1]) + q.name[1:]
	q.ramp = st.Display.Map
	q.field.Sliced, q.field.Unit = st.Sliced(), "nondimensional"
	switch q.name {
	case experiment.Error:
		q.ramp = plot.Diverging
	case experiment.Residual:
		q.ramp = "magma"
	}
	if st.Info == nil {
		return
	}
	v, axes := s.shown.view, st.Info.Axes
	if s.shown.w == 0 || v.X >= len(axes) || v.Y >= len(axes) || v.Field >= len(st.Info.Fields) {
		return
	}
	q.field.X = plot.Axis{Name: axes[v.X].Name, Lo: axes[v.X].Lo, Hi: axes[v.X].Hi}
	args := axes[v.X].Name
	if v.Y >= 0 {
		q.field.Y = plot.Axis{Name: axes[v.Y].Name, Lo: axes[v.Y].Lo, Hi: axes[v.Y].Hi}
		args += ", " + axes[v.Y].Name
		if len(axes) == 3 && len(v.Slice) == 3 {
			held := 3 - v.X - v.Y
			args += ", " + axes[held].Name + " = " + plot.Number(v.Slice[held], 3)
		}
	}
	if q.name != experiment.Residual {
		q.field.Title += "  " + st.Info.Fields[v.Field] + "(" + args + ")"
	} else {
		q.field.Title += " of the equation"
	}
	if small {
		q.field.Title = strings.ToUpper(q.name[:1]) + q.name[1:]
		if q.name == experiment.Error {
			q.field.Title = "Prediction − truth"
		}
	}
	q.field.Lo, q.field.Hi = s.span(q.name)
	if !small {
		q.field.Note = note(st)
	}
	if v.Y < 0 {
		q.field.Line = true
		q.field.Y = plot.Axis{Name: st.Info.Fields[v.Field], Lo: q.field.Lo, Hi: q.field.Hi}
	}
}

// span returns the range that the colours of a quantity cover: prediction and truth share theirs, so that they can be compared;
// the error has zero in its middle; ranges end on round numbers where they would otherwise flicker.
func (s *Stage) span(name string) (lo, hi float64) {
	g := &s.shown
	switch name {
	case experiment.Error:
		hi = ceiling(max(math.Abs(g.lo[name]), math.Abs(g.hi[name])))
		return -hi, hi
	case experiment.Residual:
		return 0, ceiling(g.hi[name])
	}
	if s.Store.Display.Range == state.Ranges[1] {
		if lo, hi = g.lo[name], g.hi[name]; !(hi > lo) {
			lo, hi = lo-0.5, lo+0.5
		}
		return lo, hi
	}
	lo, hi = g.lo[experiment.Prediction], g.hi[experiment.Prediction]
	if tl, ok := g.lo[experiment.Truth]; ok && s.Store.Judged() {
		th := g.hi[experiment.Truth]
		margin := 0.05 * (th - tl)
		if lo > tl-margin {
			lo = tl
		}
		if hi < th+margin {
			hi = th
		}
	}
	if !(hi > lo) {
		lo, hi = lo-0.5, lo+0.5
	}
	return lo, hi
}

// ceiling returns the next of 1, 2, 5 times a power of ten.
func ceiling(v float64) float64 { return plot.Step(v, 1) }

func note(st *state.State) string {
	text := "step " + strconv.Itoa(st.Now.Step)
	if st.Phase == state.Training && st.Now.Rate > 0 {
		text += "   " + plot.Number(st.Now.Rate, 2) + " steps/s"
	}
	return text
}

func (s *Stage) drawFields(dst *ebiten.Image) {
	all := s.quantities()
	if s.stale {
		s.stale = false
		for name, value := range s.shown.value {
			if _, ok := s.shown.lo[name]; !ok || s.shown.h < 2 {
				continue
			}
			if s.texture[name] == nil {
				s.texture[name] = &texture{}
			}
			lo, hi := s.span(name)
			s.texture[name].upload(value, s.shown.w, s.shown.h, lo, hi)
		}
		if s.Loaded != nil {
			s.Loaded()
			s.Loaded = nil
		}
	}
	for i := range all {
		s.drawField(dst, &all[i])
	}
}

func (s *Stage) drawField(dst *ebiten.Image, q *quantity) {
	p, in := s.card(q.card, q.field.Title)
	value, ok := s.shown.value[q.name]
	if _, fresh := s.shown.lo[q.name]; !ok || !fresh {
		wait := "Waiting for the solver…"
		if s.Store.Judged() && s.Store.Loaded() {
			wait = "Computing the reference…"
		}
		p.Say(in, wait)
		s.brush.paint(dst, &s.scene)
		return
	}
	picture, bar := q.field.Room(q.card, s.scale)
	large := !q.field.Small
	if large && s.shown.h > 1 {
		s.tabs(p, q.card, "shape", state.Shapes, s.Store.Display.Shape, func(d *state.Display, name string) { d.Shape = name })
	}
	if large && s.surface() {
		s.brush.paint(dst, &s.scene)
		p = s.pen()
		g := plot.Surface{Value: value, W: s.shown.w, H: s.shown.h, LUT: plot.LUT(q.ramp), Spin: s.Store.Display.Spin, Tilt: s.Store.Display.Tilt}
		if s.hand.spin {
			g.Spin, g.Tilt = s.held.Spin, s.held.Tilt
		}
		p.Surface(q.card, &q.field, &g)
		s.heat.bar(dst, bar, q.ramp)
		s.brush.paint(dst, &s.scene)
		return
	}
	if s.shown.h < 2 {
		var truth []float32
		if q.name == experiment.Prediction {
			truth = s.shown.value[experiment.Truth]
		}
		p.Field(q.card, &q.field)
		p.Trace(picture, &q.field, value, truth)
	} else {
		s.brush.paint(dst, &s.scene)
		p = s.pen()
		k := look{ramp: q.ramp, theme: s.theme}
		if s.Store.Display.Contours && q.name != experiment.Residual {
			k.first, k.step = q.field.Levels(12)
		}
		s.heat.draw(dst, picture, s.texture[q.name], k)
		s.heat.bar(dst, bar, q.ramp)
		p.Field(q.card, &q.field)
		if large {
			s.drawSlices(p, q, value)
			s.drawPoints(p, q, picture)
		}
	}
	s.drawProbe(p, q, picture)
	s.brush.paint(dst, &s.scene)
}

// drawSlices draws the curves through the pinned point: of prediction and truth together, else of the map's own quantity.
func (s *Stage) drawSlices(p *plot.Pen, q *quantity, value []float32) {
	st, v := &s.Store.State, s.shown.view
	if !q.field.Sliced || v.X >= len(st.Pin) || v.Y >= len(st.Pin) {
		return
	}
	all := []plot.Profile{{Name: q.name, Value: value, Color: s.theme.Series(1), Width: 1.8}}
	if q.name == experiment.Prediction || q.name == experiment.Truth {
		all = all[:0]
		if _, ok := s.shown.lo[experiment.Truth]; ok && st.Judged() {
			all = append(all, plot.Profile{Name: experiment.Truth, Value: s.shown.value[experiment.Truth], Color: s.theme.Series(7), Width: 4})
		}
		all = append(all, plot.Profile{Name: experiment.Prediction, Value: s.shown.value[experiment.Prediction], Color: s.theme.Series(0), Width: 1.8})
	}
	p.Slices(q.card, &q.field, q.field.X.At(st.Pin[v.X]), q.field.Y.At(st.Pin[v.Y]), s.shown.w, s.shown.h, all)
}

// drawPoints draws the collocation points in the colours of their losses, those of the fewest points last.
func (s *Stage) drawPoints(p *plot.Pen, q *quantity, picture plot.Rect) {
	st, v := &s.Store.State, s.shown.view
	if !st.Display.Points || st.Info == nil {
		return
	}
	key := picture
	for i, c := range st.Points {
		p.Dots(picture, &q.field, c.X, len(st.Info.Axes), v.X, v.Y, s.theme.Series(i))
		text := c.Loss + " " + strconv.Itoa(c.All)
		p.Tag(key.X+8*s.scale, key.Y+14*s.scale+float64(i)*15*s.scale, text, s.theme.Series(i))
	}
}

// drawProbe marks where the pin is and what is under the pointer.
func (s *Stage) drawProbe(p *plot.Pen, q *quantity, picture plot.Rect) {
	st, v := &s.Store.State, s.shown.view
	if st.Pin != nil && v.Y >= 0 && v.X < len(st.Pin) && v.Y < len(st.Pin) {
		p.Cross(picture, q.field.X.At(st.Pin[v.X]), q.field.Y.At(st.Pin[v.Y]), true)
	}
	h := &s.hand
	if h.over == "" {
		return
	}
	if s.shown.h > 1 {
		p.Cross(picture, h.u, h.v, false)
	}
	if h.over != q.name {
		return
	}
	at := plot.Pt{X: picture.X + h.u*picture.W, Y: picture.Y + (1-h.v)*picture.H}
	p.Tip(s.tip(q), at, picture)
}

// tip lists the coordinates and every quantity that the frame holds under the pointer.
func (s *Stage) tip(q *quantity) []string {
	h, g := &s.hand, &s.shown
	where := q.field.X.Name + " = " + plot.Number(q.field.X.Value(h.u), 4)
	if g.h > 1 {
		where += "  " + q.field.Y.Name + " = " + plot.Number(q.field.Y.Value(h.v), 4)
	}
	lines := []string{where}
	for _, name := range []string{experiment.Prediction, experiment.Truth, experiment.Error, experiment.Residual} {
		if _, ok := g.lo[name]; ok {
			x := plot.Sample(g.value[name], g.w, g.h, h.u, h.v)
			lines = append(lines, (name + "          ")[:10]+" "+plot.Number(x, 4))
		}
	}
	return lines
}
