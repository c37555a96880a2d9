package kernel

import (
	"fmt"
	"testing"
)

// benchEach runs f on every set in both precisions; the name ends in the variant.
func benchEach(b *testing.B, f32 func(*testing.B, *Set[float32]), f64 func(*testing.B, *Set[float64])) {
	for _, name := range Names() {
		b.Run("f32/set="+name, func(b *testing.B) { f32(b, set[float32](b, name)) })
		b.Run("f64/set="+name, func(b *testing.B) { f64(b, set[float64](b, name)) })
	}
}

func flops(b *testing.B, n int) {
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
}

// The products are of the block of a Burgers step, 64 points by 4 channels, between layers 64 wide.
func BenchmarkGemm(b *testing.B) { benchEach(b, benchGemm[float32], benchGemm[float64]) }

func benchGemm[T Float](b *testing.B, s *Set[T]) {
	const m, k, n = 64, 64, 256
	ld := Stride(n)
	w, x, y := make([]T, s.PackLen(m, k)), make([]T, k*ld), make([]T, m*ld)
	for b.Loop() {
		s.Gemm(y, ld, w, x, ld, m, k, n, false)
	}
	flops(b, 2*m*k*n)
}

func BenchmarkDot(b *testing.B) { benchEach(b, benchDot[float32], benchDot[float64]) }

func benchDot[T Float](b *testing.B, s *Set[T]) {
	const m, k, n = 64, 64, 256
	ld := Stride(n)
	g, x, y := make([]T, m*k), make([]T, k*ld), make([]T, m*ld)
	for b.Loop() {
		s.Dot(g, k, y, ld, x, ld, m, k, n)
	}
	flops(b, 2*m*k*n)
}

// BenchmarkJet is tanh's rule on the channels 1, x, t and xx: as compiled for common channel sets, and as any other is interpreted.
func BenchmarkJet(b *testing.B) {
	for _, tt := range []struct {
		name string
		p    *JetProgram
	}{{"compiled", BurgersProgram}, {"interpreted", burgers()}} {
		b.Run("rule="+tt.name, func(b *testing.B) {
			benchEach(b, func(b *testing.B, s *Set[float32]) { benchJet(b, s, tt.p) }, func(b *testing.B, s *Set[float64]) { benchJet(b, s, tt.p) })
		})
	}
}

func benchJet[T Float](b *testing.B, s *Set[T], p *JetProgram) {
	const units, points = 64, 64
	ld := Stride(p.Channels * points)
	x, y, scratch := make([]T, units*ld), make([]T, units*ld), make([]T, p.ScratchLen())
	for b.Loop() {
		s.JetForward(p, y, x, ld, units, points, nil, scratch)
		s.JetReverse(p, x, y, x, ld, units, points, nil, scratch)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/(units*points), "ns/unit-point")
}

func BenchmarkVec(b *testing.B) {
	for _, tt := range []struct {
		name string
		op   Op
	}{{"copy", Copy}, {"fma", FMA}, {"exp", Exp}, {"tanh", TanhV}, {"sin", SinV}, {"sqrt", Sqrt}} {
		b.Run("op="+tt.name, func(b *testing.B) {
			benchEach(b, func(b *testing.B, s *Set[float32]) { benchVec(b, s, tt.op) }, func(b *testing.B, s *Set[float64]) { benchVec(b, s, tt.op) })
		})
	}
}

func benchVec[T Float](b *testing.B, s *Set[T], op Op) {
	x, y := make([]T, 1024), make([]T, 1024)
	for i := range x {
		x[i] = T(i%20) / 3
	}
	for b.Loop() {
		s.Vec(op, y, x, x, 2)
	}
	b.ReportMetric(1024*float64(b.N)/b.Elapsed().Seconds()/1e6, "Melem/s")
}

func BenchmarkAdam(b *testing.B) { benchEach(b, benchAdam[float32], benchAdam[float64]) }

func benchAdam[T Float](b *testing.B, s *Set[T]) {
	const n = 12737
	x := make([]T, 4*n)
	for b.Loop() {
		s.Adam(x[:n], x[n:2*n], x[2*n:3*n], x[3*n:], 1e-3, 0.9, 0.999, 1e-8, 0.1, 0.001)
	}
	b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds()/1e6, "Melem/s")
}

func BenchmarkInner(b *testing.B) { benchEach(b, benchInner[float32], benchInner[float64]) }

func benchInner[T Float](b *testing.B, s *Set[T]) {
	for _, n := range []int{4160, 12737} {
		b.Run(fmt.Sprint("n=", n), func(b *testing.B) {
			x := make([]T, n)
			for b.Loop() {
				s.Inner(x, x)
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds()/1e6, "Melem/s")
		})
	}
}

// BenchmarkChains is the limit of the other figures.
func BenchmarkChains(b *testing.B) { benchEach(b, benchChains[float32], benchChains[float64]) }

func benchChains[T Float](b *testing.B, s *Set[T]) {
	n := 0
	for b.Loop() {
		n = s.Chains(1000)
	}
	flops(b, n)
}
