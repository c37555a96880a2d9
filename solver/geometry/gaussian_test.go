package geometry

import (
	"math"
	"math/rand/v2"
	"testing"
)

// The map's points have the moments of the normal distribution: mean 0, variance s^2, fourth moment 3 s^4, coordinates uncorrelated.
func TestGaussian(t *testing.T) {
	const n, s, many = 4, 0.7, 40000
	d, err := NewDomain([]float64{0, 0, 0, 0, 0}, []float64{1, 1, 1, 1, 2}, 4).Carve([]int{0, 1, 2, 3}, Gaussian(n, s))
	if err != nil {
		t.Fatal(err)
	}
	inside := d.Interior()
	if len(inside.Pieces) != 1 || math.Abs(inside.Measure()-2) > 1e-15 { // 1 in space, 2 in time
		t.Fatalf("%d pieces of measure %g", len(inside.Pieces), inside.Measure())
	}
	if b := d.Boundary(); len(b.Pieces) != 0 {
		t.Errorf("a boundary: %s", b.Key)
	}
	piece, rng := inside.Pieces[0], rand.New(rand.NewPCG(3, 4))
	u, x := make([]float64, piece.Dim()), make([]float64, n+1)
	var mean, square, fourth, product float64
	for range many {
		for i := range u {
			u[i] = rng.Float64()
		}
		if !piece.Map(u, x) || !(x[4] >= 0 && x[4] <= 2) {
			t.Fatalf("the map leaves the domain: %g", x)
		}
		mean, square = mean+x[1]/many, square+x[1]*x[1]/many
		fourth, product = fourth+math.Pow(x[1], 4)/many, product+x[0]*x[1]/many
	}
	// standard errors s/200, sqrt(2)s^2/200, sqrt(96)s^4/200, s^2/200; four of each
	for _, m := range []struct {
		name      string
		got, want float64
		tolerance float64
	}{
		{"mean", mean, 0, 4 * s / 200}, {"variance", square, s * s, 4 * math.Sqrt2 * s * s / 200},
		{"fourth moment", fourth, 3 * math.Pow(s, 4), 4 * math.Sqrt(96) * math.Pow(s, 4) / 200}, {"covariance", product, 0, 4 * s * s / 200},
	} {
		if math.Abs(m.got-m.want) > m.tolerance {
			t.Errorf("%s %g, want %g", m.name, m.got, m.want)
		}
	}
	end, err := d.Plane([]int{4}, []float64{2})
	if err != nil || end.Measure() != 1 {
		t.Errorf("the end of time has measure %g, %v", end.Measure(), err)
	}
}
