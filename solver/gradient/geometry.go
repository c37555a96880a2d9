package gradient

import "math"

// Geometry is what K gradients allow, from their Gram matrix Q alone (in whatever metric Q was taken). It serves one goroutine and
// reuses its memory. Notation: m_i = sqrt(Q_ii), C_ij = Q_ij/(m_i m_j); a step with weights w has the retained fractions
//
//	f_i(w) = (Qw)_i / (m_i sqrt(w'Qw)),
//
// the cosine between gradient i and the step, which is also the fraction of its solo progress that loss i keeps.
type Geometry struct {
	Present []int     // the losses that take part, by index
	Norm    []float64 // m_i, of the present
	Cos     []float64 // C, present x present, row-major
	MinNorm []float64 // w* on the simplex of the present: the minimiser of w'Cw
	Nash    []float64 // beta > 0 with C beta = 1/beta, on the present; nil if there is none

	rows                  []float64 // scratch, like the rest
	nash, system, x, step []float64
}

// Maximum number of losses for the exact search over supports.
const maxExact = 12

// Of computes the geometry of the K x K Gram matrix q. Losses that are absent (see Present) are left out. It overwrites the slices
// of the call before and allocates nothing after the first call with as many losses.
func (g *Geometry) Of(q []float64, k int) {
	g.Present, g.Norm = g.Present[:0], g.Norm[:0]
	for i := range k {
		if Present(q, k, i) {
			g.Present = append(g.Present, i)
			g.Norm = append(g.Norm, math.Sqrt(q[i*k+i]))
		}
	}
	n := len(g.Present)
	g.Cos = resize(g.Cos, n*n)
	for a, i := range g.Present {
		for b, j := range g.Present {
			g.Cos[a*n+b] = max(-1, min(1, q[i*k+j]/(g.Norm[a]*g.Norm[b])))
		}
		g.Cos[a*n+a] = 1
	}
	g.MinNorm, g.nash = resize(g.MinNorm, n), resize(g.nash, n)
	g.system, g.x, g.step = resize(g.system, n*n), resize(g.x, n), resize(g.step, n)
	minNorm(g.MinNorm, g.system, g.x, g.Cos, n)
	g.Nash = nash(g.nash, g.system, g.x, g.step, g.Cos, n)
}

// Phi returns sqrt(K) min_i f_i for weights w on the present losses, K their number: 1 is as good as mutually orthogonal gradients
// of equal weight, negative means that some loss ascends. Weights are per gradient, not per unit gradient.
func (g *Geometry) Phi(w []float64) float64 {
	n := len(g.Present)
	if n == 0 {
		return math.NaN()
	}
	v := resize(g.rows, n)
	g.rows = v
	trace, square := 0.0, 0.0
	for i := range n {
		v[i] = w[i] * g.Norm[i]
		trace += v[i] * v[i]
	}
	worst := math.Inf(1)
	for i := range n {
		row := 0.0
		for j := range n {
			row += g.Cos[i*n+j] * v[j]
		}
		square += v[i] * row
		worst = math.Min(worst, row)
	}
	// exactly cancelling weights: the sign of the numerator stays, the root is kept off zero
	return math.Sqrt(float64(n)) * worst / math.Sqrt(math.Max(square, 1e-12*trace))
}

// PhiUnit is Phi of unit weights.
func (g *Geometry) PhiUnit() float64 { return g.Phi(g.fill(func(int) float64 { return 1 })) }

// PhiNorm is Phi of gradient-norm weights 1/m_i.
func (g *Geometry) PhiNorm() float64 {
	return g.Phi(g.fill(func(i int) float64 { return 1 / g.Norm[i] }))
}

// PhiNash is Phi of Nash weights beta_i/m_i, and NaN if there are none.
func (g *Geometry) PhiNash() float64 {
	if g.Nash == nil {
		return math.NaN()
	}
	return g.Phi(g.fill(func(i int) float64 { return g.Nash[i] / g.Norm[i] }))
}

// Rho returns the joint rate: the best common retained fraction that any direction reaches, sqrt(min w'Cw) over the simplex.
func (g *Geometry) Rho() float64 { return math.Sqrt(math.Max(0, quadratic(g.Cos, g.MinNorm))) }

// PhiBest is sqrt(K) Rho, the upper bound of every Phi.
func (g *Geometry) PhiBest() float64 { return math.Sqrt(float64(len(g.Present))) * g.Rho() }

func (g *Geometry) fill(f func(i int) float64) []float64 {
	w := make([]float64, len(g.Present))
	for i := range w {
		w[i] = f(i)
	}
	return w
}

func resize(s []float64, n int) []float64 {
	if cap(s) < n {
		return make([]float64, n)
	}
	return s[:n]
}

// quadratic returns w'Cw.
func quadratic(c, w []float64) float64 {
	n, s := len(w), 0.0
	for i := range n {
		for j := range n {
			s += w[i] * c[i*n+j] * w[j]
		}
	}
	return s
}
