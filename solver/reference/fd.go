package reference

import "math"

var fdMethod = register(&method{
	name: "fd", doc: "conditions at both ends: central differences of order two with Richardson's extrapolation, Runge-Kutta in time",
	args: map[string]float64{"n": 256}, cached: true, solve: solveDifferences,
})

// solveDifferences solves with n/2, n and 2n intervals and combines the last two to (4 u_2n - u_n) / 3 on the n+1 nodes (L.
// Richardson, 1911). The error estimate is the distance from the same combination of the first two.
func solveDifferences(q *question) (Field, error) {
	e, err := readEvolution(q)
	if err != nil {
		return nil, err
	}
	n := int(q.args["n"])
	if n < 16 || n > 4096 || n%2 != 0 {
		return nil, e.cannot("n must be even, from 16 to 4096")
	}
	var run [3]*trajectory
	for k, m := range []int{n / 2, n, 2 * n} {
		if run[k], err = e.differences(m); err != nil {
			return nil, err
		}
	}
	coarse, fine := richardson(run[0], run[1]), richardson(run[1], run[2])
	fine.estimate = e.difference(fine, coarse)
	return fine, nil
}

// richardson combines solutions with n and 2n intervals on the n+1 nodes.
func richardson(one, two *trajectory) *trajectory {
	out := *one
	out.rows = make([][][]float64, len(one.rows))
	for f := range one.rows {
		for t, row := range one.rows[f] {
			mixed := make([]float64, len(row))
			for i, v := range row {
				mixed[i] = (4*two.rows[f][t][2*i] - v) / 3
			}
			out.rows[f] = append(out.rows[f], mixed)
		}
	}
	return &out
}

// keep is how many times the difference method stores: all its runs at the same ones.
const keep = 400

// differences integrates on n+1 even nodes by the classical Runge-Kutta method, with steps that its stability asks for.
func (e *evolution) differences(n int) (*trajectory, error) {
	x := make([]float64, n+1)
	for i := range x {
		x[i] = e.lo + (e.hi-e.lo)*float64(i)/float64(n)
	}
	x[n] = e.hi
	l, err := e.newLine(x, centralDifferences(n+1, (e.hi-e.lo)/float64(n)))
	if err != nil {
		return nil, err
	}
	radius, err := l.radius()
	if err != nil {
		return nil, err
	}
	every := int(math.Ceil(max(2, min(1e9, (e.t1-e.t0)*radius/keep/2)))) // |h lambda| <= 2 of the 2.78 that is stable
	if float64(every*keep)*float64(l.size) > maxWork {
		return nil, e.cannot("%d intervals need %d steps, which would take minutes; lower n or use chebyshev", n, every*keep)
	}
	var k [4][]float64
	for i := range k {
		k[i] = make([]float64, l.size)
	}
	y := make([]float64, l.size)
	return l.trajectory(every*keep, every, &uniformGrid{e.lo, e.hi}, func(state []float64, t, h float64) {
		l.rates(k[0], state, t)
		for s, f := range []float64{0.5, 0.5, 1} {
			for i := range y {
				y[i] = state[i] + f*h*k[s][i]
			}
			l.rates(k[s+1], y, t+f*h)
		}
		for i := range state {
			state[i] += h / 6 * (k[0][i] + 2*k[1][i] + 2*k[2][i] + k[3][i])
		}
	})
}

// radius estimates the largest magnitude of an eigenvalue of the rates' Jacobian J at the start, by 60 steps of the power method with
// differences (J. Verwer, Explicit Runge-Kutta methods for parabolic equations, 1996), and adds a tenth. It measures growth over two
// steps, |J^2 v| / |v|: over one, equations of second order in time grow far faster than by an eigenvalue.
func (l *line) radius() (float64, error) {
	state, err := l.begin()
	if err != nil {
		return 0, err
	}
	step := 1e-6 * (1 + norm(state))
	base, moved, v := make([]float64, l.size), make([]float64, l.size), make([]float64, l.size)
	for i := range v {
		v[i] = math.Cos(float64(i)*math.Pi*0.97) + 0.1*math.Sin(float64(i*i))
	}
	l.rates(base, state, l.e.t0)
	var most float64
	for range 30 {
		size := norm(v)
		if size == 0 || !finite(size) {
			break
		}
		for i := range v {
			v[i] /= size
		}
		for range 2 {
			size := max(norm(v), 1e-300)
			for i, c := range v {
				moved[i] = state[i] + step*c/size
			}
			l.rates(moved, moved, l.e.t0)
			for i := range v {
				v[i] = (moved[i] - base[i]) / step * size
			}
		}
		most = max(most, math.Sqrt(norm(v)))
	}
	if !finite(most) {
		return 0, l.e.cannot("its rates are not finite at the start")
	}
	return 1.1 * most, nil
}

func norm(v []float64) float64 { return math.Sqrt(dotProduct(v, v)) }

// centralDifferences returns the matrices of the derivatives 0 to 2 on n even nodes h apart, of order two, one-sided at the ends.
func centralDifferences(n int, h float64) []*rows {
	same, first, second := &rows{}, &rows{}, &rows{}
	for i := range n {
		same.start, same.coef = append(same.start, i), append(same.coef, []float64{1})
		at := max(0, min(n-3, i-1))
		switch i {
		case 0:
			first.coef = append(first.coef, []float64{-1.5 / h, 2 / h, -0.5 / h})
		case n - 1:
			first.coef = append(first.coef, []float64{0.5 / h, -2 / h, 1.5 / h})
		default:
			first.coef = append(first.coef, []float64{-0.5 / h, 0, 0.5 / h})
		}
		first.start = append(first.start, at)
		second.start = append(second.start, max(0, min(n-4, i-1)))
		q := 1 / (h * h)
		switch i {
		case 0:
			second.coef = append(second.coef, []float64{2 * q, -5 * q, 4 * q, -q})
		case n - 1:
			second.coef = append(second.coef, []float64{-q, 4 * q, -5 * q, 2 * q})
		case n - 2:
			second.coef = append(second.coef, []float64{0, q, -2 * q, q})
		default:
			second.coef = append(second.coef, []float64{q, -2 * q, q})
		}
	}
	return []*rows{same, first, second}
}
