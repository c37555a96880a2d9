package canvas

import (
	"strings"

	"github.com/hajimehoshi/ebiten/v2"

	"counterpoint/solver/experiment"
	"counterpoint/ui/plot"
	"counterpoint/ui/state"
)

// lane is what is shown of one arm of a race: the grids of its latest frame that had some.
type lane struct {
	grids   grids
	texture texture
	stale   bool
	seen    int // frames with grids
}

// PushLane takes a frame of a lane; its grids are copied.
func (s *Stage) PushLane(i int, f *experiment.Frame) {
	l, st := &s.lanes[i], s.Store.Race.Lanes[i]
	s.counts.Frames++
	if s.mark(everything); st == nil || len(f.Grids) == 0 {
		return
	}
	l.grids.take(f, st.View)
	l.stale = true
	l.seen++
}

// take copies a frame's grids of that view.
func (g *grids) take(f *experiment.Frame, v experiment.View) {
	if g.value == nil {
		*g = newGrids()
	}
	clear(g.lo)
	g.view, g.w, g.h, g.fresh = v, f.W, f.H, true
	for i, q := range v.Quantities {
		if i < len(f.Grids) {
			g.value[q] = append(g.value[q][:0], f.Grids[i].Value...)
			g.lo[q], g.hi[q] = f.Grids[i].Lo, f.Grids[i].Hi
		}
	}
}

// ClearLane forgets what was shown of a lane.
func (s *Stage) ClearLane(i int) {
	s.lanes[i].grids, s.lanes[i].seen = newGrids(), 0
	s.mark(everything)
}

// LaneGrids counts the frames with grids that were seen of a lane's run.
func (s *Stage) LaneGrids(i int) int { return s.lanes[i].seen }

// drawRace draws both fields and the curves. The colours of both cover the same range.
func (s *Stage) drawRace(dst *ebiten.Image) {
	l := plot.ArrangeRace(s.w, s.h, s.scale)
	name := s.Store.Display.Main
	fields := [2]plot.Field{s.laneField(0, name), s.laneField(1, name)}
	lo, hi := min(fields[0].Lo, fields[1].Lo), max(fields[0].Hi, fields[1].Hi)
	for i := range fields {
		f := &fields[i]
		if _, ok := s.lanes[i].grids.lo[name]; ok {
			if lo != f.Lo || hi != f.Hi {
				f.Lo, f.Hi = lo, hi
			}
			s.lanes[i].stale = true // the range of the other may have moved
		}
		s.drawLane(dst, l.Field[i], i, name, f)
	}
	s.drawCourse(dst, l.Curves)
}

// laneField describes the field of a lane. Without grids its range is empty: the other's holds.
func (s *Stage) laneField(i int, name string) plot.Field {
	g := &s.lanes[i].grids
	f := plot.Field{Title: s.Store.Race.Arms[i] + "   " + name}
	if _, ok := g.lo[name]; !ok {
		o := &s.lanes[1-i].grids
		if _, ok := o.lo[name]; !ok {
			return f
		}
		g = o
	}
	st := s.Store.Race.Lanes[i]
	if st == nil || st.Info == nil || g.view.X >= len(st.Info.Axes) || g.view.Y >= len(st.Info.Axes) {
		return f
	}
	f.Lo, f.Hi = g.span(name)
	axis := func(n int) plot.Axis {
		a := st.Info.Axes[n]
		return plot.Axis{Name: a.Name, Lo: a.Lo, Hi: a.Hi}
	}
	f.X = axis(g.view.X)
	if f.Line = g.view.Y < 0; !f.Line {
		f.Y = axis(g.view.Y)
	} else {
		f.Y = plot.Axis{Name: st.Info.Fields[g.view.Field], Lo: f.Lo, Hi: f.Hi}
	}
	f.Note = note(&st.State)
	if st.Phase == state.Failed && st.Failure != nil {
		f.Note = "ended early"
	}
	return f
}

// span is the range of the colours: truth's if there is one, widened to the prediction's where that is far out.
func (g *grids) span(name string) (lo, hi float64) {
	switch name {
	case experiment.Error:
		hi = ceiling(max(-g.lo[name], g.hi[name]))
		return -hi, hi
	case experiment.Residual:
		return 0, ceiling(g.hi[name])
	}
	lo, hi = g.lo[experiment.Prediction], g.hi[experiment.Prediction]
	if tl, ok := g.lo[experiment.Truth]; ok {
		lo, hi = min(lo, tl), max(hi, g.hi[experiment.Truth])
	}
	if !(hi > lo) {
		lo, hi = lo-0.5, lo+0.5
	}
	return lo, hi
}

func (s *Stage) drawLane(dst *ebiten.Image, card plot.Rect, i int, name string, f *plot.Field) {
	l := &s.lanes[i]
	p, in := s.card(card, f.Title)
	p.Box(plot.Rect{X: card.X + 14*s.scale, Y: card.Y + 26*s.scale, W: s.brush.Width(p.Sans(13), s.Store.Race.Arms[i]), H: 3 * s.scale}, s.theme.Lane(i))
	if _, ok := l.grids.lo[name]; !ok {
		p.Say(in, "Waiting for the solver…")
		s.brush.paint(dst, &s.scene)
		return
	}
	picture, bar := f.Room(card, s.scale)
	if l.grids.h < 2 {
		p.Field(card, f)
		p.Trace(picture, f, l.grids.value[name], l.grids.value[experiment.Truth])
		s.brush.paint(dst, &s.scene)
		return
	}
	if l.stale {
		l.stale = false
		l.texture.upload(l.grids.value[name], l.grids.w, l.grids.h, f.Lo, f.Hi)
	}
	s.brush.paint(dst, &s.scene)
	p = s.pen()
	k := look{ramp: rampOf(name, s.Store.Display.Map), theme: s.theme}
	if s.Store.Display.Contours && name != experiment.Residual {
		k.first, k.step = f.Levels(12)
	}
	s.heat.draw(dst, picture, &l.texture, k)
	s.heat.bar(dst, bar, k.ramp)
	p.Field(card, f)
	s.brush.paint(dst, &s.scene)
}

// rampOf returns the colour map of a quantity.
func rampOf(name, chosen string) string {
	switch name {
	case experiment.Error:
		return plot.Diverging
	case experiment.Residual:
		return "magma"
	}
	return chosen
}

// drawCourse draws the error of both arms, or their loss where there is no reference.
func (s *Stage) drawCourse(dst *ebiten.Image, r plot.Rect) {
	st := s.Store.Standing()
	axis := "steps"
	if st.Pace == state.EqualTime {
		axis = "seconds of training"
	}
	p, in := s.card(r, strings.ToUpper(st.Quantity[:1])+st.Quantity[1:]+" over "+axis)
	c := plot.Chart{Empty: "The curves of both arms appear here."}
	if st.Pace == state.EqualTime {
		c.Unit = "s"
	}
	for i, l := range s.Store.Race.Lanes {
		if l == nil {
			continue
		}
		k := plot.Curve{Name: st.Arms[i], Color: s.theme.Lane(i), Value: s.Store.Course(l), At: l.History.Step, Sparse: true}
		if st.Pace == state.EqualTime {
			k.At = l.History.Seconds
		}
		if st.Arms[0] == st.Arms[1] {
			k.Name += []string{" (left)", " (right)"}[i]
		}
		c.Curves = append(c.Curves, k)
	}
	p.Chart(in, &c)
	s.brush.paint(dst, &s.scene)
}
