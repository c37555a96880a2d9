package geometry

import (
	"math"
	"math/rand/v2"
	"testing"
)

// randomSolid builds a tree of boxes, balls and, in the plane, polygons.
func randomSolid(rng *rand.Rand, d, depth int) *Solid {
	if depth > 0 {
		a, b := randomSolid(rng, d, depth-1), randomSolid(rng, d, depth-1)
		switch rng.IntN(3) {
		case 0:
			return a.Plus(b)
		case 1:
			return a.Minus(b)
		}
		return a.And(b)
	}
	c, lo, hi := make([]float64, d), make([]float64, d), make([]float64, d)
	for i := range c {
		c[i] = float64(rng.IntN(5)-2) / 4 // on a coarse grid, so that faces often coincide
		w := float64(rng.IntN(3)+2) / 4
		lo[i], hi[i] = c[i]-w, c[i]+w
	}
	switch {
	case rng.IntN(2) == 0:
		return SolidBox(lo, hi)
	case d == 2 && rng.IntN(2) == 0:
		return SolidPolygon([]float64{lo[0], lo[1], hi[0], lo[1], c[0], hi[1]})
	}
	return SolidBall(c, 0.3+rng.Float64()/2)
}

// Gauss's theorem, int_S x.n dS = d vol, holds if and only if (but for coincidences) every piece of the boundary is there, once,
// with its normal outward. Both sides are sampled; the tolerance is four hundredths of the boundary times its distance from 0.
func TestGaussTheorem(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	checked := 0
	for trial := range 120 {
		d := 2 + trial%2
		s := randomSolid(rng, d, 1+rng.IntN(2))
		v, ok := s.Volume()
		if !ok || v.Measure() < 0.05 {
			continue
		}
		u, x, n := make([]float64, v.Dim()), make([]float64, d), make([]float64, d)
		var flux, area float64
		for _, part := range s.Surface() {
			p := part.Piece
			w := u[:p.Dim()]
			var sum float64
			const samples = 6000
			kept := 0
			for range samples {
				for i := range w {
					w[i] = rng.Float64()
				}
				if !p.Map(w, x) {
					continue
				}
				if !p.Normal(x, n) {
					t.Fatalf("%v: no normal at %v", s, x)
				}
				for i := range x {
					sum += x[i] * n[i]
				}
				kept++
			}
			if kept > 0 {
				flux += sum / float64(kept) * p.Measure()
				area += p.Measure()
			}
		}
		want := float64(d) * v.Measure()
		if math.Abs(flux-want) > 0.04*area {
			t.Errorf("%v: flux %.4g, d times the volume %.4g, boundary %.4g", s, flux, want, area)
		}
		checked++
	}
	if checked < 40 {
		t.Fatalf("%d solids checked, want 40", checked)
	}
}
