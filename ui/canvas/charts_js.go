package canvas

import (
	"github.com/hajimehoshi/ebiten/v2"

	"counterpoint/ui/plot"
	"counterpoint/ui/state"
)

// tab is a word in the title line of a card that changes what the card shows. The controls of the panel do the same.
type tab struct {
	at   plot.Rect
	show func(d *state.Display)
}

// tabs draws words at the right end of a card's title line; current is the one shown.
func (s *Stage) tabs(p *plot.Pen, r plot.Rect, key string, names []string, current string, show func(d *state.Display, name string)) {
	font, list := p.Sans(11), s.tab[key][:0]
	x, y := r.X+r.W-14*s.scale, r.Y+17*s.scale
	for i := len(names) - 1; i >= 0; i-- {
		name := names[i]
		w := p.Ruler.Width(font, name)
		ink := s.theme.Dim
		if name == current {
			ink = s.theme.Ink
			p.Box(plot.Rect{X: x - w, Y: y + 8*s.scale, W: w, H: 2 * s.scale}, s.theme.Accord)
		}
		p.Word(name, font, x, y, plot.Right, ink)
		list = append(list, tab{plot.Rect{X: x - w - 5*s.scale, Y: y - 12*s.scale, W: w + 10*s.scale, H: 24 * s.scale}, func(d *state.Display) { show(d, name) }})
		x -= w + 12*s.scale
	}
	s.tab[key] = list
}

// tabAt returns the tab at (x, y), nil if there is none.
func (s *Stage) tabAt(x, y float64) *tab {
	if s.layout.Main.W == 0 { // another picture takes the place of the run's
		return nil
	}
	for _, list := range s.tab {
		for i := range list {
			if list[i].at.Has(x, y) {
				return &list[i]
			}
		}
	}
	return nil
}

func (s *Stage) drawCharts(dst *ebiten.Image) {
	st := &s.Store.State
	h := &st.History
	if s.layout.Loss.H > 0 {
		p, in := s.card(s.layout.Loss, "Losses")
		s.tabs(p, s.layout.Loss, "curves", state.Curves, st.Display.Curves, func(d *state.Display, name string) { d.Curves = name })
		c := plot.Chart{Step: h.Step, Empty: "The losses appear here, one curve each."}
		for k := range h.Loss {
			c.Curves = append(c.Curves, plot.Curve{Name: st.Info.Losses[k], Color: s.theme.Series(k), Value: s.lossCurve(k)})
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

// lossCurve returns what the chart shows of loss k: the loss, the loss times its weight, or the weight.
func (s *Stage) lossCurve(k int) []float64 {
	h := &s.Store.History
	switch s.Store.Display.Curves {
	case state.Curves[1]:
		out := make([]float64, len(h.Loss[k]))
		for i, v := range h.Loss[k] {
			out[i] = v * h.Weight[k][i]
		}
		return out
	case state.Curves[2]:
		return h.Weight[k]
	}
	return h.Loss[k]
}
