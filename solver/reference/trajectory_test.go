package reference

import (
	"math"
	"testing"
)

func TestBases(t *testing.T) {
	const n = 24
	f := func(x float64) float64 { return math.Exp(math.Sin(math.Pi*x)) + 0.3*math.Cos(2*math.Pi*x) }
	cheb, w := chebyshevNodes(80, -1, 1)
	even := make([]float64, 401)
	for i := range even {
		even[i] = -1 + float64(i)/200
	}
	row := func(x []float64) []float64 {
		r := make([]float64, len(x))
		for i, v := range x {
			r[i] = f(v)
		}
		return r
	}
	tests := []struct {
		name string
		b    basis
		row  []float64
		tol  float64
	}{
		{"polynomial", &nodal{cheb, w}, row(cheb), 1e-13},
		{"even", &uniformGrid{-1, 1}, row(even), 1e-12},                          // (pi h)^8 times the eighth derivative
		{"fourier", &fourierBasis{-1, 2}, []float64{0.5, 0, 1, 2, 0, -3}, 1e-14}, // given by its coefficients
	}
	for _, tt := range tests {
		for _, x := range []float64{-1, -0.9876, cheb[7], 0, 0.333, 0.995, 1} {
			acc := make([]float64, 2)
			tt.b.sums(x, [][]float64{tt.row, tt.row}, acc)
			want := f(x)
			if tt.name == "fourier" {
				p := math.Pi * (x + 1)
				want = 0.5 + math.Cos(p) - 2*math.Sin(p) + 3*math.Sin(2*p)
			}
			if math.Abs(acc[0]-want) > tt.tol || acc[0] != acc[1] {
				t.Errorf("%s at %g: %.17g, %.17g, want %.17g", tt.name, x, acc[0], acc[1], want)
			}
		}
	}
}

func TestLagrange(t *testing.T) {
	var w [stencil]float64
	checked := 0
	for _, n := range []int{1, 2, 5, 8, 30} {
		for _, at := range []float64{0, 0.3, float64(n-1) / 2, float64(n-1) - 0.01, float64(n - 1)} {
			first, m := lagrange(at, n, w[:])
			if first < 0 || first+m > n || m != min(n, stencil) {
				t.Fatalf("n=%d at %g: %d from %d", n, at, m, first)
			}
			for degree := range m { // exact for polynomials
				var got float64
				for k := range m {
					got += w[k] * math.Pow(float64(first+k)/10, float64(degree))
				}
				if want := math.Pow(at/10, float64(degree)); math.Abs(got-want) > 1e-10 {
					t.Errorf("n=%d at %g, degree %d: %g, want %g", n, at, degree, got, want)
				}
				checked++
			}
		}
	}
	if checked == 0 {
		t.Fatal("nothing checked")
	}
}

func TestPolynomialDerivatives(t *testing.T) {
	x, w := chebyshevNodes(24, 0, 2)
	d := polynomialDerivatives(x, w)
	u, v := make([]float64, len(x)), make([]float64, len(x))
	for i, c := range x {
		u[i] = math.Sin(2 * c)
	}
	for k, m := range d {
		m.apply(v, u)
		for i, c := range x {
			want := math.Pow(2, float64(k)) * math.Sin(2*c+float64(k)*math.Pi/2)
			if math.Abs(v[i]-want) > 1e-15*math.Pow(24*24, float64(k)) { // rounding grows as n^2 with each derivative
				t.Errorf("derivative %d at %g = %g, want %g", k, c, v[i], want)
			}
		}
	}
}
