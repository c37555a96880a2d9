package canvas

import (
	"github.com/hajimehoshi/ebiten/v2"

	"counterpoint/ui/plot"
)

// drawOwn draws the run that the visitor brought: the geometry of the row that is shown, the course of the losses, and that of the
// statistics that decide.
func (s *Stage) drawOwn(dst *ebiten.Image) {
	l := plot.ArrangeOwn(s.w, s.h, s.scale, s.ownLosses())
	s.drawOwnGeometry(dst, l.Geometry)
	o := &s.Store.Own
	step, loss := o.Losses()
	p, in := s.card(l.Loss, "Losses")
	c := plot.Chart{Step: step, Empty: "The losses of the trace appear here."}
	for k := range loss {
		c.Curves = append(c.Curves, plot.Curve{Name: o.Trace.Losses[k], Color: s.theme.Series(k), Value: loss[k]})
	}
	p.Chart(in, &c)
	s.markStep(p, in, step)
	s.brush.paint(dst, &s.scene)
	s.drawOwnStrip(dst, l.Strip, step)
}

func (s *Stage) ownLosses() int {
	if t := s.Store.Own.Trace; t != nil {
		return len(t.Losses)
	}
	return 2
}

// markStep marks the row that is shown across a chart.
func (s *Stage) markStep(p *plot.Pen, in plot.Rect, step []float64) {
	if n := len(step); n > 1 && step[n-1] > 0 {
		ax := p.Axes(in, in.Y+22*s.scale)
		x := ax.X + ax.W*step[s.Store.Own.Row]/step[n-1]
		p.Dashes(plot.Pt{X: x, Y: ax.Y}, plot.Pt{X: x, Y: ax.Y + ax.H}, 1.2*s.scale, 3*s.scale, s.theme.Ink)
	}
}

func (s *Stage) drawOwnGeometry(dst *ebiten.Image, r plot.Rect) {
	t := s.Store.Own.Trace
	title := "Gradient geometry"
	if t != nil {
		title += ", step " + plot.Count(float64(t.Step[s.Store.Own.Row]))
	}
	p, in := s.card(r, title)
	if t == nil {
		p.Say(in, "The gradients of a run of yours appear here.")
		s.brush.paint(dst, &s.scene)
		return
	}
	p.Word("drag to turn", p.Sans(11), r.X+r.W-14*s.scale, r.Y+17*s.scale, plot.Right, s.theme.Dim)
	now, k := s.Store.Own.Snapshot(), len(t.Losses)
	if len(s.brought.Arrow) != k {
		s.brought = plot.Embedding{}
	}
	s.brought = plot.Embed(now.Gram, make([]float64, k), 0, s.brought.Arrow)
	p.Geometry(in, &plot.Geometry{Names: t.Losses, Cosine: plot.Cosines(now.Gram, k), Embedding: s.brought, Angle: s.angle, Tilt: s.tilt})
	s.brush.paint(dst, &s.scene)
}

// drawOwnStrip draws the statistics that decide, with the threshold.
func (s *Stage) drawOwnStrip(dst *ebiten.Image, r plot.Rect, step []float64) {
	p, in := s.card(r, "What decides: how much every loss is served")
	t := s.Store.Own.Trace
	if t == nil {
		p.Say(in, "The statistics of the trace appear here.")
		s.brush.paint(dst, &s.scene)
		return
	}
	c := plot.Strip{Step: step, Lo: -1.5, Hi: 1.5, Mark: threshold(s.Store.Own.Verdict), Zone: "a loss is hardly served", Legend: true, Curves: []plot.Curve{
		{Name: phis[0], Color: s.theme.Series(0), Value: t.Unit}, {Name: phis[1], Color: s.theme.Series(1), Value: t.Norm},
		{Name: phis[2], Color: s.theme.Series(3), Value: t.Best},
	}}
	p.Strip(in, &c)
	s.markStep(p, in, step)
	s.brush.paint(dst, &s.scene)
}
