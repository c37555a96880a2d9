package train

import (
	"math"
	"testing"

	"counterpoint/solver/experiment"
)

// Maps of a carved domain have values inside it and on its edges, and none where nothing was trained.
func TestGridOutsideTheDomain(t *testing.T) {
	spec := experiment.Default()
	spec.Problem, spec.Width, spec.Depth, spec.Points, spec.Steps = "text", 6, 1, "40", 10
	spec.Text = "coord x in [0, 1]\ncoord y in [0, 1]\ndomain box - box(0.5, 0.5, 1, 1)\nfield u\nexact u = x*y\nloss pde: lap(u) = 0\nloss bc: u = exact on boundary\n"
	r, err := New(spec, Options{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	quantities := []string{experiment.Prediction, experiment.Truth, experiment.Error, experiment.Residual}
	g := make([]experiment.Grid, len(quantities))
	const n = 10
	v := experiment.View{Quantities: quantities, X: 0, Y: 1, Slice: []float64{0, 0}, W: n, H: n}
	if err := r.Grid(v, g); err != nil {
		t.Fatal(err)
	}
	checked := 0
	for q := range g {
		for k, x := range g[q].Value {
			if out := k%n >= n/2 && k/n >= n/2; math.IsNaN(float64(x)) != out {
				t.Errorf("%s at column %d, row %d is %g, outside: %v", quantities[q], k%n, k/n, x, out)
			}
			checked++
		}
	}
	if checked != len(quantities)*n*n {
		t.Errorf("%d values", checked)
	}
}
