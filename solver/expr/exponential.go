package expr

import "math"

// exponential computes exp(A) of small square matrices, row-major, in reused memory. gonum's mat.Exp does the same and would bring LU, QR
// and all of mat into the page: a third of the worker's own code.
type exponential struct {
	n                  int
	value, term, other []float64 // n x n
}

func newExponential(n int) *exponential {
	return &exponential{n: n, value: make([]float64, n*n), term: make([]float64, n*n), other: make([]float64, n*n)}
}

// taylorTerms is the order of the series: with a norm of at most 1/2 what is left out is below 2^-17/17! = 2e-20.
const taylorTerms = 16

// of returns exp(s A), valid until the next call: the Taylor series of s A / 2^k, squared k times. (Higham 2008, Functions of Matrices,
// section 10.3.) NaN throughout if the norm of s A is not below maxNorm.
func (e *exponential) of(a []float64, s float64) []float64 {
	norm := math.Abs(s) * maxColumn(a, e.n)
	if !(norm < maxNorm) {
		for i := range e.value {
			e.value[i] = math.NaN()
		}
		return e.value
	}
	squarings := 0
	for ; norm > 0.5; norm /= 2 {
		squarings++
	}
	s = math.Ldexp(s, -squarings)
	identity(e.term, e.n)
	identity(e.value, e.n)
	for k := 1; k <= taylorTerms; k++ {
		multiply(e.other, e.term, a, s/float64(k), e.n)
		e.term, e.other = e.other, e.term
		for i, t := range e.term {
			e.value[i] += t
		}
	}
	for range squarings {
		multiply(e.other, e.value, e.value, 1, e.n)
		e.value, e.other = e.other, e.value
	}
	return e.value
}

// maxColumn is the 1-norm: the largest sum of a column's magnitudes.
func maxColumn(a []float64, n int) float64 {
	most := 0.0
	for j := range n {
		sum := 0.0
		for i := range n {
			sum += math.Abs(a[i*n+j])
		}
		if !(sum <= most) { // NaN passes
			most = sum
		}
	}
	return most
}

func identity(a []float64, n int) {
	clear(a)
	for i := range n {
		a[i*n+i] = 1
	}
}

// multiply writes s x y into dst, which is neither of them.
func multiply(dst, x, y []float64, s float64, n int) {
	clear(dst)
	for i := range n {
		for k := range n {
			f := s * x[i*n+k]
			for j := range n {
				dst[i*n+j] += f * y[k*n+j]
			}
		}
	}
}
