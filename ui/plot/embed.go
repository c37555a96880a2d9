package plot

import "math"

// Vec is a point of the drawing's three-dimensional space.
type Vec [3]float64

// Dot returns the inner product.
func (a Vec) Dot(b Vec) float64 { return a[0]*b[0] + a[1]*b[1] + a[2]*b[2] }

// Norm returns the Euclidean length.
func (a Vec) Norm() float64 { return math.Sqrt(a.Dot(a)) }

// Scaled returns k*a.
func (a Vec) Scaled(k float64) Vec { return Vec{k * a[0], k * a[1], k * a[2]} }

// Plus returns a+b.
func (a Vec) Plus(b Vec) Vec { return Vec{a[0] + b[0], a[1] + b[1], a[2] + b[2]} }

// Cosines returns the K x K matrix of cosines of a Gram matrix, row-major; a gradient whose norm is zero or not finite has NaN in
// its row and column.
func Cosines(gram []float64, k int) []float64 {
	if len(gram) != k*k {
		panic("plot: Gram matrix length differs from K*K")
	}
	c := make([]float64, k*k)
	for i := range k {
		for j := range k {
			m := math.Sqrt(gram[i*k+i]) * math.Sqrt(gram[j*k+j])
			if !(m > 0) || math.IsInf(m, 0) {
				c[i*k+j] = math.NaN()
				continue
			}
			c[i*k+j] = max(-1, min(1, gram[i*k+j]/m))
		}
	}
	return c
}

// Embedding is K unit gradients and the applied update, as arrows in three dimensions.
type Embedding struct {
	Arrow  []Vec   // K; zero where the gradient is absent
	Update Vec     // the update's component within the drawn space, as a share of its length: at most 1 long
	Shown  float64 // share of the cosine matrix's trace that three dimensions hold; 1 for K <= 3
	Inside float64 // length of Update
}

// Embed places the unit gradients of a Gram matrix in three dimensions by classical scaling (Torgerson, "Multidimensional
// scaling: I", Psychometrika 17, 1952, without centring, since gradients have an origin): with C = V diag(l) V^T the matrix of
// cosines, arrow k is row k of V sqrt(l) over the three largest eigenvalues, rescaled to unit length. update holds
// <applied update, g_k>, norm is the update's length; its arrow is the least-squares solution of arrow_k . u = cos(update, g_k).
// The result is turned onto previous (nil: onto a fixed arrangement), so that it moves as little as it can from frame to frame.
func Embed(gram, update []float64, norm float64, previous []Vec) Embedding {
	k := len(update)
	c := Cosines(gram, k)
	absent := make([]bool, k)
	for i := range k {
		if absent[i] = math.IsNaN(c[i*k+i]); absent[i] {
			for j := range k {
				c[i*k+j], c[j*k+i] = 0, 0
			}
		}
	}
	value, vector := Eigen(c, k)
	e := Embedding{Arrow: make([]Vec, k)}
	trace, kept := 0.0, 0.0
	for n, l := range value {
		trace += max(0, l)
		if n < 3 {
			kept += max(0, l)
			for i := range k {
				e.Arrow[i][n] = vector[i*k+n] * math.Sqrt(max(0, l))
			}
		}
	}
	if trace > 0 {
		e.Shown = kept / trace
	}
	for i, a := range e.Arrow {
		if l := a.Norm(); l > 1e-9 && !absent[i] {
			e.Arrow[i] = a.Scaled(1 / l)
		} else {
			e.Arrow[i] = Vec{}
		}
	}
	e.align(previous)
	e.place(gram, update, norm)
	return e
}

// place solves min_u sum_k (arrow_k . u - cos_k)^2 + eps |u|^2 by the normal equations; eps bounds u where all arrows lie in a plane.
func (e *Embedding) place(gram, update []float64, norm float64) {
	k := len(update)
	a, b := make([]float64, 9), Vec{}
	for i, g := range e.Arrow {
		m := norm * math.Sqrt(gram[i*k+i])
		if g == (Vec{}) || !(m > 0) || math.IsInf(m, 0) || math.IsNaN(update[i]) {
			continue
		}
		for r := range 3 {
			b[r] += g[r] * update[i] / m
			for s := range 3 {
				a[3*r+s] += g[r] * g[s]
			}
		}
	}
	value, vector := Eigen(a, 3)
	for n, l := range value {
		if l < 1e-6 {
			continue // a direction that no arrow has
		}
		axis := Vec{vector[n], vector[3+n], vector[6+n]}
		e.Update = e.Update.Plus(axis.Scaled(axis.Dot(b) / l))
	}
	if e.Inside = e.Update.Norm(); e.Inside > 1 {
		e.Update, e.Inside = e.Update.Scaled(1/e.Inside), 1
	}
}

// align applies the orthogonal map that brings the arrows closest to previous (Schoenemann, "A generalized solution of the
// orthogonal Procrustes problem", Psychometrika 31, 1966): Q = M (M^T M)^(-1/2) with M = sum_k arrow_k previous_k^T.
func (e *Embedding) align(previous []Vec) {
	if len(previous) != len(e.Arrow) {
		previous = spread(len(e.Arrow))
	}
	var m [9]float64
	for i, a := range e.Arrow {
		for r := range 3 {
			for s := range 3 {
				m[3*r+s] += a[r] * previous[i][s]
			}
		}
	}
	q := polar(m)
	for i, a := range e.Arrow {
		var t Vec
		for s := range 3 {
			t[s] = a[0]*q[s] + a[1]*q[3+s] + a[2]*q[6+s]
		}
		e.Arrow[i] = t
	}
}

// spread is where arrows are turned to at first: up, then right, then round a cone.
func spread(k int) []Vec {
	out := make([]Vec, k)
	for i := range out {
		switch i {
		case 0:
			out[i] = Vec{0, 1, 0}
		case 1:
			out[i] = Vec{1, 0, 0}
		default:
			t := 2.2 + 1.7*float64(i-2)
			out[i] = Vec{0.9 * math.Cos(t), 0.3, 0.9 * math.Sin(t)}
		}
	}
	return out
}

// polar returns the orthogonal factor of m (3 x 3, row-major). Where m is singular, the missing directions are completed to an
// orthonormal basis on both sides.
func polar(m [9]float64) [9]float64 {
	mtm := make([]float64, 9)
	for r := range 3 {
		for s := range 3 {
			for t := range 3 {
				mtm[3*r+s] += m[3*t+r] * m[3*t+s]
			}
		}
	}
	value, vector := Eigen(mtm, 3)
	var left, right [3]Vec // m = sum_n sigma_n left_n right_n^T
	for n := range 3 {
		right[n] = Vec{vector[n], vector[3+n], vector[6+n]}
		var u Vec
		if s := math.Sqrt(max(0, value[n])); s > 1e-7*math.Sqrt(max(1e-300, value[0])) && value[0] > 1e-20 {
			for r := range 3 {
				u[r] = (m[3*r]*right[n][0] + m[3*r+1]*right[n][1] + m[3*r+2]*right[n][2]) / s
			}
		} else {
			u = complete(left[:n])
		}
		left[n] = u
	}
	var q [9]float64
	for n := range 3 {
		for r := range 3 {
			for s := range 3 {
				q[3*r+s] += left[n][r] * right[n][s]
			}
		}
	}
	return q
}

// complete returns a unit vector orthogonal to the orthonormal ones given (at most two).
func complete(have []Vec) Vec {
	best, length := Vec{}, 0.0
	for axis := range 3 {
		var v Vec
		v[axis] = 1
		for _, h := range have {
			v = v.Plus(h.Scaled(-v.Dot(h)))
		}
		if l := v.Norm(); l > length+1e-9 {
			best, length = v.Scaled(1/l), l
		}
	}
	return best
}
