package reference

import (
	"math"
	"math/cmplx"
	"testing"
)

// phiScalar is phi_k(z) by its definition, for |z| of order one.
func phiScalar(k int, z float64) float64 {
	v := math.Exp(z)
	for j := 1; j <= k; j++ {
		v = (v - 1/math.Gamma(float64(j))) / z
	}
	return v
}

func TestPhis(t *testing.T) {
	// A triangular matrix with eigenvalues -1, -3, in a rotated frame: phi(A) = R phi(T) R^T.
	const c, s = 0.8, 0.6
	rot := &dense[float64]{2, []float64{c, -s, s, c}}
	back := &dense[float64]{2, []float64{c, s, -s, c}}
	const a, b, off = -1.0, -3.0, 0.7
	m := rot.times(&dense[float64]{2, []float64{a, off, 0, b}}).times(back)
	got := phis(m)
	for k, p := range got {
		fa, fb := phiScalar(k, a), phiScalar(k, b)
		want := rot.times(&dense[float64]{2, []float64{fa, off * (fa - fb) / (a - b), 0, fb}}).times(back)
		for i := range want.a {
			if math.Abs(p.a[i]-want.a[i]) > 1e-14 {
				t.Errorf("phi_%d: entry %d = %.17g, want %.17g", k, i, p.a[i], want.a[i])
			}
		}
	}
	// At 0 they are 1/k!; of a stiff decaying number they are about 1/((k-1)! |z|).
	for k, p := range phis(newDense[float64](1)) {
		if want := 1 / math.Gamma(float64(k+1)); math.Abs(p.a[0]-want) > 1e-16 {
			t.Errorf("phi_%d(0) = %g, want %g", k, p.a[0], want)
		}
	}
	stiff := phis(&dense[float64]{1, []float64{-1e6}})
	if got, want := stiff[1].a[0], 1e-6; math.Abs(got-want) > 1e-12*want {
		t.Errorf("phi_1(-1e6) = %g, want %g", got, want)
	}
}

// The contour means and the matrix functions are the same coefficients.
func TestScalarAndMatrixCoefficients(t *testing.T) {
	const h = 0.1
	checked := 0
	for _, l := range []complex128{0, -1e-3, complex(0, 4), -30, complex(-500, 20), complex(0, 3000)} {
		one, two := scalarETD([]complex128{l}, h), matrixETD(&dense[complex128]{1, []complex128{l}}, h)
		pairs := [][2]operator[complex128]{{one.e, two.e}, {one.half, two.half}, {one.q, two.q}, {one.f1, two.f1}, {one.f2, two.f2}, {one.f3, two.f3}}
		for i, p := range pairs {
			var a, b [1]complex128
			p[0].apply(a[:], []complex128{1})
			p[1].apply(b[:], []complex128{1})
			if cmplx.Abs(a[0]-b[0]) > 1e-13 { // rounding of nine squarings at the most
				t.Errorf("L = %g, operator %d: contour %g, matrix %g", l, i, a[0], b[0])
			}
			checked++
		}
	}
	if checked == 0 {
		t.Fatal("nothing checked")
	}
}

// The step is of order four: for w' = L w + w^2 halving it divides the error by 16.
func TestStepOrder(t *testing.T) {
	const l = -2.0
	exact := func(t float64) float64 { // Bernoulli's equation, w(0) = 1
		return -l * math.Exp(l*t) / (math.Exp(l*t) - 1 - l)
	}
	run := func(n int) float64 {
		op := matrixETD(&dense[float64]{1, []float64{l}}, 1/float64(n))
		w := []float64{1}
		for k := range n {
			op.step(w, float64(k)/float64(n), func(dst, w []float64, _ float64) { dst[0] = w[0] * w[0] })
		}
		return math.Abs(w[0] - exact(1))
	}
	if order := math.Log2(run(20) / run(40)); math.Abs(order-4) > 0.2 {
		t.Errorf("order %.2f, want 4", order)
	}
}

func TestSolve(t *testing.T) {
	m := &dense[float64]{3, []float64{0, 2, 1, 1, 0, 0, 3, 1, 1}}
	b := []float64{2*2 + 3, 1, 3*1 + 2 + 3}
	if !m.solve(b) {
		t.Fatal("a regular matrix is called singular")
	}
	for i, want := range []float64{1, 2, 3} {
		if math.Abs(b[i]-want) > 1e-14 {
			t.Errorf("x[%d] = %g, want %g", i, b[i], want)
		}
	}
	if (&dense[float64]{2, []float64{1, 2, 2, 4}}).solve() {
		t.Error("a singular matrix is called regular")
	}
}

func BenchmarkTimes(b *testing.B) {
	const n = 192
	m := newDense[float64](n)
	for i := range m.a {
		m.a[i] = math.Sin(float64(i))
	}
	b.Run("n=192", func(b *testing.B) {
		for b.Loop() {
			m.times(m)
		}
	})
}
