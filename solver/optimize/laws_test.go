package optimize

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"counterpoint/solver/kernel"
)

// gradients draws K gradients of n components whose norms spread over some powers of ten.
func gradients(t *rapid.T, n int) [][]float64 {
	k := rapid.IntRange(1, 6).Draw(t, "k")
	rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
	rows := make([][]float64, k)
	for i := range rows {
		scale := math.Exp(3 * rng.NormFloat64())
		for range n {
			rows[i] = append(rows[i], scale*rng.NormFloat64())
		}
	}
	return rows
}

// permuted returns the rows in another order.
func permuted(t *rapid.T, rows [][]float64) [][]float64 {
	return rapid.Permutation(rows).Draw(t, "order")
}

// rescaled returns the rows with one of them times a factor.
func rescaled(t *rapid.T, rows [][]float64) [][]float64 {
	out := slices.Clone(rows)
	i := rapid.IntRange(0, len(rows)-1).Draw(t, "loss")
	factor := math.Pow(10, rapid.Float64Range(-4, 4).Draw(t, "power"))
	out[i] = slices.Clone(rows[i])
	for j := range out[i] {
		out[i][j] *= factor
	}
	return out
}

func near(a, b []float64, tolerance float64) bool {
	return slices.EqualFunc(a, b, func(x, y float64) bool { return math.Abs(x-y) <= tolerance })
}

// The order of the losses and the scale of one of them do not matter to multiadam; where all signs agree its step is that of each.
func TestMultiAdamLaws(t *testing.T) {
	const n, steps = 7, 5
	run := func(rows [][]float64) []float64 {
		theta, weight := make([]float64, n), make([]float64, len(rows))
		for i := range weight {
			weight[i] = 1
		}
		m := New[float64](MultiAdam, n, len(rows), nil)
		for s := range steps {
			g := make([][]float64, len(rows))
			for i, r := range rows {
				for j, v := range r {
					g[i] = append(g[i], v*(1+0.3*math.Sin(float64(s+j))))
				}
			}
			m.Step(kernel.Portable[float64](), theta, Gradients[float64]{Rows: g, Weight: weight}, 1)
		}
		return theta
	}
	checked := 0
	rapid.Check(t, func(t *rapid.T) {
		rows := gradients(t, n)
		for _, r := range rows {
			for j := range r {
				r[j] *= 1e7 // far above eps = 1e-8, also when one is rescaled by 1e-4
			}
		}
		base := run(rows)
		checked++
		if got := run(permuted(t, rows)); !near(got, base, 1e-12) {
			t.Fatalf("another order gives %v, not %v", got, base)
		}
		if got := run(rescaled(t, rows)); !near(got, base, 1e-2) { // as far as eps is nothing beside the components
			t.Fatalf("another scale gives %v, not %v", got, base)
		}
		for i, r := range rows {
			for j := range r {
				rows[i][j] = math.Abs(r[j]) + 1e-3
			}
		}
		for _, v := range run(rows) {
			if !(v < 0) {
				t.Fatalf("gradients that agree move a parameter by %g", v)
			}
		}
	})
	if checked == 0 {
		t.Fatal("nothing was checked")
	}
}

// The order and the scales of the losses do not matter to the correction, and gradients that agree with the proposal change nothing.
func TestGUALaws(t *testing.T) {
	const n = 9
	run := func(rows [][]float64, proposal []float64) (p []float64, touched bool) {
		set := kernel.Portable[float64]()
		a, c := NewAdam[float64](n), NewGUA[float64](n, len(rows))
		theta, old := make([]float64, n), make([]float64, n)
		a.Step(set, theta, Gradients[float64]{Merged: proposal}, 1)
		c.Correct(set, a, theta, old, rows, 1)
		return theta, c.count[0] > 0
	}
	checked, corrected := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		rows := gradients(t, n)
		proposal := make([]float64, n)
		for _, r := range rows {
			for j, v := range r {
				proposal[j] += v
			}
		}
		base, touched := run(rows, proposal)
		checked++
		if touched {
			corrected++
		}
		// the ridge of 1e-12 and systems of condition 1e6 at most times rounding
		if got, _ := run(permuted(t, rows), proposal); !near(got, base, 1e-6) {
			t.Fatalf("another order gives %v, not %v", got, base)
		}
		if got, _ := run(rescaled(t, rows), proposal); !near(got, base, 1e-6) {
			t.Fatalf("another scale gives %v, not %v", got, base)
		}
		for i, r := range rows {
			for j := range r {
				rows[i][j] = math.Abs(r[j]) * float64(1-2*(j%2))
			}
		}
		signs := slices.Clone(rows[0])
		if _, touched := run(rows, signs); touched {
			t.Fatal("gradients that agree were corrected")
		}
	})
	if checked == 0 || corrected < 10 {
		t.Fatalf("%d cases, %d corrected", checked, corrected)
	}
}

// The products that Align sees are those that GUA sees: a step in Adam's metric from the Gram matrix alone is the one from the vectors.
func TestAlignIsTheVectorForm(t *testing.T) {
	const n = 9
	checked := 0
	rapid.Check(t, func(t *rapid.T) {
		rows := gradients(t, n)
		k := len(rows)
		set := kernel.Portable[float64]()
		a, c := NewAdam[float64](n), NewGUA[float64](n, k)
		theta, old, sum, inverse := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
		for _, r := range rows {
			for j, v := range r {
				sum[j] += v
			}
		}
		a.Step(set, theta, Gradients[float64]{Merged: sum}, 1)
		a.Metric(inverse)
		for j, v := range inverse {
			inverse[j] = 1 / v
		}
		u := make([]float64, n)
		for j, v := range theta {
			u[j] = -v
		}
		q, b := make([]float64, k*k), make([]float64, k)
		for i := range k {
			b[i] = set.Inner(rows[i], u)
			for j := range k {
				q[i*k+j] = set.InnerW(rows[i], rows[j], inverse)
			}
		}
		c.Correct(set, a, theta, old, rows, 1)
		for i, y := range Align(q, b, 1) {
			for j, v := range rows[i] {
				u[j] += y * inverse[j] * v
			}
		}
		for j, v := range theta {
			if math.Abs(u[j]+v) > 1e-6 { // as above
				t.Fatalf("component %d: %g by the Gram matrix, %g by vectors", j, u[j], -v)
			}
		}
		checked++
	})
	if checked == 0 {
		t.Fatal("nothing was checked")
	}
}
