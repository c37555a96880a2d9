package main

import "math"

// constants of a precision: see elementary.go of package kernel, which computes the same functions one number at a time.
type constants struct {
	magic, ln2Hi, ln2Lo float64
	tanhMax             float64
	expMin, expMax      float64
	degree, shift       int
	one                 uint64
	halfPi              [3]float64
	sin, cos            []float64 // of r^3, r^5, ... and r^4, r^6, ...
}

var single = constants{
	magic: 12582912, ln2Hi: 0.693359375, ln2Lo: -2.12194440e-4, tanhMax: 9.5, expMin: -104, expMax: 89, degree: 7, shift: 23, one: 0x3f800000,
	// Cephes, sinf.c (Moshier 1987): pi/2 in three parts of few bits, and minimax polynomials on |r| <= pi/4.
	halfPi: [3]float64{1.5703125, 4.837512969970703125e-4, 7.54978995489188216e-8},
	sin:    []float64{-1.6666654611e-1, 8.3321608736e-3, -1.9515295891e-4},
	cos:    []float64{4.166664568298827e-2, -1.388731625493765e-3, 2.443315711809948e-5},
}

var double = constants{
	magic: 6755399441055744, ln2Hi: 6.93147180369123816490e-01, ln2Lo: 1.90821492927058770002e-10, tanhMax: 20, expMin: -746, expMax: 710,
	degree: 13, shift: 52, one: 0x3ff0000000000000,
	// FreeBSD msun, e_rem_pio2.c, k_sin.c and k_cos.c (Sun Microsystems 1993).
	halfPi: [3]float64{1.57079632673412561417e+00, 6.07710050630396597660e-11, 2.02226624879595063154e-21},
	sin: []float64{-1.66666666666666324348e-01, 8.33333333332248946124e-03, -1.98412698298579493134e-04,
		2.75573137070700676789e-06, -2.50507602534068634195e-08, 1.58969099521155010221e-10},
	cos: []float64{4.16666666666666019037e-02, -1.38888888888741095749e-03, 2.48015872894767294178e-05,
		-2.75573143513906633035e-07, 2.08757232129817482790e-09, -1.13596475577881948265e-11},
}

func constantsOf(m Machine) constants {
	if m.Size() == 4 {
		return single
	}
	return double
}

// expm1 replaces r, |r| <= 0.347, by exp(r)-1.
func expm1(m Machine, r V, c constants) {
	f := make([]float64, c.degree+1)
	f[0] = 1
	for i := 1; i <= c.degree; i++ {
		f[i] = f[i-1] * float64(i)
	}
	q, r2 := m.New(), m.New()
	m.Const(q, 1/f[c.degree])
	for i := c.degree - 1; i >= 2; i-- {
		m.Horner(q, r, 1/f[i])
	}
	m.Op("mul", r2, r, r)
	m.FMA(r, r2, q)
}

// power replaces t, a whole number plus magic, by 2 to that number.
func power(m Machine, t V, c constants) {
	m.Shl(t, t, c.shift)
	one := m.New()
	m.Bits(one, c.one)
	m.Op("iadd", t, t, one)
}

// reduce subtracts n ln 2 from y.
func reduce(m Machine, y, n V, parts ...float64) {
	for _, x := range parts {
		m.FNMAC(y, n, x)
	}
}

// tanh returns tanh of x, which it leaves alone.
func tanh(m Machine, x V) V {
	c := constantsOf(m)
	y, t, n, e := m.New(), m.New(), m.New(), m.New()
	m.OpC("min", y, x, c.tanhMax)
	m.OpC("max", y, y, -c.tanhMax)
	m.OpC("mul", t, y, 2*math.Log2E)
	m.OpC("add", t, t, c.magic)
	m.OpC("sub", n, t, c.magic)
	m.Op("add", y, y, y)
	reduce(m, y, n, c.ln2Hi, c.ln2Lo)
	power(m, t, c)
	expm1(m, y, c)
	m.OpC("sub", e, t, 1)
	m.FMA(e, t, y)
	m.OpC("add", n, e, 2)
	m.Op("div", e, e, n)
	return e
}

// exp returns exp of x, which it leaves alone: 2^n is multiplied on in two halves.
func exp(m Machine, x V) V {
	c := constantsOf(m)
	y, n, h, l := m.New(), m.New(), m.New(), m.New()
	m.OpC("min", y, x, c.expMax)
	m.OpC("max", y, y, c.expMin)
	m.OpC("mul", n, y, math.Log2E)
	m.OpC("add", n, n, c.magic)
	m.OpC("sub", n, n, c.magic)
	m.OpC("mul", h, n, 0.5)
	m.OpC("add", h, h, c.magic)
	m.OpC("sub", l, h, c.magic)
	m.Op("sub", l, n, l)
	m.OpC("add", l, l, c.magic)
	reduce(m, y, n, c.ln2Hi, c.ln2Lo)
	power(m, h, c)
	power(m, l, c)
	expm1(m, y, c)
	m.OpC("add", y, y, 1)
	m.Op("mul", y, y, h)
	m.Op("mul", y, y, l)
	return y
}

// logistic returns 1/(1+exp(-x)).
func logistic(m Machine, x V) V {
	y, one := m.New(), m.New()
	m.Zero(y)
	m.Op("sub", y, y, x)
	e := exp(m, y)
	m.Const(one, 1)
	m.Op("add", e, e, one)
	m.Op("div", e, one, e)
	return e
}

// sinCos returns sin and cos of x, |x| <= trigMax: x = n pi/2 + r, and the last two bits of n say which of +-sin r, +-cos r is which.
func sinCos(m Machine, x V) (sin, cos V) {
	c := constantsOf(m)
	t, n, r, z := m.New(), m.New(), m.New(), m.New()
	m.OpC("mul", t, x, 2/math.Pi)
	m.OpC("add", t, t, c.magic)
	m.OpC("sub", n, t, c.magic)
	m.Move(r, x)
	reduce(m, r, n, c.halfPi[:]...)
	m.Op("mul", z, r, r)
	s, k := polynomial(m, z, c.sin), polynomial(m, z, c.cos)
	// sin r = r + r z s, cos r = 1 - z/2 + z^2 k
	m.Op("mul", s, s, z)
	m.Op("mul", s, s, r)
	m.Op("add", s, s, r)
	m.Op("mul", k, k, z)
	m.OpC("sub", k, k, 0.5)
	m.Op("mul", k, k, z)
	m.OpC("add", k, k, 1)
	return quadrant(m, s, k, t)
}

func polynomial(m Machine, z V, c []float64) V {
	q := m.New()
	m.Const(q, c[len(c)-1])
	for i := len(c) - 2; i >= 0; i-- {
		m.Horner(q, z, c[i])
	}
	return q
}

// quadrant exchanges s and k where n, the low bits of t, is odd, and turns the sign of the sine where n & 2, of the cosine where
// (n+1) & 2.
func quadrant(m Machine, s, k, t V) (sin, cos V) {
	bits := 8*m.Size() - 2
	odd, one, x, sign := m.New(), m.New(), m.New(), m.New()
	m.Bits(one, 1)
	m.Op("and", odd, t, one)
	m.Zero(x)
	m.Op("isub", odd, x, odd) // all ones where n is odd
	m.Op("xor", x, s, k)
	m.Op("and", x, x, odd)
	m.Op("xor", s, s, x)
	m.Op("xor", k, k, x)
	m.Op("iadd", x, t, one)
	two := m.New()
	m.Bits(two, 2)
	m.Op("and", sign, t, two)
	m.Shl(sign, sign, bits)
	m.Op("xor", s, s, sign)
	m.Op("and", x, x, two)
	m.Shl(x, x, bits)
	m.Op("xor", k, k, x)
	return s, k
}
