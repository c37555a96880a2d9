package combine

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/lapack"
	"gonum.org/v1/gonum/lapack/lapack64"
)

// rankTolerance is where the spectrum of a cosine matrix ends, as a share of its largest eigenvalue: float64 inner products resolve
// 1e-15, and min-norm weights carry a ridge of 1e-12.
const rankTolerance = 1e-12

// eigen is the decomposition A = V diag(value) V' of a symmetric matrix, in reused memory.
type eigen struct {
	n      int
	value  []float64 // ascending
	vector []float64 // n x n, row-major, one eigenvector a column
	work   []float64
}

func newEigen(k int) eigen {
	return eigen{value: make([]float64, k), vector: make([]float64, k*k), work: make([]float64, 4*k)}
}

// of decomposes the n x n matrix a, which it leaves alone. False if the iteration did not converge.
func (e *eigen) of(a []float64, n int) bool {
	e.n = n
	if n == 0 {
		return true
	}
	copy(e.vector[:n*n], a[:n*n])
	s := blas64.Symmetric{N: n, Stride: n, Data: e.vector[:n*n], Uplo: blas.Lower}
	return lapack64.Syev(lapack.EVCompute, s, e.value[:n], e.work, len(e.work))
}

// apply writes f(A) 1 = sum_j f(value_j) v_j (v_j . 1) into dst, over the eigenvalues above tolerance times the largest one. False,
// and zeros, if the vector 1 is orthogonal to all of these, up to rounding.
func (e *eigen) apply(dst []float64, tolerance float64, f func(float64) float64) bool {
	n, within := e.n, 0.0
	clear(dst[:n])
	for j := range n {
		if !(e.value[j] > tolerance*e.value[n-1]) {
			continue
		}
		dot := 0.0
		for i := range n {
			dot += e.vector[i*n+j]
		}
		within += dot * dot
		dot *= f(e.value[j])
		for i := range n {
			dst[i] += dot * e.vector[i*n+j]
		}
	}
	if within > 1e-14*float64(n) {
		return true
	}
	clear(dst[:n])
	return false
}

func inverse(v float64) float64 { return 1 / v }
