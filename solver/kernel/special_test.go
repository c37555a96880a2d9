package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"testing"
)

// asked is the set that the tests were told to be about, before any of them changes it.
var asked = os.Getenv(Variable)

// TestAsked: the set named by the environment is here and the fastest, and in a browser there is one beside portable. (In a browser the
// runner's variable decides which side module is loaded.)
func TestAsked(t *testing.T) {
	names := Names()
	t.Logf("sets: %v, asked for: %q", names, asked)
	switch {
	case asked != "" && !slices.Contains(names, asked):
		t.Errorf("%s=%s, but the sets are %v", Variable, asked, names)
	case asked == "" && runtime.GOOS == "js" && len(names) != 2:
		t.Errorf("the sets are %v, want relaxed or simd beside portable: the side module was not loaded", names)
	}
}

// odd are the values that tests of sums put among others. None makes a finite sum overflow, so that its order does not matter to its kind.
func odd[T Float]() []T {
	inf, least := T(math.Inf(1)), tiny[T]()
	return []T{T(math.NaN()), inf, -inf, 0, T(math.Copysign(0, -1)), least, -least, 1000 * least}
}

// sprinkle returns n normal numbers, about one in rare of them odd.
func sprinkle[T Float](r *rand.Rand, n, rare int) []T {
	x, bad := random[T](r, n), odd[T]()
	for i := range x {
		if r.IntN(rare) == 0 {
			x[i] = bad[r.IntN(len(bad))]
		}
	}
	return x
}

// TestProductSpecial: products of zeros, denormals, infinities and what is not a number, in both factors and in what is added to, are
// those of the portable set, of the same kind where they are not finite.
func TestProductSpecial(t *testing.T) {
	each(t, testProductSpecial[float32], testProductSpecial[float64])
}

func testProductSpecial[T Float](t *testing.T, s *Set[T]) {
	r, oracle, kinds := rand.New(rand.NewPCG(21, 22)), Portable[T](), [3]int{}
	for i, sh := range [][3]int{{1, 64, 32}, {2, 3, 16}, {6, 4, 48}, {7, 5, 64}, {13, 9, 32}, {64, 2, 16}, {12, 8, 256}} {
		m, k, n := sh[0], sh[1], sh[2]
		for rare := 3; rare < 300; rare *= 3 {
			a, b, start := sprinkle[T](r, m*k, rare), sprinkle[T](r, k*n, rare), sprinkle[T](r, m*n, rare)
			b0 := slices.Clone(b)
			product := func(s *Set[T], acc bool) []T {
				packed, c := alloc[T](s.PackLen(m, k), i), alloc[T](m*n, i)
				copy(c.data, start)
				s.Pack(packed.data, a, m, k, k, false)
				s.Gemm(c.data, n, packed.data, b, n, m, k, n, acc)
				if !packed.intact() || !c.intact() || !same(b, b0) {
					t.Fatalf("m=%d k=%d n=%d: Gemm wrote outside the result", m, k, n)
				}
				return c.data
			}
			gradient := func(s *Set[T]) []T {
				g := alloc[T](m*k, i)
				copy(g.data, a)
				s.Dot(g.data, k, start, n, b, n, m, k, n)
				if !g.intact() || !same(b, b0) {
					t.Fatalf("m=%d k=%d n=%d: Dot wrote outside the result", m, k, n)
				}
				return g.data
			}
			agree(t, "Gemm", product(s, false), product(oracle, false), k+1, &kinds)
			agree(t, "Gemm acc", product(s, true), product(oracle, true), k+1, &kinds)
			agree(t, "Dot", gradient(s), gradient(oracle), n+1, &kinds)
		}
	}
	if slices.Min(kinds[:]) < 100 {
		t.Fatalf("checked %d finite, %d infinite, %d NaN", kinds[0], kinds[1], kinds[2])
	}
}

// agree fails unless got is want: of the same kind and, where finite, within the roundings of a sum of products of normal numbers, of size
// 25 at most. It counts kinds.
func agree[T Float](t *testing.T, what string, got, want []T, terms int, kinds *[3]int) {
	t.Helper()
	for i, w := range want {
		near(t, fmt.Sprintf("%s[%d]", what, i), float64(got[i]), float64(w), eps[T]()*float64(terms)*(25+math.Abs(float64(w))))
		kinds[kind(w)]++
	}
}

// TestRowsSpecial is the same for bias and row sums, of vectors and of what a vector leaves over.
func TestRowsSpecial(t *testing.T) { each(t, testRowsSpecial[float32], testRowsSpecial[float64]) }

func testRowsSpecial[T Float](t *testing.T, s *Set[T]) {
	r, oracle, kinds := rand.New(rand.NewPCG(23, 24)), Portable[T](), [3]int{}
	for units := 1; units <= 9; units++ {
		for points := Lanes; points <= 7*Lanes; points += Lanes {
			ld := points + units
			z, bias := sprinkle[T](r, units*ld, 20), sprinkle[T](r, units, 3)
			z0, bias0 := slices.Clone(z), slices.Clone(bias)
			sums := func(s *Set[T]) []T {
				g := alloc[T](units, units)
				copy(g.data, bias)
				s.RowSums(g.data, z, ld, units, points)
				if !g.intact() || !same(z, z0) {
					t.Fatal("RowSums wrote outside")
				}
				return g.data
			}
			biased := func(s *Set[T]) []T {
				g := alloc[T](len(z), units)
				copy(g.data, z)
				s.AddBias(g.data, ld, bias, units, points)
				if !g.intact() || !same(bias, bias0) {
					t.Fatal("AddBias wrote outside")
				}
				return g.data
			}
			agree(t, "RowSums", sums(s), sums(oracle), points, &kinds)
			if !same(biased(s), biased(oracle)) {
				t.Fatalf("AddBias of %d x %d: other bits than portable", units, points)
			}
		}
	}
	if slices.Min(kinds[:]) < 20 {
		t.Fatalf("checked %d finite, %d infinite, %d NaN", kinds[0], kinds[1], kinds[2])
	}
}

// TestAdamSpecial is the same for the update, and for every length.
func TestAdamSpecial(t *testing.T) { each(t, testAdamSpecial[float32], testAdamSpecial[float64]) }

func testAdamSpecial[T Float](t *testing.T, s *Set[T]) {
	r, oracle, kinds := rand.New(rand.NewPCG(25, 26)), Portable[T](), [3]int{}
	for n := range 101 {
		theta, m, v, g := sprinkle[T](r, n, 9), sprinkle[T](r, n, 9), sprinkle[T](r, n, 9), sprinkle[T](r, n, 9)
		g0 := slices.Clone(g)
		update := func(s *Set[T]) [3][]T {
			out := [3]guarded[T]{alloc[T](n, 1), alloc[T](n, 2), alloc[T](n, 3)}
			copy(out[0].data, theta)
			copy(out[1].data, m)
			oracle.Vec(Abs, out[2].data, v, nil, 0)
			s.Adam(out[0].data, out[1].data, out[2].data, g, 1e-3, 0.9, 0.999, 1e-8, 0.271, 0.002)
			if !out[0].intact() || !out[1].intact() || !out[2].intact() || !same(g, g0) {
				t.Fatalf("n=%d: wrote outside", n)
			}
			return [3][]T{out[0].data, out[1].data, out[2].data}
		}
		got, want := update(s), update(oracle)
		for j, w := range want {
			for i := range w {
				size := 0.0 // of what is added; the parts that are not finite make a result that must be equal
				for _, x := range []T{w[i], theta[i], m[i], g[i]} {
					if finite(x) {
						size += math.Abs(float64(x))
					}
				}
				near(t, fmt.Sprintf("n %d, array %d, element %d", n, j, i), float64(got[j][i]), float64(w[i]), 16*eps[T]()*size+2*smallest[T]())
				kinds[kind(w[i])]++
			}
		}
	}
	if slices.Min(kinds[:]) < 100 {
		t.Fatalf("checked %d finite, %d infinite, %d NaN", kinds[0], kinds[1], kinds[2])
	}
}

func kind[T Float](x T) int {
	switch {
	case x != x:
		return 2
	case !finite(x):
		return 1
	}
	return 0
}

// TestReduceSpecial puts every odd value at every place of every length.
func TestReduceSpecial(t *testing.T) { each(t, testReduceSpecial[float32], testReduceSpecial[float64]) }

func testReduceSpecial[T Float](t *testing.T, s *Set[T]) {
	r, checked := rand.New(rand.NewPCG(27, 28)), 0
	for n := 1; n <= 100; n++ {
		for i, bad := range odd[T]() {
			a, b, w := random[T](r, n), random[T](r, n), random[T](r, n)
			at := r.IntN(n)
			[][]T{a, b, w}[i%3][at] = bad
			a0, b0, w0 := slices.Clone(a), slices.Clone(b), slices.Clone(w)
			var ab, abw, sum, size float64
			for j := range n {
				x, y, z := float64(a[j]), float64(b[j]), float64(w[j])
				ab, abw, sum = ab+x*y, abw+x*y*z, sum+x
				size += math.Abs(x) * (1 + math.Abs(y)*(1+math.Abs(z)))
			}
			tol := 0x1p-52 * float64(n) * size
			what := fmt.Sprintf("n %d, %v at %d of factor %d: ", n, bad, at, i%3)
			near(t, what+"Inner", s.Inner(a, b), ab, tol)
			near(t, what+"InnerW", s.InnerW(a, b, w), abw, tol)
			near(t, what+"Sum", s.Sum(a), sum, tol)
			if !same(a, a0) || !same(b, b0) || !same(w, w0) {
				t.Fatal(what + "an input changed")
			}
			checked++
		}
	}
	if checked < 800 {
		t.Fatalf("checked %d", checked)
	}
}
