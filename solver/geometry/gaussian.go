package geometry

import "math"

// gaussian is all of R^n with the normal distribution of standard deviation s in each coordinate in the place of a volume: its
// measure is 1 and its map carries uniform samples to normal ones. It has no boundary.
type gaussian struct {
	n int
	s float64
}

// spread is how many standard deviations the box shown of a gaussian reaches: beyond lies 1e-4 of each coordinate's distribution.
const spread = 4

// Gaussian returns the space R^n, sampled by the normal distribution of standard deviation s > 0 in each coordinate. Its Bounds are what
// is shown of it, not where it ends.
func Gaussian(n int, s float64) *Solid {
	if n < 1 || !(s > 0) {
		panic("geometry: gaussian without dimension or spread")
	}
	return base(&gaussian{n, s})
}

func (g *gaussian) Dim() int         { return g.n }
func (g *gaussian) Measure() float64 { return 1 }

func (g *gaussian) Map(u, x []float64) bool {
	for i, v := range u {
		x[i] = g.s * math.Sqrt2 * math.Erfinv(2*v-1)
	}
	return true
}

func (g *gaussian) Normal(_, n []float64) bool {
	clear0(n)
	return false
}

func (g *gaussian) String() string {
	return "gaussian(" + text([]float64{float64(g.n), g.s}) + ")"
}

func (g *gaussian) inside([]float64) bool        { return true }
func (g *gaussian) near([]float64, float64) bool { return false }
func (g *gaussian) volume() Piece                { return g }
func (g *gaussian) surface() []face              { return nil }

func (g *gaussian) bounds() (lo, hi []float64) {
	for range g.n {
		lo, hi = append(lo, -spread*g.s), append(hi, spread*g.s)
	}
	return lo, hi
}
