package reference

import (
	"math"

	"counterpoint/solver/expr"
)

var coleHopfMethod = register(&method{
	name: "cole-hopf", doc: "u_t + u*u_x = nu*u_xx by the Cole-Hopf transformation: cole-hopf(nu)", solve: solveColeHopf,
})

// coleHopf is the solution of u_t + u u_x = nu u_xx on the line with the initial values u_0 (E. Hopf, The partial differential
// equation u_t + u u_x = mu u_xx, Comm. Pure Appl. Math. 3, 1950, eq. 7), y = x - 2 sqrt(nu t) z:
//
//	u(x, t) = int u_0(y) F(y) e^{-z^2} dz / int F(y) e^{-z^2} dz,   F(y) = exp(-1/(2 nu) int^y u_0).
//
// The integrals are trapezoidal sums, which converge faster than any power of the step because the integrands decay as Gaussians;
// the largest exponent is taken out, so that no viscosity is too small for the exponential.
type coleHopf struct {
	e        *evolution
	nu       float64
	lo, step float64   // of the table
	u0, psi  []float64 // initial values and their integral
	reach    float64   // |z| beyond which the integrand is below 1e-17 of its largest
	h        float64   // step in z
	estimate float64
}

// panels is the number of table intervals across the domain: polynomials of degree seven on them are exact to rounding for initial
// values that change over a hundredth of the domain.
const panels = 1024

// furthest is the largest |z| that the table serves.
const furthest = 60

func solveColeHopf(q *question) (Field, error) {
	e, err := readEvolution(q)
	if err != nil {
		return nil, err
	}
	if len(q.exprs) != 1 || !(q.exprs[0] > 0) {
		return nil, e.cannot("write cole-hopf(nu) with a positive viscosity nu")
	}
	c := &coleHopf{e: e, nu: q.exprs[0], h: 0.05} // the step is settled below; the ends are checked with this one
	if err := c.checkEquation(); err != nil {
		return nil, err
	}
	if err := c.tabulate(); err != nil {
		return nil, err
	}
	if err := c.checkEnds(); err != nil {
		return nil, err
	}
	for c.h = 0.2; ; c.h /= 2 { // until half the step makes no difference
		half := *c
		half.h /= 2
		var coarse, fine []float64
		for i := range 31 {
			for j := range 11 {
				x, t := e.lo+(e.hi-e.lo)*(float64(i)+0.37)/31, e.t0+(e.t1-e.t0)*(float64(j)+0.61)/11
				coarse, fine = append(coarse, c.value(x, t)), append(fine, half.value(x, t))
			}
		}
		c.estimate = max(RelL2(coarse, fine), 1e-15) // its own rounding at least
		if c.estimate < 1e-14 || c.h < 0.01 {
			return c, nil
		}
	}
}

// checkEquation compares the problem's own rate with nu u_xx - u u_x at some states.
func (c *coleHopf) checkEquation() error {
	e := c.e
	wrong := e.cannot("the equation is not u_t + u*u_x = nu*u_xx with nu = %g", c.nu)
	if len(e.index) != 1 || e.vars != 1 {
		return wrong
	}
	x := []float64{e.lo, e.lo + 0.3*(e.hi-e.lo), e.hi}
	w, rate := e.newPointwise(x), rowsOf(1, len(x))
	for trial := range 4 {
		var value [5][3]float64 // by order and place
		for i, s := range e.input {
			for k := range x {
				v := math.Sin(float64(11*trial + 5*s.order + k + 1))
				w.input[i][k], value[s.order][k] = v, v
			}
			if s.order > 2 {
				return wrong
			}
		}
		w.eval(rate, e.t0+float64(trial)/3*(e.t1-e.t0))
		for k, r := range rate[0] {
			want := c.nu*value[2][k] - value[0][k]*value[1][k]
			if !(math.Abs(r-want) <= 1e-9) {
				return wrong
			}
		}
	}
	return nil
}

// tabulate integrates the initial values by Gauss's rule of five points on each panel.
func (c *coleHopf) tabulate() error {
	e := c.e
	c.step = (e.hi - e.lo) / panels
	more := int(math.Ceil(2*math.Sqrt(c.nu*(e.t1-e.t0))*furthest/c.step)) + stencil
	const most = 1 << 20
	if more > most {
		return e.cannot("the viscosity is too large for its domain")
	}
	n := panels + 2*more
	c.lo = e.lo - float64(more)*c.step
	nodes := make([]float64, 0, 6*n+1)
	for i := range n + 1 {
		nodes = append(nodes, c.lo+float64(i)*c.step)
	}
	for i := range n {
		for _, g := range gauss5 {
			nodes = append(nodes, nodes[i]+c.step*(1+g[0])/2)
		}
	}
	start, err := e.initial(nodes)
	if err != nil {
		return err
	}
	c.u0, c.psi = start[0][:n+1], make([]float64, n+1)
	inner := start[0][n+1:]
	least, most2 := 0.0, 0.0
	var sum kahan
	for i := range n {
		for k, g := range gauss5 {
			sum.add(g[1] * inner[5*i+k] * c.step / 2)
		}
		c.psi[i+1] = sum.sum
		least, most2 = min(least, sum.sum), max(most2, sum.sum)
	}
	c.reach = math.Sqrt((most2-least)/(2*c.nu) + 40)
	if !(c.reach <= furthest) {
		return e.cannot("the viscosity is too small, or the initial values do not stay bounded beyond the domain")
	}
	return nil
}

// gauss5 holds nodes and weights of Gauss's rule on [-1, 1].
var gauss5 = [5][2]float64{
	{-0.9061798459386640, 0.2369268850561891}, {-0.5384693101056831, 0.4786286704993665}, {0, 128.0 / 225},
	{0.5384693101056831, 0.4786286704993665}, {0.9061798459386640, 0.2369268850561891},
}

// checkEnds asks whether the solution on the line meets the problem's boundary conditions.
func (c *coleHopf) checkEnds() error {
	e := c.e
	for _, s := range []float64{0.1, 0.5, 1} {
		t := e.t0 + s*(e.t1-e.t0)
		ends := [2]float64{c.value(e.lo, t), c.value(e.hi, t)}
		met := len(e.walls[0]) > 0 || math.Abs(ends[0]-ends[1]) < 1e-8
		for side, list := range e.walls {
			for _, w := range list {
				r := e.g.EvalWith(w.residual, append(e.point([]float64{e.lo, e.hi}[side], t), e.normal(side)...), func(l expr.Leaf) float64 {
					if l.Alpha.Order() > 0 || l.Lap > 0 {
						return math.NaN()
					}
					return ends[side]
				}, e.bind)
				met = met && math.Abs(r) < 1e-8
			}
		}
		if !met {
			return e.cannot("the initial values, continued beyond the domain, do not lead to the boundary conditions; use chebyshev or fd")
		}
	}
	return nil
}

func (c *coleHopf) At(x, out []float64) { out[0] = c.value(x[c.e.space], x[c.e.time]) }
func (c *coleHopf) Error() float64      { return c.estimate }
func (c *coleHopf) Name() string        { return "cole-hopf" }

func (c *coleHopf) value(x, t float64) float64 {
	spread := 2 * math.Sqrt(c.nu*max(0, t-c.e.t0))
	n := int(math.Ceil(c.reach / c.h))
	top, above, below := math.Inf(-1), 0.0, 0.0
	for k := -n; k <= n; k++ {
		z := float64(k) * c.h
		u, psi := c.table(x - spread*z)
		p := -z*z - psi/(2*c.nu)
		if p > top {
			f := math.Exp(top - p)
			top, above, below = p, above*f, below*f
		}
		if p < top-45 {
			continue
		}
		w := math.Exp(p - top)
		above += w * u
		below += w
	}
	return above / below
}

// table interpolates u_0 and its integral.
func (c *coleHopf) table(y float64) (u, psi float64) {
	var w [stencil]float64
	first, m := lagrange((y-c.lo)/c.step, len(c.u0), w[:])
	for k, v := range w[:m] {
		u += v * c.u0[first+k]
		psi += v * c.psi[first+k]
	}
	return u, psi
}
