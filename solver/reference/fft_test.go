package reference

import (
	"math"
	"math/cmplx"
	"testing"

	"gonum.org/v1/gonum/dsp/fourier"
)

func TestFFT(t *testing.T) {
	checked := 0
	for n := 4; n <= 4096; n *= 2 {
		f, oracle := newFFT(n), fourier.NewFFT(n)
		u, back := make([]float64, n), make([]float64, n)
		for j := range u {
			u[j] = math.Sin(float64(j*j)) + 0.1*float64(j%7)
		}
		got, want := make([]complex128, n/2+1), oracle.Coefficients(nil, u)
		f.forward(got, u)
		tol := 1e-15 * float64(n) // rounding of sums of n numbers of order one, with room
		for k := range got {
			if cmplx.Abs(got[k]-want[k]) > tol {
				t.Fatalf("n=%d: coefficient %d = %g, want %g", n, k, got[k], want[k])
			}
			checked++
		}
		f.inverse(back, got)
		for j := range u {
			if math.Abs(back[j]/float64(n)-u[j]) > 1e-14 {
				t.Fatalf("n=%d: entry %d came back as %g, want %g", n, j, back[j]/float64(n), u[j])
			}
		}
		if got := testing.AllocsPerRun(5, func() { f.forward(want, u); f.inverse(back, want) }); got != 0 {
			t.Errorf("n=%d: %g allocations", n, got)
		}
	}
	if checked == 0 {
		t.Fatal("nothing checked")
	}
}

func BenchmarkFFT(b *testing.B) {
	const n = 512
	u, c := make([]float64, n), make([]complex128, n/2+1)
	b.Run("own/n=512", func(b *testing.B) {
		f := newFFT(n)
		for b.Loop() {
			f.forward(c, u)
			f.inverse(u, c)
		}
	})
	b.Run("gonum/n=512", func(b *testing.B) {
		f := fourier.NewFFT(n)
		for b.Loop() {
			f.Coefficients(c, u)
			f.Sequence(u, c)
		}
	})
}
