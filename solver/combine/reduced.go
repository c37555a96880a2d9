package combine

import (
	"math"

	"counterpoint/solver/gradient"
)

// reduced is a Gram matrix without its absent gradients, split into norms and cosines: Q_ij = m_i m_j C_ij. Directions work on unit
// gradients u_i = g_i/m_i, so that norms of any ratio do not spoil the arithmetic, and turn coefficients of u_i into those of g_i at
// the end.
type reduced struct {
	n  int
	of []int     // index of each present gradient
	m  []float64 // norms
	c  []float64 // n x n cosines, row-major, unit diagonal
}

func newReduced(k int) reduced {
	return reduced{of: make([]int, k), m: make([]float64, k), c: make([]float64, k*k)}
}

// read takes gram apart. A gradient whose inner product with an earlier present one is not finite is absent too.
func (r *reduced) read(gram []float64, k int) {
	if k > len(r.of) || len(gram) != k*k {
		panic("combine: Gram matrix has the wrong size")
	}
	r.n = 0
	for i := range k {
		if !gradient.Present(gram, k, i) || !r.finite(gram, k, i) {
			continue
		}
		r.of[r.n], r.m[r.n] = i, math.Sqrt(gram[i*k+i])
		r.n++
	}
	n := r.n
	for a := range n {
		for b := range a {
			v := gram[r.of[a]*k+r.of[b]] / r.m[a] / r.m[b]
			v = max(-1, min(1, v)) // rounding only: Cauchy-Schwarz
			r.c[a*n+b], r.c[b*n+a] = v, v
		}
		r.c[a*n+a] = 1
	}
}

func (r *reduced) finite(gram []float64, k, i int) bool {
	for _, j := range r.of[:r.n] {
		if v := gram[i*k+j]; math.IsNaN(v) || math.IsInf(v, 0) {
			return false
		}
	}
	return true
}

// normalise makes the largest norm 1, for methods whose coefficients depend on ratios of norms alone.
func (r *reduced) normalise() {
	largest := 0.0
	for _, m := range r.m[:r.n] {
		largest = math.Max(largest, m)
	}
	for i := range r.n {
		r.m[i] /= largest
	}
}

// spread writes scale * a_i/m_i, a_i the coefficient of the unit gradient u_i, as the coefficient of g_i; 0 for the absent.
func (r *reduced) spread(a []float64, scale float64, c []float64) {
	clear(c)
	for i := range r.n {
		c[r.of[i]] = scale * a[i] / r.m[i]
	}
}

// row returns (Ca)_i.
func (r *reduced) row(a []float64, i int) float64 {
	s := 0.0
	for j, v := range r.c[i*r.n : (i+1)*r.n] {
		s += v * a[j]
	}
	return s
}

// square returns a'Ca = |sum a_i u_i|^2, at least 0.
func (r *reduced) square(a []float64) float64 {
	s := 0.0
	for i := range r.n {
		s += a[i] * r.row(a, i)
	}
	return math.Max(0, s)
}

// total returns the sum of the norms.
func (r *reduced) total() float64 {
	s := 0.0
	for _, m := range r.m[:r.n] {
		s += m
	}
	return s
}
