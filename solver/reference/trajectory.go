package reference

import "math"

// trajectory is a computed solution of a problem in one space coordinate and time: the fields' nodal values at evenly spaced times.
// Between the times it is interpolated by polynomials through the eight nearest ones, in space by its basis.
type trajectory struct {
	name        string
	space, time int
	t0, t1      float64
	basis       basis
	rows        [][][]float64 // by field, then time
	initial     [][]float64   // by field: at t0 itself, with more coefficients than the rows; nil: as the rows have it
	estimate    float64
}

// basis interpolates nodal values in space.
type basis interface {
	// sums adds, for each row r, the value at x of the function that the row describes to acc[r]; acc comes zeroed.
	sums(x float64, rows [][]float64, acc []float64)
}

// stencil is the number of stored times that an interpolation uses.
const stencil = 8

func (s *trajectory) At(x, out []float64) {
	var weight, acc [stencil]float64
	if s.initial != nil && x[s.time] == s.t0 {
		for f := range out {
			acc[0] = 0
			s.basis.sums(x[s.space], s.initial[f:f+1], acc[:1])
			out[f] = acc[0]
		}
		return
	}
	n := len(s.rows[0])
	at := (x[s.time] - s.t0) / (s.t1 - s.t0) * float64(n-1)
	first, m := lagrange(at, n, weight[:])
	for f := range out {
		clear(acc[:])
		s.basis.sums(x[s.space], s.rows[f][first:first+m], acc[:m])
		out[f] = 0
		for k, w := range weight[:m] {
			out[f] += w * acc[k]
		}
	}
}

func (s *trajectory) Error() float64 { return s.estimate }
func (s *trajectory) Name() string   { return s.name }

// lagrange returns the weights of the polynomial through consecutive integers, the nearest ones to at among 0..n-1: the first of
// them and how many, at most stencil. w has length stencil.
func lagrange(at float64, n int, w []float64) (first, m int) {
	m = min(stencil, n)
	first = max(0, min(n-m, int(math.Floor(at))-m/2+1))
	d, left := at-float64(first), 1.0
	for i := range m {
		w[i] = left * denominators[m][i]
		left *= d - float64(i)
	}
	right := 1.0
	for i := m - 1; i >= 0; i-- {
		w[i] *= right
		right *= d - float64(i)
	}
	return first, m
}

// denominators[m][i] is the product of 1/(i-j) over j != i below m.
var denominators = func() (out [stencil + 1][stencil]float64) {
	for m := range out {
		for i := range m {
			p := 1.0
			for j := range m {
				if j != i {
					p *= float64(i - j)
				}
			}
			out[m][i] = 1 / p
		}
	}
	return out
}()

// fourierBasis is the basis of periodic functions on n points from lo with period l. A row holds real and imaginary parts of the
// coefficients 0..n/2 in turn, scaled so that u(x) = sum_k Re(c_k e^{2 pi i k (x-lo)/l}).
type fourierBasis struct{ lo, l float64 }

func (b *fourierBasis) sums(x float64, rows [][]float64, acc []float64) {
	s, c := math.Sincos(2 * math.Pi * (x - b.lo) / b.l)
	re, im := 1.0, 0.0
	for k := 0; k+1 < len(rows[0]); k += 2 {
		if k%64 == 0 { // start anew before rounding of the rotations adds up
			im, re = math.Sincos(2 * math.Pi * float64(k/2) * (x - b.lo) / b.l)
		}
		for r, row := range rows {
			acc[r] += row[k]*re - row[k+1]*im
		}
		re, im = re*c-im*s, re*s+im*c
	}
}

// nodal is the basis of polynomials through nodes, in barycentric form (J.-P. Berrut and L. Trefethen, Barycentric Lagrange
// interpolation, SIAM Review 46, 2004, eq. 4.2).
type nodal struct{ x, w []float64 }

func (b *nodal) sums(x float64, rows [][]float64, acc []float64) {
	var den float64
	for i, xi := range b.x {
		if x == xi {
			for r, row := range rows {
				acc[r] = row[i]
			}
			return
		}
		w := b.w[i] / (x - xi)
		den += w
		for r, row := range rows {
			acc[r] += w * row[i]
		}
	}
	for r := range acc {
		acc[r] /= den
	}
}

// uniformGrid is the basis of functions known at n+1 even points from lo to hi, interpolated by polynomials through the eight
// nearest.
type uniformGrid struct{ lo, hi float64 }

func (b *uniformGrid) sums(x float64, rows [][]float64, acc []float64) {
	var w [stencil]float64
	n := len(rows[0])
	first, m := lagrange((x-b.lo)/(b.hi-b.lo)*float64(n-1), n, w[:])
	for r, row := range rows {
		for k, v := range w[:m] {
			acc[r] += v * row[first+k]
		}
	}
}

// difference returns the relative L2 distance of two fields, the worst field of the problem counting, at 67 even places times 101 even
// times, ends included.
func (e *evolution) difference(a, b Field) float64 {
	n := len(e.index)
	u, v := make([]float64, n), make([]float64, n)
	worst := 0.0
	pred, truth := rowsOf(n, 0), rowsOf(n, 0)
	for i := range 67 {
		for j := range 101 {
			p := e.point(e.lo+(e.hi-e.lo)*float64(i)/66, e.t0+(e.t1-e.t0)*float64(j)/100)
			a.At(p, u)
			b.At(p, v)
			for f := range n {
				pred[f], truth[f] = append(pred[f], v[f]), append(truth[f], u[f])
			}
		}
	}
	for f := range n {
		worst = max(worst, RelL2(pred[f], truth[f]))
	}
	return worst
}
