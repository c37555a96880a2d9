package optimize

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"counterpoint/solver/kernel"
)

// corrected takes steps of Adam on the sum of rows from zero with the correction and returns parameters, the proposal's and the
// correction's last step, and the gradients' products with both.
func corrected(c *GUA[float64], a *Adam[float64], rows [][]float64, lr float64) (p, u []float64) {
	n := len(rows[0])
	set := kernel.Portable[float64]()
	sum := make([]float64, n)
	for _, r := range rows {
		for j, v := range r {
			sum[j] += v
		}
	}
	theta, old := make([]float64, n), make([]float64, n)
	a.Step(set, theta, Gradients[float64]{Merged: sum}, lr)
	u = make([]float64, n)
	for j, v := range theta {
		u[j] = -v / lr
	}
	c.Correct(set, a, theta, old, rows, lr)
	p = make([]float64, n)
	for j, v := range theta {
		p[j] = -v / lr
	}
	return p, u
}

func inner(a, b []float64) float64 {
	s := 0.0
	for i, v := range a {
		s += v * b[i]
	}
	return s
}

// In the metric of a first step, P = |g|, with g_1 = (3, 1), g_2 = (-2, 1): u = (1, 1), g_2.u = -1, and the nearest step to u is
// u + y P^-1 g_2 with y = 1 / (4/1 + 1/2) = 2/9.
func TestGUAVector(t *testing.T) {
	p, _ := corrected(NewGUA[float64](2, 2), NewAdam[float64](2), [][]float64{{3, 1}, {-2, 1}}, 1e-3)
	want := []float64{1 - 2.0/9*2, 1 + 2.0/9/2}
	for i := range want {
		if math.Abs(p[i]-want[i]) > 1e-7 { // eps of the metric, 1e-8, and ridge
			t.Errorf("p = %v, want %v", p, want)
		}
	}
}

// The corrected step serves every loss, is the proposal where that does, and is nearer to it in Adam's metric than any other step that
// serves all, over active sets and coordinate descent alike.
func TestGUAPromise(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 3))
	touched, left := 0, 0
	for range 300 {
		k, n := 2+rng.IntN(9), 12
		rows := make([][]float64, k)
		for i := range rows {
			scale := math.Exp(2 * rng.NormFloat64())
			for range n {
				rows[i] = append(rows[i], scale*rng.NormFloat64())
			}
		}
		c, a := NewGUA[float64](n, k), NewAdam[float64](n)
		p, u := corrected(c, a, rows, 1e-3)
		if c.count[0] == 0 {
			left++
			if !slices.Equal(p, u) {
				t.Fatal("a proposal that serves all was changed")
			}
			continue
		}
		touched++
		for _, g := range rows {
			// the slack of acceptance, 1e-8, and of the ridge, over steps of length about 1
			if v := inner(g, p) / math.Sqrt(inner(g, g)*inner(u, u)); v < -1e-6 {
				t.Fatalf("K = %d: cosine %g after the correction", k, v)
			}
		}
		distance := func(x []float64) float64 {
			s := 0.0
			for j := range x {
				s += (x[j] - u[j]) * (x[j] - u[j]) * c.metric[j]
			}
			return s
		}
		for range 50 {
			x := slices.Clone(p)
			for j := range x {
				x[j] += 1e-2 * rng.NormFloat64()
			}
			if !slices.ContainsFunc(rows, func(g []float64) bool { return inner(g, x) < 0 }) && distance(x) < distance(p)*(1-1e-6) {
				t.Fatalf("K = %d: a step at distance %g serves all, the correction is at %g", k, distance(x), distance(p))
			}
		}
	}
	if touched < 50 || left < 5 {
		t.Fatalf("%d corrected, %d left alone", touched, left)
	}
}

// Special positions: nothing is made infinite, and opposite gradients stand still.
func TestGUADegenerate(t *testing.T) {
	for name, rows := range degenerate() {
		c, a := NewGUA[float64](len(rows[0]), len(rows)), NewAdam[float64](len(rows[0]))
		p, _ := corrected(c, a, rows, 1e-3)
		for _, g := range rows {
			if v := inner(g, p); !(v >= -1e-6*math.Sqrt(inner(g, g)*math.Max(1, inner(p, p)))) {
				t.Errorf("%s: p = %v, product %g", name, p, v)
			}
		}
		for _, v := range append(slices.Clone(a.m), a.v...) {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				t.Errorf("%s: moments %v %v", name, a.m, a.v)
			}
		}
	}
	rows := [][]float64{{1, 2, 4}, {-2, -4, -8}}
	c := NewGUA[float64](3, 2)
	if p, _ := corrected(c, NewAdam[float64](3), rows, 1e-3); math.Sqrt(inner(p, p)) > 2 || math.Abs(inner(rows[0], p)) > 1e-5 {
		t.Errorf("opposite gradients: p = %v", p)
	}
	a, set := NewAdam[float64](3), kernel.Portable[float64]()
	theta, old := make([]float64, 3), make([]float64, 3)
	a.Step(set, theta, Gradients[float64]{Merged: []float64{-1, -2, -4}}, 1e-3)
	if got := testing.AllocsPerRun(10, func() { c.Correct(set, a, theta, old, rows, 1e-3) }); got != 0 {
		t.Errorf("Correct allocates %g times", got)
	}
}

// The moments learn of a correction: m and v move by the shares .1 and .03 towards those of the corrected step.
func TestGUAWritesBack(t *testing.T) {
	rows := [][]float64{{3, 1}, {-2, 1}}
	plain, a := NewAdam[float64](2), NewAdam[float64](2)
	sum := []float64{1, 2}
	plain.Step(kernel.Portable[float64](), make([]float64, 2), Gradients[float64]{Merged: sum}, 1e-3)
	p, _ := corrected(NewGUA[float64](2, 2), a, rows, 1e-3)
	for i := range p {
		g := (sum[i] + 1e-8) * p[i]
		if want := 0.9*plain.m[i] + 0.1*(1-Beta1)*g; math.Abs(a.m[i]-want) > 1e-12 {
			t.Errorf("m[%d] = %g, want %g", i, a.m[i], want)
		}
		if want := 0.97*plain.v[i] + 0.03*(1-Beta2)*g*g; math.Abs(a.v[i]-want) > 1e-12 {
			t.Errorf("v[%d] = %g, want %g", i, a.v[i], want)
		}
	}
}
