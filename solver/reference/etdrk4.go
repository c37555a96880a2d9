package reference

import (
	"math"
	"math/cmplx"
	"sync"
)

var etdrk4 = register(&method{
	name: "etdrk4", doc: "periodic problems: Fourier series in space, exponential Runge-Kutta of order four in time",
	args: map[string]float64{"modes": 256, "dt": 0}, cached: true, solve: solveFourier,
})

// maxWork bounds one integration, in steps times the numbers that a step works on: beyond, it would take minutes.
const maxWork = 2e8

// solveFourier solves on `modes` points with step dt (0: a thousandth of the time), and again with twice either. The error estimate
// adds a fifteenth of the difference to twice the step, as the order four has it, and the difference to twice the points.
func solveFourier(q *question) (Field, error) {
	e, err := readEvolution(q)
	if err != nil {
		return nil, err
	}
	if len(e.walls[0])+len(e.walls[1]) > 0 {
		return nil, e.cannot("its boundary conditions are not periodic; use chebyshev or fd")
	}
	modes, dt := int(q.args["modes"]), q.args["dt"]
	if dt == 0 {
		dt = (e.t1 - e.t0) / 1000
	}
	if modes < 8 || modes > 1<<14 || modes&(modes-1) != 0 || !(dt > 0) {
		return nil, e.cannot("modes must be a power of two from 8 to 16384, and dt positive")
	}
	if steps := (e.t1 - e.t0) / dt; steps*float64(modes*e.vars) > maxWork {
		return nil, e.cannot("%.3g steps on %d modes would take minutes; raise dt or lower modes", steps, modes)
	}
	runs := []struct {
		n   int
		dt  float64
		out *trajectory
		err error
	}{{n: modes, dt: dt}, {n: modes, dt: 2 * dt}, {n: 2 * modes, dt: 2 * dt}}
	var wg sync.WaitGroup
	for i := range runs {
		r := &runs[i]
		wg.Go(func() { r.out, r.err = e.fourier(r.n, r.dt) })
	}
	wg.Wait()
	for _, r := range runs {
		if r.err != nil {
			return nil, r.err
		}
	}
	fine, slow, wide := runs[0].out, runs[1].out, runs[2].out
	fine.estimate = e.difference(fine, slow)/15 + e.difference(slow, wide)
	return fine, nil
}

// spectral is an evolution on n Fourier modes. Its state holds, for each variable, the coefficients 0..n/2 that fft gives.
type spectral struct {
	e     *evolution
	w     *pointwise
	n, nk int
	fft   *fft
	wave  []complex128   // i k of each coefficient
	slope [][]float64    // by field and input: constant linear coefficients, exponentiated
	skip  []bool         // inputs that are wholly in the linear part
	rate  [][]float64    // by field
	spec  []complex128   // scratch
	power [][]complex128 // by input: (i k)^order / n
}

func (e *evolution) newSpectral(n int) *spectral {
	x, l := make([]float64, n), e.hi-e.lo
	for j := range x {
		x[j] = e.lo + l*float64(j)/float64(n)
	}
	s := &spectral{e: e, w: e.newPointwise(x), n: n, nk: n/2 + 1, fft: newFFT(n)}
	s.wave, s.spec, s.rate = make([]complex128, s.nk), make([]complex128, s.nk), rowsOf(len(e.fields), n)
	for k := range s.wave {
		s.wave[k] = complex(0, 2*math.Pi*float64(k)/l)
	}
	slope, pure := s.w.linear()
	s.skip = pure
	s.slope = rowsOf(len(e.fields), len(e.input))
	for f := range slope {
		for i, row := range slope[f] {
			s.slope[f][i] = mean(row)
		}
	}
	for _, src := range e.input {
		p := make([]complex128, s.nk)
		for k := range p {
			p[k] = s.derivative(k, src.order) / complex(float64(n), 0)
		}
		s.power = append(s.power, p)
	}
	return s
}

func mean(row []float64) float64 {
	var s float64
	for _, v := range row {
		s += v
	}
	return s / float64(len(row))
}

// derivative returns (i k)^order; odd derivatives of the highest mode, which has no sine, are 0.
func (s *spectral) derivative(k, order int) complex128 {
	if k == s.nk-1 && order%2 == 1 {
		return 0
	}
	d := complex(1, 0)
	for range order {
		d *= s.wave[k]
	}
	return d
}

// operators returns the step's operators: scalar ones if the linear part couples no variables, else a small matrix for each mode.
func (s *spectral) operators(h float64) *etd[complex128] {
	e := s.e
	blocks := make([]*dense[complex128], s.nk)
	coupled := false
	for k := range blocks {
		m := newDense[complex128](e.vars)
		for f, order := range e.orders {
			for b := range order - 1 {
				m.a[(e.first[f]+b)*e.vars+e.first[f]+b+1] = 1
			}
			top := (e.first[f] + order - 1) * e.vars
			for i, src := range e.input {
				if !src.rate {
					m.a[top+src.state] += complex(s.slope[f][i], 0) * s.derivative(k, src.order)
				}
			}
		}
		for i, v := range m.a {
			coupled = coupled || i/e.vars != i%e.vars && v != 0
		}
		blocks[k] = m
	}
	if !coupled {
		l := make([]complex128, e.vars*s.nk)
		for k, m := range blocks {
			for v := range e.vars {
				l[v*s.nk+k] = m.a[v*e.vars+v]
			}
		}
		return scalarETD(l, h)
	}
	out := &etd[complex128]{h: h}
	var set [6]*blockOperator
	for i := range set {
		set[i] = &blockOperator{nk: s.nk}
	}
	for _, m := range blocks {
		one := matrixETD(m, h)
		for i, op := range []operator[complex128]{one.e, one.half, one.q, one.f1, one.f2, one.f3} {
			set[i].m = append(set[i].m, op.(*dense[complex128]))
		}
	}
	out.e, out.half, out.q, out.f1, out.f2, out.f3 = set[0], set[1], set[2], set[3], set[4], set[5]
	return out
}

// blockOperator applies a small matrix to the variables of each mode.
type blockOperator struct {
	nk int
	m  []*dense[complex128]
}

func (b *blockOperator) apply(dst, v []complex128) {
	for k, m := range b.m {
		for i := range m.n {
			var s complex128
			for j, a := range m.a[i*m.n : (i+1)*m.n] {
				s += a * v[j*b.nk+k]
			}
			dst[i*b.nk+k] = s
		}
	}
}

// fill writes the rows of the inputs; those that need not be (skip) are zero.
func (s *spectral) fill(w []complex128, skip []bool) {
	for i, src := range s.e.input {
		if src.rate {
			continue
		}
		row := s.w.input[i]
		if skip != nil && skip[i] {
			clear(row)
			continue
		}
		state := w[src.state*s.nk : (src.state+1)*s.nk]
		for k, p := range s.power[i] {
			s.spec[k] = p * state[k]
		}
		s.fft.inverse(row[:s.n], s.spec)
	}
}

// nonlinear writes the rates less their linear part.
func (s *spectral) nonlinear(dst, w []complex128, t float64) {
	e := s.e
	s.fill(w, s.skip)
	s.w.eval(s.rate, t)
	clear(dst)
	for f, rate := range s.rate {
		for i, c := range s.slope[f] {
			if c == 0 || s.skip[i] || e.input[i].rate {
				continue
			}
			for k, v := range s.w.input[i][:s.n] {
				rate[k] -= c * v
			}
		}
		v := e.first[f] + e.orders[f] - 1
		s.fft.forward(dst[v*s.nk:(v+1)*s.nk], rate)
	}
}

// fourier integrates with n points and steps of at most dt.
func (e *evolution) fourier(n int, dt float64) (*trajectory, error) {
	s := e.newSpectral(n)
	state, wide, err := s.begin()
	if err != nil {
		return nil, err
	}
	steps, every := division(e.t1-e.t0, dt)
	h := (e.t1 - e.t0) / float64(steps)
	op := s.operators(h)
	out := &trajectory{name: e.name, space: e.space, time: e.time, t0: e.t0, t1: e.t1, basis: &fourierBasis{e.lo, e.hi - e.lo},
		rows: make([][][]float64, len(e.index))}
	s.store(out, state, e.t0)
	if len(e.algebra) == 0 {
		for f := range e.fields {
			out.initial = append(out.initial, coefficients(wide[e.first[f]], oversample*n))
		}
	}
	for k := range steps {
		op.step(state, e.t0+float64(k)*h, s.nonlinear)
		if (k+1)%every == 0 {
			s.store(out, state, e.t0+float64(k+1)*h)
			if v := state[0]; cmplx.IsNaN(v) || cmplx.IsInf(v) {
				return nil, e.cannot("the solution grows without bound at step %d of %d; lower dt or raise modes", k+1, steps)
			}
		}
	}
	return out, nil
}

// oversample is how much finer than the solution's the grid is that initial values are projected from: values with a kink lose less by
// projection than by interpolation, whose high modes come back as low ones.
const oversample = 4

// begin returns the state at the start and, by variable, the coefficients on the finer grid.
func (s *spectral) begin() (state []complex128, wide [][]complex128, err error) {
	e, n := s.e, oversample*s.n
	x := make([]float64, n)
	for j := range x {
		x[j] = e.lo + (e.hi-e.lo)*float64(j)/float64(n)
	}
	start, err := e.initial(x)
	if err != nil {
		return nil, nil, err
	}
	transform := newFFT(n)
	state = make([]complex128, e.vars*s.nk)
	for v, row := range start {
		fine := make([]complex128, n/2+1)
		transform.forward(fine, row)
		for k := range s.nk - 1 { // the highest mode, which has a cosine only, stays zero
			state[v*s.nk+k] = fine[k] / oversample
		}
		wide = append(wide, fine)
	}
	return state, wide, nil
}

// stored is about how many times a trajectory keeps.
const stored = 800

// division returns the number of steps of at most dt that span t and the stride of those that are kept, which divides it.
func division(t, dt float64) (steps, every int) {
	steps = int(math.Ceil(t / dt * (1 - 1e-12)))
	every = max(1, steps/stored)
	steps = (steps + every - 1) / every * every
	return steps, every
}

func (s *spectral) store(out *trajectory, state []complex128, t float64) {
	e := s.e
	for f := range e.fields {
		v := e.first[f]
		out.rows[e.origin[f]] = append(out.rows[e.origin[f]], coefficients(state[v*s.nk:(v+1)*s.nk], s.n))
	}
	if len(e.algebra) == 0 {
		return
	}
	s.fill(state, nil)
	s.w.eval(s.rate, t)
	for i, a := range e.algebra {
		s.fft.forward(s.spec, s.w.given[i])
		out.rows[a.field] = append(out.rows[a.field], coefficients(s.spec, s.n))
	}
}

// coefficients brings what fft makes of n points into the form of fourierBasis.
func coefficients(c []complex128, n int) []float64 {
	row := make([]float64, 0, 2*len(c))
	for k, v := range c {
		v /= complex(float64(n), 0)
		if k > 0 && k < n/2 {
			v *= 2
		}
		row = append(row, real(v), imag(v))
	}
	return row
}
