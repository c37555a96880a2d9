package kernel

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// oracle is Vec in float64, one element.
func oracle(op Op, d, a, b, s float64) float64 {
	switch op {
	case Fill:
		return s
	case Copy:
		return a
	case Add:
		return a + b
	case Sub:
		return a - b
	case Mul:
		return a * b
	case Div:
		return a / b
	case FMA:
		return d + a*b
	case FMS:
		return d - a*b
	case Scale:
		return s * a
	case Axpy:
		return d + s*a
	case AddS:
		return a + s
	case SubS:
		return s - a
	case DivS:
		return s / a
	case Square:
		return a * a
	case Pow:
		return pow(a, b)
	case PowS:
		return pow(a, s)
	case Sqrt:
		return math.Sqrt(a)
	case Exp:
		return math.Exp(a)
	case TanhV:
		return math.Tanh(a)
	case Abs:
		return math.Abs(a)
	case Min:
		return min(a, b)
	case Max:
		return max(a, b)
	}
	switch {
	case math.IsNaN(a), op == LE && math.IsNaN(b):
		return math.NaN()
	case op == Sign && a < 0:
		return -1
	case op == Sign && a > 0, op == Step && a >= 0, op == LE && a <= b:
		return 1
	case op == Sign, op == Step, op == LE:
		return 0
	}
	return functions[op](a)
}

// tolerance is the error an operation may have: of two roundings for arithmetic, and of the elementary functions relative to the
// result, except that sin and cos are absolute in their own size 1.
func tolerance[T Float](op Op, d, a, b, s, want float64) float64 {
	e := eps[T]()
	switch op {
	case FMA, FMS:
		return e * (math.Abs(d) + math.Abs(a*b))
	case Axpy:
		return e * (math.Abs(d) + math.Abs(a*s))
	case SinV, CosV:
		return 2 * e
	case Exp, TanhV, Pow, PowS:
		return 3*e*math.Abs(want) + smallest[T]()
	case Fill, Copy, Abs, Sign, Step, Min, Max, LE:
		return 0
	}
	return e*math.Abs(want) + smallest[T]()
}

// smallest is the least positive number of T.
func smallest[T Float]() float64 {
	if eps[T]() == 0x1p-23 {
		return math.SmallestNonzeroFloat32
	}
	return math.SmallestNonzeroFloat64
}

// specials are the inputs where kernels go wrong.
func specials[T Float]() []T {
	inf, e := T(math.Inf(1)), T(eps[T]())
	x := []T{0, 1, -1, inf, -inf, T(math.NaN()), T(smallest[T]()), T(-smallest[T]()), T(smallest[T]() * 1000), e, 1 + e, 1e-5, 0.5, -0.5,
		3, -3, 9, 9.4, 9.6, -9.6, 19.9, 20.1, -20, 50, -50, 88.5, -86, -88, -103, 700, -700, 1000, -1000, 1e4, -1e4, 12345.678, 1e8, -1e8, 1e30, -1e30, 2, 4}
	return append(x, T(math.Copysign(0, -1)))
}

func TestVec(t *testing.T) { each(t, testVec[float32], testVec[float64]) }

func testVec[T Float](t *testing.T, s *Set[T]) {
	r := rand.New(rand.NewPCG(11, 12))
	odd := specials[T]()
	checked := 0
	for op := range opCount {
		for n := range 101 {
			dst, a, b := alloc[T](n, n%7), random[T](r, n+3)[n%4:], random[T](r, n+3)[n%3:]
			a, b = a[:min(n, len(a))], b[:min(n, len(b))]
			a, b = append(a, random[T](r, n-len(a))...), append(b, random[T](r, n-len(b))...)
			if n > 60 {
				for i := range a {
					a[i], b[i] = odd[r.IntN(len(odd))], odd[r.IntN(len(odd))]
				}
			}
			start, x := random[T](r, n), []T{2, 3, -1.5, 0.5, T(r.NormFloat64())}[n%5]
			copy(dst.data, start)
			a0, b0 := slices.Clone(a), slices.Clone(b)
			s.Vec(op, dst.data, a, b, x)
			if !dst.intact() || !same(a, a0) || !same(b, b0) {
				t.Fatalf("op %d n %d: wrote outside dst", op, n)
			}
			for i, got := range dst.data {
				checkVec(t, op, float64(got), start[i], a[i], b[i], x)
				checked++
			}
			if op != FMA && op != FMS && op != Axpy {
				s.Vec(op, a, a, b, x)
				if !same(a, dst.data) {
					t.Fatalf("op %d n %d: in place gives other bits", op, n)
				}
			}
		}
	}
	if checked < Ops*5000 {
		t.Fatalf("checked %d", checked)
	}
}

func checkVec[T Float](t *testing.T, op Op, got float64, d, a, b, s T) {
	t.Helper()
	want := float64(T(oracle(op, float64(d), float64(a), float64(b), float64(s))))
	tol := tolerance[T](op, float64(d), float64(a), float64(b), float64(s), want)
	if got == want || math.IsNaN(got) && math.IsNaN(want) || math.Abs(got-want) <= tol {
		return
	}
	t.Fatalf("op %d of d=%v a=%v b=%v s=%v = %v, want %v within %.2g", op, d, a, b, s, got, want, tol)
}

// same reports equal bits, NaN equal to NaN.
func same[T Float](a, b []T) bool {
	return slices.EqualFunc(a, b, func(x, y T) bool { return x == y || x != x && y != y })
}

// TestElementary scans the vectorised functions densely.
func TestElementary(t *testing.T) { each(t, testElementary[float32], testElementary[float64]) }

func testElementary[T Float](t *testing.T, s *Set[T]) {
	for _, tt := range []struct {
		op     Op
		lo, hi float64
	}{
		{TanhV, -21, 21}, {TanhV, -0.01, 0.01}, {Exp, -110, 90}, {Exp, -1, 1}, {SinV, -30, 30}, {CosV, -30, 30}, {SinV, -1e4, 1e4},
		{CosV, 9e3, 2e4}, {Sqrt, 0, 100},
	} {
		const n = 8000
		a, d := make([]T, n), make([]T, n)
		for i := range a {
			a[i] = T(tt.lo + (tt.hi-tt.lo)*float64(i)/n)
		}
		s.Vec(tt.op, d, a, nil, 0)
		for i := range a {
			checkVec(t, tt.op, float64(d[i]), 0, a[i], 0, 0)
		}
	}
}

func TestAdam(t *testing.T) { each(t, testAdam[float32], testAdam[float64]) }

func testAdam[T Float](t *testing.T, s *Set[T]) {
	r := rand.New(rand.NewPCG(13, 14))
	for n := range 101 {
		theta, m, v, g := alloc[T](n, 1), alloc[T](n, 2), alloc[T](n, 3), random[T](r, n)
		copy(theta.data, random[T](r, n))
		copy(m.data, random[T](r, n))
		s.Vec(Square, v.data, random[T](r, n), nil, 0)
		if n > 2 {
			g[n/2], g[0], v.data[0], m.data[0] = T(math.NaN()), 0, 0, 0
		}
		t0, m0, v0, g0 := slices.Clone(theta.data), slices.Clone(m.data), slices.Clone(v.data), slices.Clone(g)
		s.Adam(theta.data, m.data, v.data, g, 1e-3, 0.9, 0.999, 1e-8, 0.271, 0.002)
		if !theta.intact() || !m.intact() || !v.intact() || !same(g, g0) {
			t.Fatal("wrote outside")
		}
		for i := range g {
			b1, b2 := float64(T(0.9)), float64(T(0.999))
			m1 := b1*float64(m0[i]) + (1-b1)*float64(g[i])
			v1 := b2*float64(v0[i]) + (1-b2)*float64(g[i])*float64(g[i])
			step := float64(T(1e-3)) * m1 / float64(T(0.271)) / (math.Sqrt(v1/float64(T(0.002))) + float64(T(1e-8)))
			near(t, "m", float64(m.data[i]), m1, 4*eps[T]()*(math.Abs(float64(m0[i]))+math.Abs(float64(g[i]))))
			near(t, "v", float64(v.data[i]), v1, 4*eps[T]()*v1)
			near(t, "theta", float64(theta.data[i]), float64(t0[i])-step, eps[T]()*(math.Abs(float64(t0[i]))+1))
		}
	}
}

func TestReduce(t *testing.T) { each(t, testReduce[float32], testReduce[float64]) }

func testReduce[T Float](t *testing.T, s *Set[T]) {
	r := rand.New(rand.NewPCG(15, 16))
	for n := range 101 {
		a, b, w := random[T](r, n+1)[n%2:][:n], random[T](r, n), random[T](r, n)
		var ab, abw, sum, size float64
		for i := range n {
			ab += float64(a[i]) * float64(b[i])
			abw += float64(a[i]) * float64(b[i]) * float64(w[i])
			sum += float64(a[i])
			size += math.Abs(float64(a[i])) * (1 + math.Abs(float64(b[i]))*(1+math.Abs(float64(w[i]))))
		}
		tol := 0x1p-52 * float64(n) * size
		near(t, "Inner", s.Inner(a, b), ab, tol)
		near(t, "InnerW", s.InnerW(a, b, w), abw, tol)
		near(t, "Sum", s.Sum(a), sum, tol)
		if n > 0 {
			a[r.IntN(n)] = T(math.NaN())
			if x, y, z := s.Inner(a, b), s.InnerW(a, b, w), s.Sum(a); x == x || y == y || z == z {
				t.Fatalf("n = %d: a NaN was lost: %v %v %v", n, x, y, z)
			}
		}
	}
	mustPanic(t, "Inner", func() { s.Inner(make([]T, 3), make([]T, 4)) })
	mustPanic(t, "InnerW", func() { s.InnerW(make([]T, 3), make([]T, 3), make([]T, 4)) })
	mustPanic(t, "Vec", func() { s.Vec(Add, make([]T, 3), make([]T, 3), make([]T, 4), 0) })
	mustPanic(t, "Vec op", func() { s.Vec(opCount, nil, nil, nil, 0) })
	mustPanic(t, "Adam", func() { s.Adam(make([]T, 3), make([]T, 3), make([]T, 4), make([]T, 3), 0, 0, 0, 0, 0, 0) })
}

func TestAllocs(t *testing.T) { each(t, testAllocs[float32], testAllocs[float64]) }

func testAllocs[T Float](t *testing.T, s *Set[T]) {
	p := burgers()
	x, y, scratch := make([]T, 8192), make([]T, 8192), make([]T, p.ScratchLen())
	total := 0.0
	n := testing.AllocsPerRun(5, func() {
		s.Pack(x, y, 13, 7, 7, false)
		s.Gemm(x, 32, y, y, 32, 13, 7, 32, true)
		s.Dot(x, 7, y, 32, y, 32, 13, 7, 32)
		s.AddBias(x, 32, y, 13, 32)
		s.RowSums(x, y, 32, 13, 32)
		s.JetForward(p, x, y, 256, 3, 64, nil, scratch)
		s.JetReverse(p, x, y, x, 256, 3, 64, nil, scratch)
		for op := range opCount {
			s.Vec(op, x[:100], y[:100], y[100:200], 2)
		}
		s.Adam(x[:9], x[9:18], x[18:27], x[27:36], 1, 1, 1, 1, 1, 1)
		total += s.Inner(x, y) + s.InnerW(x, y, y) + s.Sum(x)
	})
	if n != 0 {
		t.Errorf("%v allocations a call", n)
	}
}
