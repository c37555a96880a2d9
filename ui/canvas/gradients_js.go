package canvas

import (
	"image/color"
	"math"

	"github.com/hajimehoshi/ebiten/v2"

	"counterpoint/solver/experiment"
	"counterpoint/ui/plot"
	"counterpoint/ui/state"
)

// drawGradients draws the arrows of the gradients or, in their place, what the Display names.
func (s *Stage) drawGradients(dst *ebiten.Image) {
	kind := s.Store.Display.Gradients
	if s.layout.Extra.H > 0 {
		kind = state.Gradients[0]
	}
	s.drawGradientCard(dst, s.layout.Geometry, "Gradients", kind)
}

// drawExtra draws the second picture of the gradients, where there is room for one.
func (s *Stage) drawExtra(dst *ebiten.Image) {
	if s.layout.Extra.H > 0 {
		s.drawGradientCard(dst, s.layout.Extra, "Over time", s.extra())
	}
}

// extra is what the second picture of the gradients shows: what the Display names, the statistics in place of the arrows.
func (s *Stage) extra() string {
	if kind := s.Store.Display.Gradients; kind != state.Gradients[0] {
		return kind
	}
	return state.Gradients[2]
}

// arrows reports whether the card of the gradients shows arrows, which can be turned.
func (s *Stage) arrows() bool {
	return s.layout.Extra.H > 0 || s.Store.Display.Gradients == state.Gradients[0]
}

func (s *Stage) drawGradientCard(dst *ebiten.Image, r plot.Rect, title, kind string) {
	if r.H <= 0 {
		return
	}
	st := &s.Store.State
	p, in := s.card(r, title)
	switch choose := func(d *state.Display, name string) { d.Gradients = name }; {
	case s.layout.Extra.H <= 0:
		s.tabs(p, r, "gradients", state.Gradients, kind, choose)
	case r == s.layout.Extra:
		s.tabs(p, r, "gradients", state.Gradients[1:], kind, choose)
	}
	switch k := len(st.Now.Loss); {
	case st.Info == nil || k == 0 || len(st.Now.Gram) != k*k || len(st.Info.Losses) != k:
		p.Say(in, "The gradients of the losses appear here.")
	case kind == state.Gradients[1]:
		s.drawRibbons(p, in)
	case kind == state.Gradients[2]:
		s.drawStatistics(p, in)
	case kind == state.Gradients[3]:
		p.Layers(in, &plot.Layers{Step: st.History.Step, Names: st.Info.Blocks, Value: st.History.Layer})
	default:
		n := &st.Now
		s.embedding = plot.Embed(n.Gram, n.Update, n.UpdateNorm, s.embedding.Arrow)
		p.Geometry(in, &plot.Geometry{
			Names: st.Info.Losses, Cosine: plot.Cosines(n.Gram, k), Embedding: s.embedding, Angle: s.angle, Tilt: s.tilt,
		})
	}
	s.brush.paint(dst, &s.scene)
}

// drawRibbons draws the cosine of every pair of losses over the steps, in the colours of both.
func (s *Stage) drawRibbons(p *plot.Pen, in plot.Rect) {
	st := &s.Store.State
	c := plot.Strip{Step: st.History.Step, Lo: -1, Hi: 1, Mark: 0, Zone: "conflict: the gradients point apart", Ribbon: []color.RGBA{}, Legend: len(st.History.Cosine) <= 6}
	for j := range st.Info.Losses {
		for i := range j {
			c.Curves = append(c.Curves, plot.Curve{
				Name: "cos " + st.Info.Losses[i] + "·" + st.Info.Losses[j], Color: s.theme.Series(i), Value: st.History.Cosine[state.Pair(i, j)],
			})
			c.Ribbon = append(c.Ribbon, s.theme.Series(j))
		}
	}
	if len(c.Curves) == 0 {
		p.Say(in, "A single loss conflicts with nothing.")
		return
	}
	if low := plot.MatrixHeight(len(st.Info.Losses), s.scale); s.layout.Extra.H <= 0 && in.H-low > 150*s.scale {
		p.Matrix(plot.Rect{X: in.X, Y: in.Y + in.H - low, W: in.W, H: low}, st.Info.Losses, plot.Cosines(st.Now.Gram, len(st.Info.Losses)))
		in.H -= low + 6*s.scale
	}
	p.Strip(in, &c)
}

// drawStatistics draws what decides the regime, with its thresholds.
func (s *Stage) drawStatistics(p *plot.Pen, in plot.Rect) {
	st := &s.Store.State
	h := &st.History
	kappa := 0.0
	if st.Hello != nil {
		kappa = st.Hello.Kappa
	}
	c := plot.Strip{Step: h.Step, Lo: -0.2, Hi: 1, Mark: kappa, Zone: "below: a loss is not served", Legend: true}
	if st.Spec.Plain() {
		c.From, c.To = experiment.ProfileSteps/2, experiment.ProfileSteps // the window of the verdict
	}
	known := false
	for i, ink := range []color.RGBA{s.theme.Accord, s.theme.Series(6), s.theme.Ink, s.theme.Series(7)} {
		for _, v := range h.Stat[i] {
			if !math.IsNaN(v) {
				known = true
				c.Lo, c.Hi = min(c.Lo, math.Floor(v*5)/5), max(c.Hi, math.Ceil(v*5)/5)
			}
		}
		c.Curves = append(c.Curves, plot.Curve{Name: phis[i], Color: ink, Value: h.Stat[i], Sparse: true})
	}
	if !known {
		p.Say(in, "The statistics appear with the first steps.")
		return
	}
	low := math.Floor(0.36 * in.H)
	p.Strip(plot.Rect{X: in.X, Y: in.Y, W: in.W, H: in.H - low - 4*s.scale}, &c)
	b := plot.Strip{Step: h.Step, Lo: 1, Hi: 20, Log: true, Mark: math.NaN(), Legend: true}
	for _, v := range h.Stat[experiment.Imbalance] {
		if v > b.Hi && !math.IsInf(v, 0) {
			b.Hi = v * 1.2
		}
	}
	b.Curves = []plot.Curve{{Name: "imbalance: largest over smallest gradient", Color: s.theme.Accord, Value: h.Stat[experiment.Imbalance], Sparse: true}}
	p.Strip(plot.Rect{X: in.X, Y: in.Y + in.H - low, W: in.W, H: low}, &b)
}

// phis are the names of the first four experiment.Statistics, as the stage writes them.
var phis = []string{"φ₁ unit", "φb norms", "φ* best", "φ*E slow"}
