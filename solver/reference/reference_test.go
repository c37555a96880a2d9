package reference

import (
	"math"
	"testing"

	"counterpoint/solver/expr"
	"counterpoint/solver/problem"
)

// parse reads a problem's text and binds its constants.
func parse(t testing.TB, text string) (*problem.Problem, expr.Binding) {
	t.Helper()
	p, faults := problem.Parse("test.pde", text)
	for _, f := range faults {
		t.Fatal(f.Error())
	}
	bind, err := p.Bind(nil)
	if err != nil {
		t.Fatal(err)
	}
	return p, bind
}

func truth(t testing.TB, text string) (Field, *problem.Problem) {
	t.Helper()
	p, bind := parse(t, text)
	f, err := For(p, bind)
	if err != nil {
		t.Fatal(err)
	}
	return f, p
}

const burgers = `
title burgers
coord x in [-1, 1]
time t in [0, 1]
field u
const nu = 0.01/pi in [0.0005, 0.1]
loss pde: u_t + u*u_x = nu*u_xx
loss bc: u = 0 on x=-1, x=1
loss ic: u = -sin(pi*x) on t=0
`

func TestColeHopf(t *testing.T) {
	f, _ := truth(t, burgers+"truth cole-hopf(nu)\n")
	tests := []struct{ x, t, want float64 }{ // by adaptive quadrature with 40 digits, over |z| <= 16
		{0.05, 0.25, -0.53159785943879842621}, {0.1, 0.5, -0.95815955341890568849}, {0.25, 0.75, -0.67946679681824856259},
		{0.05, 1, -0.70002708087935886683}, {0.5, 1, -0.37618139574812208845},
	}
	out := make([]float64, 1)
	for _, tt := range tests {
		f.At([]float64{tt.x, tt.t}, out)
		if math.Abs(out[0]-tt.want) > 1e-13 { // rounding of exponents near 100, the table's included
			t.Errorf("u(%g, %g) = %.15g, want %.15g", tt.x, tt.t, out[0], tt.want)
		}
	}
	t.Logf("estimate %.2g, step %g", f.Error(), f.(*coleHopf).h)
	if !(f.Error() < 1e-13) {
		t.Errorf("Error = %g", f.Error())
	}
}

func BenchmarkColeHopf(b *testing.B) {
	f, _ := truth(b, burgers+"truth cole-hopf(nu)\n")
	x, out := []float64{0.1, 0.5}, make([]float64, 1)
	for b.Loop() {
		f.At(x, out)
	}
}
