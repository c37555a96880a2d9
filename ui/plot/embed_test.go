package plot

import (
	"math"
	"math/rand/v2"
	"testing"
)

// gram returns the Gram matrix of k random gradients in n dimensions, of very different lengths.
func gram(r *rand.Rand, k, n int) (g []float64, vectors [][]float64) {
	vectors = make([][]float64, k)
	for i := range vectors {
		vectors[i] = make([]float64, n)
		scale := math.Pow(10, 6*r.Float64()-3)
		for j := range vectors[i] {
			vectors[i][j] = scale * r.NormFloat64()
		}
	}
	g = make([]float64, k*k)
	for i := range k {
		for j := range k {
			g[i*k+j] = inner(vectors[i], vectors[j])
		}
	}
	return g, vectors
}

func inner(a, b []float64) (s float64) {
	for i := range a {
		s += a[i] * b[i]
	}
	return s
}

// TestEmbedKeepsAngles: for K <= 3, arrows have exactly the angles of the gradients, whatever they are turned onto. The tolerance
// is that of Jacobi's method on matrices of order one, with room for the square roots of near-zero eigenvalues.
func TestEmbedKeepsAngles(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	checked := 0
	var before []Vec
	for trial := range 300 {
		k := 1 + trial%3
		g, _ := gram(r, k, 2+trial%7)
		c := Cosines(g, k)
		e := Embed(g, make([]float64, k), 1, before)
		if len(before) == k {
			checked++
		}
		before = e.Arrow
		for i := range k {
			for j := range k {
				if got := e.Arrow[i].Dot(e.Arrow[j]); math.Abs(got-c[i*k+j]) > 1e-6 {
					t.Fatalf("trial %d: arrows %d and %d have cosine %g, the gradients %g", trial, i, j, got, c[i*k+j])
				}
				checked++
			}
		}
		if math.Abs(e.Shown-1) > 1e-9 {
			t.Fatalf("trial %d: K = %d shows %g of the trace, want all", trial, k, e.Shown)
		}
	}
	if checked == 0 {
		t.Fatal("nothing was checked")
	}
}

// TestEmbedUpdate: an update that is a combination of the gradients has the right angle with each of them; one that is
// orthogonal to all of them has no arrow.
func TestEmbedUpdate(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for trial := range 100 {
		k := 2 + trial%2
		g, v := gram(r, k, 8)
		u := make([]float64, 8)
		for i := range v {
			w := r.NormFloat64() / math.Sqrt(g[i*k+i])
			for j := range u {
				u[j] += w * v[i][j]
			}
		}
		norm, update := math.Sqrt(inner(u, u)), make([]float64, k)
		for i := range v {
			update[i] = inner(u, v[i])
		}
		e := Embed(g, update, norm, nil)
		if math.Abs(e.Inside-1) > 1e-5 {
			t.Fatalf("trial %d: a combination of the gradients lies inside by %g, want 1", trial, e.Inside)
		}
		for i := range k {
			want := update[i] / norm / math.Sqrt(g[i*k+i])
			if got := e.Arrow[i].Dot(e.Update); math.Abs(got-want) > 1e-5 {
				t.Fatalf("trial %d: the update has cosine %g with arrow %d, want %g", trial, got, i, want)
			}
		}
		if e = Embed(g, make([]float64, k), norm, nil); e.Inside != 0 {
			t.Fatalf("trial %d: an orthogonal update lies inside by %g", trial, e.Inside)
		}
	}
}

// TestEmbedIsSteady: a small change of the Gram matrix moves no arrow much, though eigenvectors may change sign and order.
func TestEmbedIsSteady(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for trial := range 100 {
		k := 2 + trial%5
		g, v := gram(r, k, 9)
		a := Embed(g, make([]float64, k), 1, nil)
		for i := range v {
			for j := range v[i] {
				v[i][j] *= 1 + 1e-4*r.NormFloat64()
			}
		}
		for i := range k {
			for j := range k {
				g[i*k+j] = inner(v[i], v[j])
			}
		}
		b := Embed(g, make([]float64, k), 1, a.Arrow)
		for i := range k {
			// Beyond three losses the drawn plane may turn where eigenvalues nearly coincide; 0.2 is a tenth of the globe.
			if d := a.Arrow[i].Plus(b.Arrow[i].Scaled(-1)).Norm(); d > 0.2 {
				t.Fatalf("trial %d, K = %d: arrow %d jumped by %g", trial, k, i, d)
			}
		}
	}
}

// TestEmbedDegenerate: absent, collinear and opposite gradients, and numbers that are none, give arrows of length one or zero.
func TestEmbedDegenerate(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for name, g := range map[string][]float64{
		"one absent": {0, 0, 0, 4}, "both absent": {0, 0, 0, 0}, "collinear": {1, 2, 2, 4}, "opposite": {1, -2, -2, 4},
		"not a number": {nan, nan, nan, 1}, "infinite": {inf, 1, 1, 1},
	} {
		e := Embed(g, []float64{1, 1}, 1, nil)
		for i, a := range e.Arrow {
			want := 1.0
			if l := g[3*i]; !(l > 0) || math.IsInf(l, 0) {
				want = 0
			}
			if got := a.Norm(); math.Abs(got-want) > 1e-9 {
				t.Errorf("%s: arrow %d is %g long, want %g", name, i, got, want)
			}
		}
		if math.IsNaN(e.Inside) || e.Inside > 1 {
			t.Errorf("%s: the update lies inside by %g", name, e.Inside)
		}
	}
}

// TestEigen: V diag(l) V^T is the matrix and V is orthogonal, with the largest value first.
func TestEigen(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for n := 1; n <= 8; n++ {
		a := make([]float64, n*n)
		for i := range n {
			for j := range i + 1 {
				a[i*n+j] = r.NormFloat64()
				a[j*n+i] = a[i*n+j]
			}
		}
		value, v := Eigen(a, n)
		for i := range n {
			if i > 0 && value[i] > value[i-1] {
				t.Errorf("n = %d: value %d is larger than the one before", n, i)
			}
			for j := range n {
				back, unit := 0.0, 0.0
				for k := range n {
					back += v[i*n+k] * value[k] * v[j*n+k]
					unit += v[k*n+i] * v[k*n+j]
				}
				want := 0.0
				if i == j {
					want = 1
				}
				if math.Abs(back-a[i*n+j]) > 1e-12 || math.Abs(unit-want) > 1e-12 {
					t.Errorf("n = %d: entry (%d, %d) comes back as %g for %g; columns have product %g", n, i, j, back, a[i*n+j], unit)
				}
			}
		}
	}
}
