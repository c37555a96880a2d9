package plot

import (
	"math"
	"sort"
)

// Eigen returns the eigenvalues of the symmetric n x n matrix a (row-major, not modified), largest first, and its unit
// eigenvectors as columns, by cyclic Jacobi rotations (Golub and Van Loan, Matrix Computations, 4th edition, section 8.5). It is
// meant for the small matrices of K losses. A matrix with entries that are not finite gives zeros.
func Eigen(a []float64, n int) (value, vector []float64) {
	if len(a) != n*n {
		panic("plot: matrix length differs from n*n")
	}
	w, v := append([]float64(nil), a...), make([]float64, n*n)
	value, vector = make([]float64, n), make([]float64, n*n)
	for i := range n {
		v[i*n+i] = 1
	}
	for _, x := range w {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return value, v
		}
	}
	for range 60 {
		off, scale := 0.0, 0.0
		for i := range n {
			scale += w[i*n+i] * w[i*n+i]
			for j := range i {
				off += w[i*n+j] * w[i*n+j]
			}
		}
		if off <= 1e-30*scale || off == 0 {
			break
		}
		for p := range n {
			for q := p + 1; q < n; q++ {
				rotate(w, v, n, p, q)
			}
		}
	}
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(i, j int) bool { return w[order[i]*(n+1)] > w[order[j]*(n+1)] })
	for k, o := range order {
		value[k] = w[o*(n+1)]
		for i := range n {
			vector[i*n+k] = v[i*n+o]
		}
	}
	return value, vector
}

// rotate makes w[p][q] zero by a rotation in that plane and collects it in v.
func rotate(w, v []float64, n, p, q int) {
	if w[p*n+q] == 0 {
		return
	}
	tau := (w[q*n+q] - w[p*n+p]) / (2 * w[p*n+q])
	t := 1 / (math.Abs(tau) + math.Hypot(1, tau))
	if tau < 0 {
		t = -t
	}
	c := 1 / math.Hypot(1, t)
	s := t * c
	for i := range n {
		a, b := w[i*n+p], w[i*n+q]
		w[i*n+p], w[i*n+q] = c*a-s*b, s*a+c*b
	}
	for i := range n {
		a, b := w[p*n+i], w[q*n+i]
		w[p*n+i], w[q*n+i] = c*a-s*b, s*a+c*b
	}
	for i := range n {
		a, b := v[i*n+p], v[i*n+q]
		v[i*n+p], v[i*n+q] = c*a-s*b, s*a+c*b
	}
}
