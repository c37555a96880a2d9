package canvas

import (
	"github.com/hajimehoshi/ebiten/v2"

	"counterpoint/ui/plot"
)

func (s *Stage) drawCharts(dst *ebiten.Image) {
	st := &s.Store.State
	h := &st.History
	if s.layout.Loss.H > 0 {
		p, in := s.card(s.layout.Loss, "Losses")
		c := plot.Chart{Step: h.Step, Empty: "The losses appear here, one curve each."}
		for k := range h.Loss {
			c.Curves = append(c.Curves, plot.Curve{Name: st.Info.Losses[k], Color: s.theme.Series(k), Value: h.Loss[k]})
		}
		p.Chart(in, &c)
		s.brush.paint(dst, &s.scene)
	}
	if s.layout.Error.H > 0 {
		p, in := s.card(s.layout.Error, "Relative error against the reference")
		c := plot.Chart{Step: h.Step, Empty: "The distance to the reference appears here."}
		for f := range h.Error {
			c.Curves = append(c.Curves, plot.Curve{Name: st.Info.Fields[f], Color: s.theme.Series(4 + f), Value: h.Error[f], Sparse: true})
		}
		p.Chart(in, &c)
		s.brush.paint(dst, &s.scene)
	}
}

func (s *Stage) drawGeometry(dst *ebiten.Image) {
	r := s.layout.Geometry
	if r.H <= 0 {
		return
	}
	p, in := s.card(r, "Gradient geometry")
	p.Word("drag to turn", p.Sans(11), r.X+r.W-14*s.scale, r.Y+17*s.scale, plot.Right, s.theme.Dim)
	st := &s.Store.State
	n, k := &st.Now, len(st.Now.Loss)
	if st.Info == nil || k == 0 || len(n.Gram) != k*k || len(st.Info.Losses) != k {
		p.Word("The gradients of the losses appear here.", p.Sans(12), in.X, in.Y+8*s.scale, plot.Left, s.theme.Dim)
		s.brush.paint(dst, &s.scene)
		return
	}
	s.embedding = plot.Embed(n.Gram, n.Update, n.UpdateNorm, s.embedding.Arrow)
	p.Geometry(in, &plot.Geometry{
		Names: st.Info.Losses, Cosine: plot.Cosines(n.Gram, k), Embedding: s.embedding, Angle: s.angle, Tilt: s.tilt,
	})
	s.brush.paint(dst, &s.scene)
}
