package reference

import (
	"math"
	"math/cmplx"
)

// fft transforms real sequences whose length n is a power of two, 4 at least. It belongs to one goroutine.
type fft struct {
	m    int          // n/2: the even entries are the real, the odd ones the imaginary parts of m complex numbers
	turn []complex128 // e^{-2 pi i k/m}, k < m
	half []complex128 // e^{-2 pi i k/n}, k <= m
	a, b []complex128 // scratch
}

func newFFT(n int) *fft {
	if n < 4 || n&(n-1) != 0 {
		panic("reference: the length of a transform is no power of two")
	}
	m := n / 2
	f := &fft{m: m, turn: make([]complex128, m), half: make([]complex128, m+1), a: make([]complex128, m), b: make([]complex128, m)}
	for k := range f.turn {
		f.turn[k] = cmplx.Rect(1, -2*math.Pi*float64(k)/float64(m))
	}
	for k := range f.half {
		f.half[k] = cmplx.Rect(1, -math.Pi*float64(k)/float64(m))
	}
	return f
}

// forward writes the coefficients c_k = sum_j u_j e^{-2 pi i jk/n}, k = 0 ... n/2, into dst.
func (f *fft) forward(dst []complex128, u []float64) {
	a, m := f.a, f.m
	for j := range a {
		a[j] = complex(u[2*j], u[2*j+1])
	}
	z := f.run()
	for k := 0; k <= m/2; k++ {
		x, y := z[k], cmplx.Conj(z[(m-k)&(m-1)])
		even, odd := (x+y)/2, f.half[k]*(x-y)*complex(0, -0.5)
		dst[k], dst[m-k] = even+odd, cmplx.Conj(even-odd)
	}
}

// inverse writes u_j = sum over k of c_k e^{2 pi i jk/n}, where c_{n-k} is the conjugate of c_k: n times what forward came from.
func (f *fft) inverse(u []float64, c []complex128) {
	a, m := f.a, f.m
	c0, cm := real(c[0]), real(c[m]) // the others of a real sequence
	a[0] = complex(c0+cm, -(c0 - cm))
	for k := 1; k < m; k++ {
		x, y := c[k], cmplx.Conj(c[m-k])
		a[k] = cmplx.Conj(x + y + complex(0, 1)*cmplx.Conj(f.half[k])*(x-y))
	}
	for j, v := range f.run() { // conjugated before and after: the inverse
		u[2*j], u[2*j+1] = real(v), -imag(v)
	}
}

// run transforms a and returns a or b, which holds the result: passes of radix four, one of radix two if need be, each sorting as it
// goes (T. Stockham's form; C. Van Loan, Computational Frameworks for the Fast Fourier Transform, 1992, section 1.7).
func (f *fft) run() []complex128 {
	x, y := f.a, f.b
	n, s := f.m, 1
	if n >= 4 { // the first pass, whose inner loop has length one
		q := n / 4
		turn := f.turn
		xa, xb, xc, xd := x[:q], x[q:2*q], x[2*q:3*q], x[3*q:4*q]
		for p, a := range xa {
			b, c, d := xb[p], xc[p], xd[p]
			ac, bd := a+c, b+d
			l, r := a-c, b-d
			r = complex(-imag(r), real(r))
			out := y[4*p : 4*p+4 : 4*p+4]
			out[0], out[1], out[2], out[3] = ac+bd, turn[p]*(l-r), turn[2*p]*(ac-bd), turn[3*p]*(l+r)
		}
		x, y, n, s = y, x, n/4, 4
	}
	for ; n >= 4; n, s = n/4, 4*s {
		q := n / 4
		for p := range q {
			w1, w2, w3 := f.turn[p*s], f.turn[2*p*s], f.turn[3*p*s]
			xa, xb, xc, xd := x[s*p:s*p+s], x[s*(p+q):s*(p+q)+s], x[s*(p+2*q):s*(p+2*q)+s], x[s*(p+3*q):s*(p+3*q)+s]
			out := y[4*s*p : 4*s*p+4*s]
			o0, o1, o2, o3 := out[:s], out[s:2*s], out[2*s:3*s], out[3*s:4*s]
			for i, a := range xa {
				b, c, d := xb[i], xc[i], xd[i]
				ac, bd := a+c, b+d
				l, r := a-c, b-d
				r = complex(-imag(r), real(r))
				o0[i], o1[i], o2[i], o3[i] = ac+bd, w1*(l-r), w2*(ac-bd), w3*(l+r)
			}
		}
		x, y = y, x
	}
	if n == 2 {
		for i := range s {
			a, b := x[i], x[s+i]
			y[i], y[s+i] = a+b, a-b
		}
		x = y
	}
	return x
}
