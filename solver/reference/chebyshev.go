package reference

import "math"

var chebyshevMethod = register(&method{
	name: "chebyshev", doc: "conditions at both ends: polynomials in space, exponential Runge-Kutta of order four in time",
	args: map[string]float64{"n": 128, "dt": 0}, cached: true, solve: solveChebyshev,
})

// solveChebyshev solves on n+1 nodes with step dt; without dt it halves a five-hundredth of the time until halving changes the
// solution by less than 1e-8. The error estimate adds a fifteenth of the difference to twice the step and the difference to three
// quarters of the nodes.
func solveChebyshev(q *question) (Field, error) {
	e, err := readEvolution(q)
	if err != nil {
		return nil, err
	}
	n, dt := int(q.args["n"]), q.args["dt"]
	if n < 8 || n > 512 || !(dt >= 0) {
		return nil, e.cannot("n must be from 8 to 512, and dt not negative")
	}
	search := dt == 0
	if search {
		dt = (e.t1 - e.t0) / 500
	}
	heavy := func(dt float64) bool { return (e.t1-e.t0)/dt*float64(n*n*e.vars*e.vars) > 5*maxWork }
	if heavy(dt) {
		return nil, e.cannot("%.3g steps on %d nodes would take minutes; raise dt or lower n", (e.t1-e.t0)/dt, n)
	}
	slow, err := e.chebyshev(n, 2*dt)
	if err != nil {
		return nil, err
	}
	for try := 0; ; try++ {
		fine, err := e.chebyshev(n, dt)
		if err != nil {
			return nil, err
		}
		change := e.difference(fine, slow)
		if !search || change < 15e-9 || try == 5 || heavy(dt/2) {
			coarse, err := e.chebyshev(n*3/4, 2*dt)
			if err != nil {
				return nil, err
			}
			fine.estimate = change/15 + e.difference(slow, coarse)
			return fine, nil
		}
		dt, slow = dt/2, fine
	}
}

// chebyshev integrates on n+1 Chebyshev points with steps of at most dt.
func (e *evolution) chebyshev(n int, dt float64) (*trajectory, error) {
	x, w := chebyshevNodes(n, e.lo, e.hi)
	l, err := e.newLine(x, polynomialDerivatives(x, w))
	if err != nil {
		return nil, err
	}
	steps, every := division(e.t1-e.t0, dt)
	linear := l.matrix()
	op := matrixETD(linear, (e.t1-e.t0)/float64(steps))
	part := make([]float64, l.size)
	nonlinear := func(dst, state []float64, t float64) {
		l.rates(dst, state, t)
		linear.apply(part, state)
		for i, v := range part {
			dst[i] -= v
		}
	}
	return l.trajectory(steps, every, &nodal{x, w}, func(state []float64, t, _ float64) { op.step(state, t, nonlinear) })
}

// chebyshevNodes returns the n+1 extrema of the Chebyshev polynomial of degree n on [lo, hi], ascending, and their barycentric
// weights.
func chebyshevNodes(n int, lo, hi float64) (x, w []float64) {
	x, w = make([]float64, n+1), make([]float64, n+1)
	for i := range x {
		x[i] = (lo+hi)/2 + (hi-lo)/2*math.Sin(math.Pi*float64(2*i-n)/float64(2*n))
		w[i] = float64(1 - 2*(i%2))
	}
	x[0], x[n] = lo, hi
	w[0], w[n] = w[0]/2, w[n]/2
	return x, w
}

// polynomialDerivatives returns the matrices of the derivatives 0 to 4 of the polynomial through nodes x with barycentric weights
// w: D1_ij = (w_j/w_i)/(x_i-x_j), D(k)_ij = k/(x_i-x_j) ((w_j/w_i) D(k-1)_ii - D(k-1)_ij), each diagonal the negative sum of its
// row (R. Baltensperger and M. Trummer, Spectral differencing with a twist, SIAM J. Sci. Comput. 24, 2003; B. Welfert, 1997).
func polynomialDerivatives(x, w []float64) []*rows {
	n := len(x)
	dense := func() *rows { return &rows{start: make([]int, n), coef: rowsOf(n, n)} }
	out := []*rows{dense()}
	for i := range x {
		out[0].coef[i][i] = 1
	}
	for k := 1; k <= 4; k++ {
		before, d := out[k-1].coef, dense()
		for i := range x {
			var sum float64
			for j := range x {
				if j == i {
					continue
				}
				v := float64(k) / (x[i] - x[j]) * (w[j]/w[i]*before[i][i] - before[i][j])
				d.coef[i][j] = v
				sum += v
			}
			d.coef[i][i] = -sum
		}
		out = append(out, d)
	}
	return out
}
