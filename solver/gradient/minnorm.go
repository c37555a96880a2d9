package gradient

import "math"

// ridge makes the min-norm weights unique for duplicated gradients.
const ridge = 1e-12

// minNorm writes into best (length n) the w on the simplex that minimises w'Cw, C symmetric positive semidefinite with unit
// diagonal. Up to maxExact losses it solves the stationarity system of every support and keeps the best, the first in order on
// ties; above, Wolfe's active-set method would be needed and the convex problem is solved by projected coordinate descent to 1e-12.
// a (n*n) and x (n) are scratch.
func minNorm(best, a, x, c []float64, n int) {
	if n > maxExact {
		descend(best, x, c, n)
		return
	}
	value := math.Inf(1)
	for mask := 1; mask < 1<<n; mask++ {
		m := 0
		for i := range n {
			if mask>>i&1 == 0 {
				continue
			}
			l := 0
			for j := range n {
				if mask>>j&1 == 1 {
					a[m*n+l] = c[i*n+j]
					l++
				}
			}
			a[m*n+m] += ridge
			x[m] = 1
			m++
		}
		if !Cholesky(a, x, m, n) {
			continue
		}
		sum, least, most := 0.0, 0.0, 0.0
		for _, v := range x[:m] {
			sum, least, most = sum+v, math.Min(least, v), math.Max(most, math.Abs(v))
		}
		if sum <= 0 || least < -1e-9*most {
			continue
		}
		// with (C + ridge I) x = 1, w = x/sum has w'Cw = 1/sum up to the ridge
		if v := 1 / sum; v < value-1e-13 {
			value = v
			clear(best)
			l := 0
			for i := range n {
				if mask>>i&1 == 1 {
					best[i] = math.Max(0, x[l]) / sum
					l++
				}
			}
		}
	}
}

// Cholesky solves A x = b in place for the leading m x m part of the symmetric a (row stride n), which it overwrites; b enters and
// x leaves in x. False, and x meaningless, if A is not positive definite.
func Cholesky(a, x []float64, m, n int) bool {
	for i := range m {
		for j := range i + 1 {
			s := a[i*n+j]
			for k := range j {
				s -= a[i*n+k] * a[j*n+k]
			}
			if i == j {
				if !(s > 0) {
					return false
				}
				a[i*n+i] = math.Sqrt(s)
			} else {
				a[i*n+j] = s / a[j*n+j]
			}
		}
	}
	for i := range m {
		for k := range i {
			x[i] -= a[i*n+k] * x[k]
		}
		x[i] /= a[i*n+i]
	}
	for i := m - 1; i >= 0; i-- {
		for k := i + 1; k < m; k++ {
			x[i] -= a[k*n+i] * x[k]
		}
		x[i] /= a[i*n+i]
	}
	return true
}

// descend minimises w'Cw by exact line searches between pairs of coordinates (Platt's sequential minimal optimisation): feasible
// throughout, monotone, and exact for each pair. grad (length n) is scratch.
func descend(w, grad, c []float64, n int) {
	for i := range w {
		w[i] = 1 / float64(n)
	}
	for range 10000 {
		low, high := -1, -1
		for i := range n {
			grad[i] = 0
			for j := range n {
				grad[i] += c[i*n+j] * w[j]
			}
			if low < 0 || grad[i] < grad[low] {
				low = i
			}
			if w[i] > 0 && (high < 0 || grad[i] > grad[high]) {
				high = i
			}
		}
		if grad[high]-grad[low] < 1e-12 {
			break
		}
		curvature := c[low*n+low] + c[high*n+high] - 2*c[low*n+high] + ridge
		t := math.Min(w[high], (grad[high]-grad[low])/curvature)
		w[low], w[high] = w[low]+t, w[high]-t
	}
}
