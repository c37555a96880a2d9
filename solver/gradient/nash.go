package gradient

import "math"

// nash writes into b (length n) the unique beta > 0 with C beta = 1/beta and returns it, or nil if there is none (rho = 0). It minimises 1/2 b'Cb - sum log b_i by
// damped Newton steps, 1/(1+lambda) while the decrement lambda >= 1/4 (Navon et al. 2022, arXiv 2202.01017; the minimiser exists
// iff no b >= 0, b != 0 has Cb = 0). a (n*n), grad and step (n) are scratch.
func nash(b, a, grad, step, c []float64, n int) []float64 {
	if n == 0 {
		return nil
	}
	for i := range b {
		b[i] = 1 / math.Sqrt(float64(n))
	}
	for range 60 {
		for i := range n {
			grad[i] = -1 / b[i]
			for j := range n {
				grad[i] += c[i*n+j] * b[j]
				a[i*n+j] = c[i*n+j]
			}
			a[i*n+i] += 1 / (b[i] * b[i])
			step[i] = grad[i]
		}
		if !Cholesky(a, step, n, n) {
			return nil
		}
		decrement := 0.0
		for i := range n {
			decrement += step[i] * grad[i]
		}
		lambda := math.Sqrt(math.Max(0, decrement))
		t := 1.0
		if lambda >= 0.25 {
			t = 1 / (1 + lambda)
		}
		for i := range n {
			b[i] -= t * step[i]
			if !(b[i] > 0) || b[i] > 1e8 {
				return nil
			}
		}
		if lambda < 1e-12 {
			return b
		}
	}
	return b
}
