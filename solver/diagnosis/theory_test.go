package diagnosis

import (
	"math"
	"math/rand/v2"
	"testing"

	"counterpoint/solver/experiment"
)

// With Adam's metric recorded the correction gua is an arm too, and no loss rises under it.
func TestCounterfactualOfAlignment(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 6))
	checked, touched := 0, 0
	for trial := range 200 {
		k := 2 + trial%8
		rows := make([][]float64, k)
		for i := range rows {
			rows[i] = noise(rng, 12, math.Exp(4*rng.NormFloat64()))
		}
		r := Row{Loss: make([]float64, k), Gram: vectors(rows...)}
		r.Metric = r.Gram
		keep := make([]int, k)
		for i := range keep {
			keep[i], r.Loss[i] = i, 1
		}
		effects := Effects(&r, keep, nil)
		if n := 6 + len(experiment.Directions) - 1; len(effects) != n {
			t.Fatalf("%d arms, want %d", len(effects), n)
		}
		worst := map[string]float64{}
		for _, e := range effects {
			worst[e.Arm] = least(e.Retained)
		}
		checked++
		if worst["none"] < -1e-6 {
			touched++
		} else if worst["gua"] != worst["none"] {
			t.Errorf("trial %d: a step that serves all was changed", trial)
		}
		if w := worst["gua"]; !(w >= -1e-6) { // the slack of acceptance
			t.Errorf("trial %d, K = %d: gua leaves %g", trial, k, w)
		}
	}
	if checked == 0 || touched < 50 {
		t.Fatalf("%d trials, %d with conflict", checked, touched)
	}
}

// For pairs the interval, the ratio and the joint rate are those of the theory; a step on weighted gradients lets both descend exactly
// inside.
func TestPairs(t *testing.T) {
	p := constant(cosines(-.5, 3, 1), 20)
	v := Classify(p, Default)
	if len(v.Pairs) != 1 {
		t.Fatalf("%d pairs", len(v.Pairs))
	}
	got := v.Pairs[0]
	want := experiment.PairEvidence{A: "a", B: "b", Cosine: -.5, Rate: .5, Ratio: 3, Lo: .5, Hi: 2, Inside: 0, Conflict: 1, Longest: 10}
	for _, x := range [][2]float64{{got.Cosine, want.Cosine}, {got.Rate, want.Rate}, {got.Ratio, want.Ratio}, {got.Lo, want.Lo}, {got.Hi, want.Hi}} {
		if math.Abs(x[0]-x[1]) > 1e-12 {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
	if got.Inside != 0 || got.Conflict != 1 || got.Longest != 10 || got.A != "a" || got.B != "b" {
		t.Errorf("%+v, want %+v", got, want)
	}
	rng := rand.New(rand.NewPCG(1, 7))
	inside := 0
	for range 2000 {
		c, x := 2*rng.Float64()-1, math.Exp(2*rng.NormFloat64())
		descend := x+c > 0 && 1+c*x > 0 // both products with x u_a + u_b
		p := Classify(constant(cosines(c, x, 1), 4), Default).Pairs[0]
		if (p.Inside == 1) != descend || c < 0 && (x > p.Lo && x < p.Hi) != descend || c >= 0 && !math.IsInf(p.Hi, 1) {
			t.Fatalf("c = %g, x = %g: %+v, both descend: %t", c, x, p, descend)
		}
		if descend {
			inside++
		}
	}
	if inside < 100 || inside > 1900 {
		t.Fatalf("%d of 2000 inside", inside)
	}
}

// A block is judged alone: the trunk's two layers conflict, the coefficients drown all and have no vote.
func TestBlocks(t *testing.T) {
	first, second, coefficient := cosines(-.999, 1, 1), cosines(.5, 2, 1), vectors([]float64{100}, []float64{-100})
	q := make([]float64, 4)
	for i := range q {
		q[i] = first[i] + second[i]
	}
	p := constant(q, 40)
	p.Blocks = []string{"l0", "l1", Coefficients}
	for i := range p.Rows {
		p.Rows[i].Blocks = append(append(append([]float64{}, first...), second...), coefficient...)
	}
	v := Classify(p, Default)
	if len(v.Blocks) != 3 {
		t.Fatalf("%d blocks", len(v.Blocks))
	}
	total := 2.0 + 5 + 20000
	for i, want := range []experiment.BlockEvidence{
		{Name: "l0", Best: math.Sqrt(.001), Imbalance: 1, Share: 2 / total, Votes: true},
		{Name: "l1", Best: math.Sqrt(1.5), Imbalance: 2, Share: 5 / total, Votes: true},
		{Name: Coefficients, Best: 0, Imbalance: 1, Share: 20000 / total},
	} {
		got := v.Blocks[i]
		if got.Name != want.Name || got.Votes != want.Votes || math.Abs(got.Best-want.Best) > 1e-5 || math.Abs(got.Imbalance-want.Imbalance) > 1e-12 || math.Abs(got.Share-want.Share) > 1e-12 {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
	if v.Regime != experiment.RegimeNone {
		t.Errorf("the coefficients voted: %s", v.Regime)
	}
}

// A gradient that is nearly all noise is named.
func TestNoiseIsShown(t *testing.T) {
	p := noisy(0, false, 1)
	for i := range p.Rows {
		for j := range p.Rows[i].Split {
			p.Rows[i].Split[j] *= 1.09 // 98 percent
		}
	}
	v := Classify(p, Default)
	seen := false
	for _, e := range v.Evidence {
		seen = seen || e.Name == "noise" && e.Value > 0.9
	}
	if !seen || len(v.Caveats) == 0 {
		t.Errorf("%+v, %q", v.Evidence, v.Caveats)
	}
}
