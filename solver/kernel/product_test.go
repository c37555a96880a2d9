package kernel

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// shapes are the products of the tests: every remainder of every tile, thin layers, and the usual widths.
func shapes() (s [][3]int) {
	for _, m := range []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 17, 20, 50, 64} {
		for _, k := range []int{1, 2, 3, 4, 5, 6, 7, 9, 16, 33} {
			for _, n := range []int{16, 32, 48, 80, 256} {
				if m*k*n <= 20000 {
					s = append(s, [3]int{m, k, n})
				}
			}
		}
	}
	return s
}

func TestGemm(t *testing.T) { each(t, testGemm[float32], testGemm[float64]) }

func testGemm[T Float](t *testing.T, s *Set[T]) {
	r := rand.New(rand.NewPCG(1, 2))
	checked := 0
	for _, sh := range shapes() {
		m, k, n := sh[0], sh[1], sh[2]
		for variant := range 4 {
			trans, acc := variant&1 == 1, variant&2 == 2
			lda, ldb, ldc := k+3, n+variant, Stride(n)
			if trans {
				lda = m + 1
			}
			a, b := random[T](r, max(m, k)*lda), random[T](r, k*ldb)
			at := func(i, j int) float64 {
				if trans {
					return float64(a[j*lda+i])
				}
				return float64(a[i*lda+j])
			}
			packed, c := alloc[T](s.PackLen(m, k), 0), alloc[T]((m-1)*ldc+n, variant)
			start := random[T](r, len(c.data))
			copy(c.data, start)
			a0, b0 := slices.Clone(a), slices.Clone(b)
			s.Pack(packed.data, a, m, k, lda, trans)
			s.Gemm(c.data, ldc, packed.data, b, ldb, m, k, n, acc)
			if !packed.intact() || !c.intact() || !slices.Equal(a, a0) || !slices.Equal(b, b0) {
				t.Fatalf("m=%d k=%d n=%d trans=%v acc=%v: wrote outside the result", m, k, n, trans, acc)
			}
			for i := range m {
				for j := range ldc {
					if i*ldc+j >= len(c.data) {
						break
					}
					want, size := 0.0, 0.0
					if acc || j >= n {
						want = float64(start[i*ldc+j])
					}
					for p := 0; p < k && j < n; p++ {
						x := at(i, p) * float64(b[p*ldb+j])
						want += x
						size += math.Abs(x)
					}
					// One rounding a term, each at most half an eps of the sum of magnitudes.
					tol := eps[T]() * float64(k+1) * (size + math.Abs(want))
					if j >= n {
						tol = 0
					}
					if got := float64(c.data[i*ldc+j]); !(math.Abs(got-want) <= tol) {
						t.Fatalf("m=%d k=%d n=%d trans=%v acc=%v: C[%d][%d] = %v, want %v within %.2g", m, k, n, trans, acc, i, j, got, want, tol)
					}
					checked++
				}
			}
		}
	}
	if checked == 0 {
		t.Fatal("checked nothing")
	}
}

func TestDot(t *testing.T) { each(t, testDot[float32], testDot[float64]) }

func testDot[T Float](t *testing.T, s *Set[T]) {
	r := rand.New(rand.NewPCG(3, 4))
	checked := 0
	for v, sh := range shapes() {
		m, k, n := sh[0], sh[1], sh[2]
		lda, ldb, ldg := n+v%3, Stride(n), k+v%2
		a, b := random[T](r, m*lda), random[T](r, k*ldb)
		g := alloc[T]((m-1)*ldg+k, v%5)
		start := random[T](r, len(g.data))
		copy(g.data, start)
		a0, b0 := slices.Clone(a), slices.Clone(b)
		s.Dot(g.data, ldg, a, lda, b, ldb, m, k, n)
		if !g.intact() || !slices.Equal(a, a0) || !slices.Equal(b, b0) {
			t.Fatalf("m=%d k=%d n=%d: wrote outside the result", m, k, n)
		}
		for i := range m {
			for j := range k {
				want := float64(start[i*ldg+j])
				size := math.Abs(want)
				for p := range n {
					x := float64(a[i*lda+p]) * float64(b[j*ldb+p])
					want += x
					size += math.Abs(x)
				}
				if got, tol := float64(g.data[i*ldg+j]), eps[T]()*float64(n)*size; !(math.Abs(got-want) <= tol) {
					t.Fatalf("m=%d k=%d n=%d: G[%d][%d] = %v, want %v within %.2g", m, k, n, i, j, got, want, tol)
				}
				checked++
			}
			if ldg > k && i < m-1 && g.data[i*ldg+k] != start[i*ldg+k] {
				t.Fatalf("m=%d k=%d n=%d: wrote between rows", m, k, n)
			}
		}
	}
	if checked == 0 {
		t.Fatal("checked nothing")
	}
}

// TestProductNaN puts one NaN, or one infinity, into each place of an input in turn: exactly the elements that depend on it show it.
func TestProductNaN(t *testing.T) { each(t, testProductNaN[float32], testProductNaN[float64]) }

func testProductNaN[T Float](t *testing.T, s *Set[T]) {
	const m, k, n = 13, 5, 48
	r := rand.New(rand.NewPCG(5, 6))
	for _, bad := range []float64{math.NaN(), math.Inf(1)} {
		for i := range m * k {
			a, b := random[T](r, m*k), random[T](r, k*n)
			a[i] = T(bad)
			packed, c := make([]T, s.PackLen(m, k)), make([]T, m*n)
			s.Pack(packed, a, m, k, k, false)
			s.Gemm(c, n, packed, b, n, m, k, n, false)
			for j, x := range c {
				if finite(x) == (j/n == i/k) {
					t.Fatalf("Gemm: %v at A[%d]: C[%d] = %v", bad, i, j, x)
				}
			}
		}
		for i := range m * n {
			a, b, g := random[T](r, m*n), random[T](r, k*n), make([]T, m*k)
			a[i] = T(bad)
			s.Dot(g, k, a, n, b, n, m, k, n)
			for j, x := range g {
				if finite(x) == (j/k == i/n) {
					t.Fatalf("Dot: %v at A[%d]: G[%d] = %v", bad, i, j, x)
				}
			}
		}
	}
}

func finite[T Float](x T) bool { return x-x == 0 }

func TestProductGuards(t *testing.T) { each(t, testProductGuards[float32], testProductGuards[float64]) }

func testProductGuards[T Float](t *testing.T, s *Set[T]) {
	x := make([]T, 1024)
	mustPanic(t, "Pack", func() { s.Pack(x, x[:11], 3, 4, 4, false) })
	mustPanic(t, "Pack dst", func() { s.Pack(x[:11], x, 3, 4, 4, false) })
	mustPanic(t, "Gemm columns", func() { s.Gemm(x, 32, x, x, 32, 3, 4, 17, false) })
	mustPanic(t, "Gemm c", func() { s.Gemm(x[:47], 16, x, x, 16, 3, 4, 16, false) })
	mustPanic(t, "Gemm b", func() { s.Gemm(x, 16, x, x[:63], 16, 3, 4, 16, false) })
	mustPanic(t, "Gemm packed", func() { s.Gemm(x, 16, x[:11], x, 16, 3, 4, 16, false) })
	mustPanic(t, "Gemm negative", func() { s.Gemm(x, 16, x, x, 16, -3, 4, 16, false) })
	mustPanic(t, "Dot g", func() { s.Dot(x[:11], 4, x, 16, x, 16, 3, 4, 16) })
	mustPanic(t, "Dot a", func() { s.Dot(x, 4, x[:47], 16, x, 16, 3, 4, 16) })
	mustPanic(t, "Dot b", func() { s.Dot(x, 4, x, 16, x[:63], 16, 3, 4, 16) })
	mustPanic(t, "Dot columns", func() { s.Dot(x, 4, x, 32, x, 32, 3, 4, 20) })
	mustPanic(t, "AddBias", func() { s.AddBias(x[:31], 16, x, 2, 16) })
	mustPanic(t, "RowSums", func() { s.RowSums(x[:1], x, 16, 2, 16) })
	s.Gemm(nil, 0, nil, nil, 0, 0, 0, 0, false)
	s.Dot(nil, 0, nil, 0, nil, 0, 0, 0, 0)
	c := []T{15: 1}
	if s.Gemm(c, 16, nil, nil, 16, 1, 0, 16, false); c[15] != 0 {
		t.Error("Gemm with k = 0 left C")
	}
}

func TestRows(t *testing.T) { each(t, testRows[float32], testRows[float64]) }

func testRows[T Float](t *testing.T, s *Set[T]) {
	r := rand.New(rand.NewPCG(7, 8))
	checked := 0
	for _, units := range []int{1, 2, 5, 64} {
		for points := Lanes; points <= 6*Lanes; points += Lanes {
			ld := points + 7
			z, bias, sums := alloc[T]((units-1)*ld+points, 1), random[T](r, units), alloc[T](units, 0)
			start, first := random[T](r, len(z.data)), random[T](r, units)
			copy(z.data, start)
			copy(sums.data, first)
			s.RowSums(sums.data, z.data, ld, units, points)
			s.AddBias(z.data, ld, bias, units, points)
			if !z.intact() || !sums.intact() {
				t.Fatal("wrote outside")
			}
			for u := range units {
				want, size := float64(first[u]), 1.0
				for i := u * ld; i < min((u+1)*ld, len(start)); i++ {
					b := T(0)
					if i-u*ld < points {
						b = bias[u]
						want += float64(start[i])
						size += math.Abs(float64(start[i]))
					}
					if z.data[i] != start[i]+b {
						t.Fatalf("AddBias: z[%d] = %v, want %v", i, z.data[i], start[i]+b)
					}
				}
				near(t, "RowSums", float64(sums.data[u]), want, eps[T]()*float64(points)*size)
				checked++
			}
		}
	}
	if checked == 0 {
		t.Fatal("checked nothing")
	}
}
