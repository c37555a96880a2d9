package reference

import (
	"math"
	"math/cmplx"
)

// The functions of exponential integrators: phi_0(z) = e^z, phi_k(z) = (phi_{k-1}(z) - 1/(k-1)!) / z.

// etd holds the operators of one step of ETDRK4 with step length h for w' = L w + N(w, t): S. Cox and P. Matthews, Exponential time
// differencing for stiff systems, J. Comput. Phys. 176, 2002, eqs. 26 to 29.
type etd[T number] struct {
	e, half operator[T] // e^{hL}, e^{hL/2}
	q       operator[T] // h/2 phi_1(hL/2)
	f1      operator[T] // h (phi_1 - 3 phi_2 + 4 phi_3)
	f2      operator[T] // h (2 phi_2 - 4 phi_3)
	f3      operator[T] // h (4 phi_3 - phi_2)
	h       float64

	now, one, two, three, w, add []T
}

// operator is a linear map: apply writes M v into dst, which must not be v.
type operator[T number] interface{ apply(dst, v []T) }

// step advances w from time t by h. nonlinear writes N(w, t) into dst; it may use w as it likes but not write it.
func (e *etd[T]) step(w []T, t float64, nonlinear func(dst, w []T, t float64)) {
	if e.now == nil {
		for _, p := range []*[]T{&e.now, &e.one, &e.two, &e.three, &e.w, &e.add} {
			*p = make([]T, len(w))
		}
	}
	a := e.w
	nonlinear(e.now, w, t)
	e.half.apply(a, w)
	e.q.apply(e.add, e.now)
	for i, v := range e.add {
		a[i] += v // a = e^{hL/2} w + q N(w)
	}
	nonlinear(e.one, a, t+e.h/2)
	b := e.three
	e.half.apply(b, w)
	e.q.apply(e.add, e.one)
	for i, v := range e.add {
		b[i] += v
	}
	nonlinear(e.two, b, t+e.h/2)
	for i := range b {
		b[i] = 2*e.two[i] - e.now[i]
	}
	e.q.apply(e.add, b)
	e.half.apply(b, a)
	for i, v := range e.add {
		b[i] += v // c = e^{hL/2} a + q (2 N(b) - N(w))
	}
	copy(a, b)
	nonlinear(e.three, a, t+e.h)
	for i, v := range e.two {
		e.one[i] += v
	}
	e.e.apply(a, w)
	copy(w, a)
	for _, p := range []struct {
		m operator[T]
		v []T
	}{{e.f1, e.now}, {e.f2, e.one}, {e.f3, e.three}} {
		p.m.apply(e.add, p.v)
		for i, v := range e.add {
			w[i] += v
		}
	}
}

// diagonal multiplies component by component.
type diagonal []complex128

func (d diagonal) apply(dst, v []complex128) {
	for i, f := range d {
		dst[i] = f * v[i]
	}
}

// contour is the number of points on the circle that scalar coefficients are averaged over.
const contour = 32

// scalarETD returns the operators for a diagonal L. The coefficients are means over a circle of radius 1 about hL, which avoids the
// cancellation near 0 (A.-K. Kassam and L. Trefethen, Fourth-order time-stepping for stiff PDEs, SIAM J. Sci. Comput. 26, 2005).
func scalarETD(l []complex128, h float64) *etd[complex128] {
	n := len(l)
	e, half, q := make(diagonal, n), make(diagonal, n), make(diagonal, n)
	f1, f2, f3 := make(diagonal, n), make(diagonal, n), make(diagonal, n)
	for i, v := range l {
		z := complex(h, 0) * v
		e[i], half[i] = cmplx.Exp(z), cmplx.Exp(z/2)
		for k := range contour {
			r := z + cmplx.Rect(1, 2*math.Pi*(float64(k)+0.5)/contour)
			x, r3 := cmplx.Exp(r), r*r*r
			q[i] += (cmplx.Exp(r/2) - 1) / r
			f1[i] += (-4 - r + x*(4-3*r+r*r)) / r3
			f2[i] += 2 * (2 + r + x*(r-2)) / r3
			f3[i] += (-4 - 3*r - r*r + x*(4-r)) / r3
		}
		mean := complex(h/contour, 0)
		q[i], f1[i], f2[i], f3[i] = q[i]*mean, f1[i]*mean, f2[i]*mean, f3[i]*mean
	}
	return &etd[complex128]{e: e, half: half, q: q, f1: f1, f2: f2, f3: f3, h: h}
}

// matrixETD returns the operators for a matrix L.
func matrixETD[T number](l *dense[T], h float64) *etd[T] {
	g := phis(combine([]T{real1[T](h / 2)}, l))
	f := double(g)
	c := func(p1, p2, p3 float64) *dense[T] {
		return combine([]T{real1[T](h * p1), real1[T](h * p2), real1[T](h * p3)}, f[1], f[2], f[3])
	}
	return &etd[T]{e: f[0], half: g[0], q: combine([]T{real1[T](h / 2)}, g[1]), f1: c(1, -3, 4), f2: c(0, 2, -4), f3: c(0, -1, 4), h: h}
}

// real1 is x as a T.
func real1[T number](x float64) T {
	var t T
	switch p := any(&t).(type) {
	case *float64:
		*p = x
	case *complex128:
		*p = complex(x, 0)
	}
	return t
}

// phis returns phi_0 ... phi_3 of a matrix, by the Taylor series of phi_3 for the matrix divided by 2^s and s doublings (B.
// Skaflestad and W. Wright, The scaling and modified squaring method for matrix functions related to the exponential, Appl. Numer.
// Math. 59, 2009): phi_k(2z) = 2^-k (e^z phi_k(z) + sum_{j=1..k} phi_j(z) / (k-j)!).
func phis[T number](m *dense[T]) [4]*dense[T] {
	s := 0
	if norm := m.norm(); norm > 0.5 {
		s = int(math.Ceil(math.Log2(norm / 0.5)))
	}
	z := combine([]T{real1[T](math.Ldexp(1, -s))}, m)
	one := identity[T](m.n)
	const terms = 12 // 0.5^13 / 16! is below rounding
	p3 := combine([]T{real1[T](0)}, one)
	for k := terms; k >= 0; k-- { // Horner: 1/3! + z (1/4! + z (...)), factors pulled out
		p3 = z.times(p3)
		for i := range m.n {
			p3.a[i*m.n+i] += real1[T](1 / math.Gamma(float64(k+4)))
		}
	}
	lift := func(p *dense[T], c float64) *dense[T] { return combine([]T{1, real1[T](c)}, z.times(p), one) }
	p2 := lift(p3, 0.5)
	p1 := lift(p2, 1)
	p0 := lift(p1, 1)
	p := [4]*dense[T]{p0, p1, p2, p3}
	for range s {
		p = double(p)
	}
	return p
}

// double returns the functions of twice the matrix.
func double[T number](p [4]*dense[T]) [4]*dense[T] {
	return [4]*dense[T]{
		p[0].times(p[0]),
		combine([]T{0.5, 0.5}, p[0].times(p[1]), p[1]),
		combine([]T{0.25, 0.25, 0.25}, p[0].times(p[2]), p[1], p[2]),
		combine([]T{0.125, 0.0625, 0.125, 0.125}, p[0].times(p[3]), p[1], p[2], p[3]),
	}
}
