package expr

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// TestExponential: against gonum's Padé approximant, and exp(A) exp(-A) = 1, for sizes up to those of the catalogue's modes and norms up to
// what a mode reaches.
func TestExponential(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	checked := 0
	for n := 1; n <= 7; n++ {
		e := newExponential(n)
		for _, scale := range []float64{0, 1e-8, 0.1, 1, 10, -10} {
			a := make([]float64, n*n)
			for i := range a {
				a[i] = rng.NormFloat64()
			}
			var want, scaled mat.Dense
			scaled.Scale(scale, mat.NewDense(n, n, a))
			want.Exp(&scaled)
			got := e.of(a, scale)
			size := mat.Norm(&want, 1)
			for i := range n {
				for j := range n {
					// Squaring loses a bit each time, a dozen at most.
					if d := math.Abs(got[i*n+j] - want.At(i, j)); !(d <= 1e-11*size) {
						t.Errorf("n %d, scale %g: [%d, %d] = %g, want %g", n, scale, i, j, got[i*n+j], want.At(i, j))
					}
					checked++
				}
			}
		}
	}
	if checked == 0 {
		t.Fatal("nothing was compared")
	}
	e := newExponential(2)
	if got := e.of([]float64{0, 1, -1, 0}, math.Pi/2); math.Abs(got[0]) > 1e-15 || math.Abs(got[1]-1) > 1e-15 {
		t.Errorf("a quarter turn is %g", got)
	}
	for _, a := range [][]float64{{math.NaN(), 0, 0, 0}, {2 * maxNorm, 0, 0, 0}, {math.Inf(1), 0, 0, 0}} {
		if got := e.of(a, 1); !math.IsNaN(got[0]) {
			t.Errorf("exp of %g is %g", a, got)
		}
	}
	if n := testing.AllocsPerRun(10, func() { e.of([]float64{0, 1, -1, 0}, 3) }); n != 0 {
		t.Errorf("%g allocations", n)
	}
}
