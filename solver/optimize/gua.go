package optimize

import (
	"math"

	"counterpoint/solver/experiment"
	"counterpoint/solver/gradient"
	"counterpoint/solver/kernel"
)

// GUA aligns Adam's proposal with the gradients: of all steps under which no loss rises to first order it takes the one nearest to the
// proposal u = mhat / (sqrt(vhat)+eps) in Adam's metric P = diag(sqrt(vhat)+eps),
//
//	minimise (p-u)' P (p-u)  subject to  g_k . p >= 0,        p = u + P^-1 G y,   y >= 0,  Q = G' P^-1 G,  b = G'u,
//
// with unit gradients and proposal. Up to eight losses every active set S is tried: Q_SS y_S = -b_S, accepted if y >= 0 and
// b + Qy >= 0, the smallest y'Qy of several; above, by coordinate descent on y. It acts where some cosine of a gradient with the
// proposal is below -1e-6. The moments learn of the change, gt = P p, t Adam's counter after its step:
//
//	m <- .9 m + .1 (1-b1^t) gt,    v <- .97 v + .03 (1-b2^t) gt^2.
//
// p = 0 is legal: no step serves all. Absent gradients have no say.
// Gradient-Update Alignment, arXiv 2609.01558, with the memory of its Burgers runs.
type GUA[T kernel.Float] struct {
	metric, inverse, u  []T
	count               []float64 // steps corrected, and of these the steps that stood still
	norm, q, b, y, best []float64 // of the present gradients
	a, x                []float64 // scratch
	of                  []int
}

// Align returns the y >= 0 with Qy + b >= 0 that minimises y'Qy: what GUA adds to a proposal with the products b with K gradients whose
// Gram matrix in the proposal's metric is q (K x K), sum_k y_k P^-1 g_k. Gradients are scaled to unit length first; one that is absent
// has y = 0. A proposal of length 0 (in the metric, from the caller) is left alone.
func Align(q, b []float64, length float64) []float64 {
	k := len(b)
	c := NewGUA[float64](0, k)
	least := 0.0
	for i := range k {
		if !gradient.Present(q, k, i) || !(length > 0) {
			continue
		}
		s := len(c.of)
		c.of = append(c.of, i)
		c.norm[s] = math.Sqrt(q[i*k+i])
		c.b[s] = b[i] / (c.norm[s] * length)
		least = math.Min(least, c.b[s])
	}
	out := make([]float64, k)
	if least >= guaTrigger {
		return out
	}
	n := len(c.of)
	for s, i := range c.of {
		for r, j := range c.of {
			c.q[s*n+r] = q[i*k+j] / (c.norm[s] * c.norm[r])
		}
	}
	c.solve()
	for s, i := range c.of {
		out[i] = c.best[s] * length / c.norm[s]
	}
	return out
}

// GUADoc and GUASource describe GUA in lists.
const (
	GUADoc    = "the nearest step to Adam's under which no loss rises"
	GUASource = "Gradient-Update Alignment, arXiv 2609.01558"
)

const (
	guaTrigger, guaSlack  = -1e-6, -1e-8
	guaMoment1, guaMoment = 0.1, 0.03
	guaExact              = 8
)

// NewGUA returns the correction for n parameters and k losses.
func NewGUA[T kernel.Float](n, k int) *GUA[T] {
	row := func(n int) []float64 { return make([]float64, n) }
	return &GUA[T]{metric: make([]T, n), inverse: make([]T, n), u: make([]T, n), count: row(2), norm: row(k), q: row(k * k), b: row(k),
		y: row(k), best: row(k), a: row(k * k), x: row(k), of: make([]int, 0, k)}
}

// Correct replaces the step from old to theta that a has just taken with learning rate lr. rows are the K gradients. It allocates
// nothing.
func (c *GUA[T]) Correct(set *kernel.Set[T], a *Adam[T], theta, old []T, rows [][]T, lr float64) {
	a.Metric(c.metric)
	set.Vec(kernel.DivS, c.inverse, c.metric, nil, 1)
	c1, c2 := a.corrections()
	for i := range c.u {
		c.u[i] = a.proposal(i, c1, c2)
	}
	length := math.Sqrt(set.Inner(c.u, c.u))
	if !c.read(set, rows, length) {
		return
	}
	c.count[0]++
	c.solve()
	n := len(c.of)
	for s, k := range c.of {
		if c.best[s] == 0 {
			continue
		}
		// p = u + |u| P^-1 sum y_k g_k/|g_k|, the metric's inverse times the row in scratch of its own
		f := T(c.best[s] * length / c.norm[s])
		for i, g := range rows[k] {
			c.u[i] += f * c.inverse[i] * g
		}
	}
	if still := set.Inner(c.u, c.u); n > 0 && still <= 1e-12*length*length {
		c.count[1]++
	}
	b1, b2 := T(guaMoment1*c1), T(guaMoment*c2)
	for i, p := range c.u {
		theta[i] = old[i] - T(lr)*p
		g := c.metric[i] * p
		a.m[i] = (1-guaMoment1)*a.m[i] + b1*g
		a.v[i] = (1-guaMoment)*a.v[i] + b2*g*g
	}
}

// read fills b and Q of the present gradients, unit like the proposal, and reports whether one of them conflicts with it.
func (c *GUA[T]) read(set *kernel.Set[T], rows [][]T, length float64) bool {
	c.of = c.of[:0]
	if !(length > 0) || math.IsInf(length, 0) {
		return false
	}
	least := 0.0
	for k, g := range rows {
		m := math.Sqrt(set.Inner(g, g))
		if !(m >= 1e-30) || math.IsInf(m, 0) {
			continue
		}
		s := len(c.of)
		c.of = append(c.of, k)
		c.norm[s], c.b[s] = m, set.Inner(g, c.u)/(m*length)
		least = math.Min(least, c.b[s])
	}
	if least >= guaTrigger {
		return false
	}
	n, trace := len(c.of), 0.0
	for s, i := range c.of {
		for r, j := range c.of[:s+1] {
			v := set.InnerW(rows[i], rows[j], c.inverse) / (c.norm[s] * c.norm[r])
			c.q[s*n+r], c.q[r*n+s] = v, v
		}
		trace += c.q[s*n+s]
	}
	return trace > 0 && !math.IsInf(trace, 0)
}

// solve writes y into best.
func (c *GUA[T]) solve() {
	n, trace := len(c.of), 0.0
	for s := range n {
		trace += c.q[s*n+s]
	}
	clear(c.best)
	if n > guaExact || !c.enumerate(n, 1e-12*trace/float64(n)) {
		c.descend(n)
	}
}

// enumerate tries every active set and reports whether one was accepted.
func (c *GUA[T]) enumerate(n int, ridge float64) bool {
	value := math.Inf(1)
	for mask := 1; mask < 1<<n; mask++ {
		m := 0
		for s := range n {
			if mask>>s&1 == 0 {
				continue
			}
			l := 0
			for r := range n {
				if mask>>r&1 == 1 {
					c.a[m*n+l] = c.q[s*n+r]
					l++
				}
			}
			c.a[m*n+m] += ridge
			c.x[m] = -c.b[s]
			m++
		}
		if !gradient.Cholesky(c.a, c.x, m, n) {
			continue
		}
		m = 0
		for s := range n {
			c.y[s] = 0
			if mask>>s&1 == 1 {
				c.y[s] = c.x[m]
				m++
			}
		}
		if v, ok := c.accepted(n); ok && v < value {
			value = v
			copy(c.best, c.y[:n])
		}
	}
	return !math.IsInf(value, 1)
}

// accepted returns y'Qy and whether y is feasible.
func (c *GUA[T]) accepted(n int) (value float64, ok bool) {
	for s := range n {
		row := 0.0
		for r := range n {
			row += c.q[s*n+r] * c.y[r]
		}
		if c.y[s] < 0 || c.b[s]+row < guaSlack {
			return 0, false
		}
		value += c.y[s] * row
	}
	return value, true
}

// descend minimises y'Qy/2 + b'y over y >= 0 coordinate by coordinate (Hildreth 1957).
func (c *GUA[T]) descend(n int) {
	clear(c.best)
	for range 10000 {
		moved := 0.0
		for s := range n {
			slope := c.b[s]
			for r := range n {
				slope += c.q[s*n+r] * c.best[r]
			}
			if !(c.q[s*n+s] > 0) {
				continue
			}
			y := math.Max(0, c.best[s]-slope/c.q[s*n+s])
			moved = math.Max(moved, math.Abs(y-c.best[s])*c.q[s*n+s])
			c.best[s] = y
		}
		if moved < 1e-12 {
			return
		}
	}
}

// State returns the counters: steps corrected, and of these the steps that stood still.
func (c *GUA[T]) State() []experiment.Array {
	return []experiment.Array{experiment.NewArray("gua.count", c.count)}
}
