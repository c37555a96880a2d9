package network

import (
	"math"
	"testing"

	"counterpoint/solver/jet"
	"counterpoint/solver/kernel"
)

// A gate's coefficients by one coordinate, read from the products of the other factors, are those of the product rule; by a coordinate
// without a factor they are zero.
func TestGateCoefficients(t *testing.T) {
	gate := Gate{Factors: []Factor{
		{Coord: 0, Lo: -1, Hi: 1, AtLo: true, AtHi: true}, {Coord: 2, Lo: 0, Hi: 2, Reach: 0.3, AtLo: true}, {Coord: 3, Lo: 0, Hi: 1, Reach: 0.7, AtHi: true},
		{Coord: 4, Lo: 0, Hi: 1}, {Coord: 6, Lo: -3, Hi: 1, AtLo: true, AtHi: true},
	}}
	const dim = 7
	c := jet.NewChannels(dim, []jet.Index{{1, 1, 1, 1}}, nil, 0)
	s := Shape{In: dim, Out: 1, Width: 4, Depth: 1, Activation: kernel.Tanh}
	w := NewSweep[float64](s, c, kernel.Lanes, false)
	w.n = kernel.Lanes
	for i := range dim {
		fillRow(w.Input(i), 0.13+0.1*float64(i))
	}
	g := newGates[float64](1, c, kernel.Lanes)
	g.read(w, []Gate{gate})
	checked, zero := 0, 0
	for i := range dim {
		a := jet.Index{}
		for order := range 5 {
			if order > 0 {
				a[order-1] = uint8(i + 1)
			}
			got, want := g.coefficient(gate, a), g.mixed(gate, a)
			if math.Abs(got-want) > 1e-15*math.Abs(want) {
				t.Errorf("%v: %g, by the product rule %g", a, got, want)
			}
			if want == 0 {
				zero++
			}
			checked++
		}
	}
	// orders 1 to 4 of the two coordinates without a factor; 3 and 4 of the three whose factors are quadratic
	if checked != 5*dim || zero != 2*4+3*2 {
		t.Errorf("%d checked, %d of them zero", checked, zero)
	}
}
