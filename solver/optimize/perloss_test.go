package optimize

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"counterpoint/solver/experiment"
	"counterpoint/solver/kernel"
)

// byNorms merges by the unit vectors' sum, which is ConFIG's direction for orthogonal gradients.
func byNorms(gram []float64, k int, c []float64) {
	for i := range k {
		c[i] = 0
		if m := gram[i*k+i]; m > 0 {
			c[i] = 1 / math.Sqrt(m)
		}
	}
}

// noisy returns k gradients that change from step to step.
func noisy(k, n, step int) [][]float64 {
	rng := rand.New(rand.NewPCG(uint64(step), 9))
	out := make([][]float64, k)
	for i := range out {
		for range n {
			out[i] = append(out[i], math.Pow(10, float64(i))*(rng.NormFloat64()+1))
		}
	}
	return out
}

func TestMultiAdam(t *testing.T) {
	const k, n = 3, 5
	set := kernel.Portable[float64]()
	theta, want := make([]float64, n), make([]float64, n)
	var m, v [k][n]float64
	weight := []float64{1, 2, 5}
	a := New[float64](MultiAdam, n, k, nil)
	for step := 1; step <= 30; step++ {
		g := noisy(k, n, step)
		for i := range k { // the algorithm as printed
			for j := range n {
				m[i][j] = 0.99*m[i][j] + 0.01*g[i][j]
				v[i][j] = 0.99*v[i][j] + 0.01*g[i][j]*g[i][j]
				c := 1 - math.Pow(0.99, float64(step))
				want[j] -= 1e-2 * weight[i] / 8 * (m[i][j] / c) / (math.Sqrt(v[i][j]/c) + 1e-8)
			}
		}
		a.Step(set, theta, Gradients[float64]{Rows: g, Weight: weight}, 1e-2)
		for j := range want {
			if math.Abs(theta[j]-want[j]) > 1e-12 { // rounding in another order
				t.Fatalf("step %d: %g, want %g", step, theta[j], want[j])
			}
		}
	}
}

func TestMConfig(t *testing.T) {
	const k, n = 2, 4
	set := kernel.Portable[float64]()
	theta, want := make([]float64, n), make([]float64, n)
	var m [k][n]float64
	var f, s [n]float64
	var count [k]float64
	a := New[float64](MConfig, n, k, byNorms)
	for step := range 30 {
		g := noisy(k, n, step)
		fed := step % k
		count[fed]++
		for j := range n {
			m[fed][j] = 0.9*m[fed][j] + 0.1*g[fed][j]
		}
		if step >= k-1 { // the algorithm as printed
			steps := float64(step - k + 2)
			var d [n]float64
			for i := range k {
				norm := 0.0
				for j := range n {
					norm += m[i][j] * m[i][j]
				}
				for j := range n { // bias correction cancels in a unit vector
					d[j] += m[i][j] / math.Sqrt(norm)
				}
			}
			for j := range n {
				next := d[j] * (1 - math.Pow(0.9, steps))
				q := (next - 0.9*f[j]) / 0.1
				f[j] = next
				s[j] = 0.999*s[j] + 0.001*q*q
				want[j] -= 1e-2 * d[j] / (math.Sqrt(s[j]/(1-math.Pow(0.999, steps))) + 1e-8)
			}
		}
		a.Step(set, theta, Gradients[float64]{Rows: g, Weight: []float64{1, 1}}, 1e-2)
		for j := range want {
			if math.Abs(theta[j]-want[j]) > 1e-10 { // q divides rounding by .1 and the root of s
				t.Fatalf("step %d: %g, want %g", step, theta[j], want[j])
			}
		}
		if step < k-1 && slices.ContainsFunc(theta, func(x float64) bool { return x != 0 }) {
			t.Error("it moved before every loss was seen")
		}
	}
}

// Every method resumes with the same bits, allocates nothing, and keeps theta finite whatever the gradients are to each other.
func TestMethodsResumeAndSurvive(t *testing.T) {
	checked := 0
	for _, e := range All() {
		checked++
		resumesMethod[float32](t, e)
		resumesMethod[float64](t, e)
		for name, rows := range degenerate() {
			k, n := len(rows), len(rows[0])
			theta := make([]float64, n)
			m := New[float64](e, n, k, byNorms)
			sum, weight := make([]float64, n), make([]float64, k)
			for i, r := range rows {
				weight[i] = 1
				for j, v := range r {
					sum[j] += v
				}
			}
			for range 3 * k {
				m.Step(kernel.Portable[float64](), theta, Gradients[float64]{Merged: sum, Rows: rows, Weight: weight}, 1e-3)
			}
			for j, v := range theta {
				// no step is longer than a few learning rates
				if !(math.Abs(v) <= 3e-3*float64(3*k)) {
					t.Errorf("%s, %s: parameter %d went to %g", e.Name, name, j, v)
				}
			}
		}
	}
	if checked != 3 {
		t.Fatalf("%d methods", checked)
	}
}

// degenerate lists gradients in special positions.
func degenerate() map[string][][]float64 {
	return map[string][][]float64{
		"all zero":   {{0, 0, 0}, {0, 0, 0}},
		"one zero":   {{1, 2, 3}, {0, 0, 0}},
		"identical":  {{1, 2, 3}, {1, 2, 3}},
		"collinear":  {{1, 2, 3}, {5, 10, 15}},
		"opposite":   {{1, 2, 3}, {-1, -2, -3}},
		"single":     {{1, -2, 3}},
		"huge":       {{1e12, 2e12, -1e12}, {1, 2, 3}},
		"rank below": {{1, 0, 0}, {0, 1, 0}, {1, 1, 0}, {1, -1, 0}},
	}
}

func resumesMethod[T kernel.Float](t *testing.T, e Entry) {
	const n, k = 37, 3
	set := kernel.Best[T]()
	g := make([][]T, k+1)
	for i := range g {
		g[i] = make([]T, n)
	}
	x, weight := make([]T, n), []float64{1, 2, 3}
	run := func(m Method[T], x []T, from, to int) {
		for s := from; s < to; s++ {
			for i, row := range g {
				for j := range row {
					row[j] = x[j] + T(math.Sin(float64((i+1)*j*s)))
				}
			}
			m.Step(set, x, Gradients[T]{Merged: g[k], Rows: g[:k], Weight: weight}, 1e-2)
		}
	}
	a, b := New[T](e, n, k, byNorms), New[T](e, n, k, byNorms)
	run(a, x, 0, 20)
	y := slices.Clone(x)
	copyState(t, b.State(), a.State())
	run(a, x, 20, 40)
	run(b, y, 20, 40)
	if !slices.Equal(x, y) {
		t.Errorf("%s: the resumed run differs", e.Name)
	}
	if got := testing.AllocsPerRun(10, func() {
		a.Step(set, x, Gradients[T]{Merged: g[k], Rows: g[:k], Weight: weight}, 1e-3)
	}); got != 0 {
		t.Errorf("%s: Step allocates %g times", e.Name, got)
	}
}

func copyState(t *testing.T, to, from []experiment.Array) {
	t.Helper()
	n := 0
	for i := range from {
		n += copy(to[i].F64, from[i].F64) + copy(to[i].F32, from[i].F32)
	}
	if n == 0 {
		t.Fatal("no state")
	}
}
