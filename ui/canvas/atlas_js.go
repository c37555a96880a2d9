package canvas

import (
	"math"

	"github.com/hajimehoshi/ebiten/v2"

	"counterpoint/solver/experiment"
	"counterpoint/ui/plot"
	"counterpoint/ui/state"
)

// atlasHigh is the height of the atlas on a phone, as a share of its width.
const atlasHigh = 1.1

func (s *Stage) atlasCard() (r plot.Rect, height float64) {
	gap := 12 * s.scale
	if s.w < plot.Narrow*s.scale {
		r = plot.Rect{X: gap, Y: gap, W: s.w - 2*gap, H: atlasHigh * s.w}
		return r, r.H + 2*gap
	}
	return plot.Rect{X: gap, Y: gap, W: s.w - 2*gap, H: s.h - 2*gap}, s.h
}

// drawAtlas draws the plane of the two statistics that decide, a disc for each problem: its colour is the arm with the lowest error, its size
// what that arm gains over the plain one.
func (s *Stage) drawAtlas(dst *ebiten.Image) {
	r, _ := s.atlasCard()
	title := "Which arm wins where"
	if s.Store.Atlas() == nil {
		title = "Where the regimes lie"
	}
	p, in := s.card(r, title)
	c := plot.Plane{
		X: plot.Axis{Name: "φ₁: unit weights", Lo: -1.5, Hi: 1.5}, Y: plot.Axis{Name: "φ*", Lo: 0, Hi: 1.5},
		Zones: [3]string{"magnitude: some weights serve all losses", "none: unit weights do", "directional: no weights and no direction do"},
	}
	if s.Store.Hello != nil {
		c.Mark = s.Store.Hello.Kappa
	}
	if a := s.Store.Atlas(); a != nil {
		s.mapAtlas(&c, a)
	}
	if x, y, ok := s.Store.Here(); ok {
		c.Legend = append(c.Legend, plot.Curve{Name: "the run in the Lab", Color: s.theme.Ink})
		c.Points = append(c.Points, plot.PlanePoint{X: x, Y: y, Radius: 6, Color: s.theme.Ink, Name: s.Store.Spec.Problem})
	}
	p.Plane(in, &c)
	s.brush.paint(dst, &s.scene)
}

// mapAtlas puts the atlas's problems on the plane, in the colours of their winners.
func (s *Stage) mapAtlas(c *plot.Plane, a *experiment.Atlas) {
	at := map[string]int{}
	for i, arm := range state.Winners(a) {
		at[arm] = i
		c.Legend = append(c.Legend, plot.Curve{Name: arm, Color: s.theme.Series(i)})
	}
	for _, q := range a.Points {
		c.Points = append(c.Points, plot.PlanePoint{X: q.Unit, Y: q.Best, Radius: 3 + 5*min(2, math.Log10(max(1, q.Gain))), Color: s.theme.Series(at[q.Winner])})
	}
}
