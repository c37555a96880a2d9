package statistics

import (
	_ "embed"
	"encoding/json"
	"math"
	"slices"
	"testing"
)

// peer is what NumPy, SciPy and statsmodels say of fixed samples: bench/peers/scipy_values.py writes it.
//
//go:embed testdata/scipy.json
var peer []byte

type values struct {
	Quantiles []struct {
		V              []float64
		Q1, Median, Q3 float64
	}
	Pairs []struct {
		A, B         []float64
		Ratio, Share float64
		ShareLo      float64 `json:"share_lo"` // of the bootstrap
		ShareHi      float64 `json:"share_hi"`
		ExactLo      float64 `json:"exact_lo"` // Clopper and Pearson
		ExactHi      float64 `json:"exact_hi"`
		RatioLo      float64 `json:"ratio_lo"`
		RatioHi      float64 `json:"ratio_hi"`
	}
	Exact []struct { // Clopper and Pearson
		Wins, N int
		Lo, Hi  float64
	}
	Wilcoxon []struct {
		D       []float64
		N       int
		Plus, P float64
	}
	Holm []struct{ P, Adjusted []float64 }
}

func peerValues(t *testing.T) (v values) {
	t.Helper()
	if err := json.Unmarshal(peer, &v); err != nil {
		t.Fatal(err)
	}
	if len(v.Quantiles) == 0 || len(v.Pairs) == 0 || len(v.Exact) == 0 || len(v.Wilcoxon) == 0 || len(v.Holm) == 0 {
		t.Fatal("testdata/scipy.json lacks values")
	}
	return v
}

// near allows rounding: both sides sum at most some hundred numbers in another order.
func near(a, b float64) bool { return math.Abs(a-b) <= 1e-12*math.Max(1, math.Abs(b)) }

func TestQuantiles(t *testing.T) {
	if v := Quantile([]float64{math.Inf(-1), 1}, 0.5); !math.IsInf(v, -1) {
		t.Errorf("%g between -Inf and 1", v)
	}
	for _, c := range peerValues(t).Quantiles {
		if s := Summarize(c.V); s.N != len(c.V) || !near(s.Median, c.Median) || !near(s.Q1, c.Q1) || !near(s.Q3, c.Q3) {
			t.Errorf("%v: %+v, numpy %g %g %g", c.V, s, c.Q1, c.Median, c.Q3)
		}
	}
}

func TestPairs(t *testing.T) {
	agreed := 0
	for _, c := range peerValues(t).Pairs {
		n := float64(len(c.A))
		p := ChanceLess(c.A, c.B)
		lo, hi, slack := c.ShareLo, c.ShareHi, 1/n // a quantile of a lattice may land on the neighbouring point
		if c.Share == 0 || c.Share == 1 {
			agreed++
			lo, hi, slack = c.ExactLo, c.ExactHi, 1e-9
		}
		if !near(p.Value, c.Share) || math.Abs(p.Lo-lo) > slack+1e-12 || math.Abs(p.Hi-hi) > slack+1e-12 {
			t.Errorf("P(A<B) %+v, scipy %g [%g, %g]", p, c.Share, lo, hi)
		}
		// Two bootstraps differ by the noise of their draws: the ends of 95 % from 10,000 draws by some 1 % of the width, in logarithms.
		g, pairs := GeometricMeanRatioWithin([][]float64{LogRatios(c.A, c.B)})
		tol := 0.04 * math.Log(c.RatioHi/c.RatioLo)
		if !near(g.Value, c.Ratio) || pairs != len(c.A) || math.Abs(math.Log(g.Lo/c.RatioLo)) > tol || math.Abs(math.Log(g.Hi/c.RatioHi)) > tol {
			t.Errorf("ratio %+v over %d pairs, scipy %g [%g, %g]", g, pairs, c.Ratio, c.RatioLo, c.RatioHi)
		}
	}
	if agreed == 0 {
		t.Error("no sample where all pairs agree")
	}
}

func TestWilcoxon(t *testing.T) {
	exact, cases := 0, peerValues(t).Wilcoxon
	for _, c := range cases {
		got := Wilcoxon(c.D)
		if got.N != c.N || got.Plus != c.Plus || math.Abs(got.P-c.P) > 1e-9 {
			t.Errorf("%d differences: %+v, scipy %+v", len(c.D), got, c)
		}
		if got.Exact {
			exact++
		}
	}
	if exact == 0 || exact == len(cases) {
		t.Errorf("%d of %d cases were exact: both ways are to be tested", exact, len(cases))
	}
}

func TestHolm(t *testing.T) {
	for _, c := range peerValues(t).Holm {
		got := Holm(c.P)
		for i := range got {
			if !near(got[i], c.Adjusted[i]) {
				t.Errorf("%v: %v, statsmodels %v", c.P, got, c.Adjusted)
				break
			}
		}
	}
	if got := Holm([]float64{0.01, math.NaN(), 0.04}); got[0] != 0.02 || !math.IsNaN(got[1]) || got[2] != 0.04 {
		t.Errorf("a missing p counts: %v", got)
	}
}

// A run that diverged loses against one that did not, and ties with another.
func TestDiverged(t *testing.T) {
	inf := math.Inf(1)
	a, b := []float64{1, 1, inf, inf}, []float64{2, inf, 1, inf}
	if p := ChanceLess(a, b); p.Value != 2.5/4 {
		t.Errorf("P(A<B) = %g, want 2.5 wins of 4", p.Value)
	}
	if r, n := GeometricMeanRatioWithin([][]float64{LogRatios(a, b)}); math.Abs(r.Value-math.Sqrt(0.5)) > 1e-15 || n != 2 {
		t.Errorf("ratio %g of %d pairs, want that of one pair and a tie", r.Value, n)
	}
	if w := Wilcoxon(LogRatios(a, b)); w.N != 3 || w.P != 1 {
		t.Errorf("%+v", w)
	}
	if s := Summarize([]float64{1, 2, inf}); s.Diverged != 1 || s.Median != 2 || !math.IsInf(s.Q3, 1) || s.Q1 != 1.5 {
		t.Errorf("%+v", s)
	}
}

// Seeds of one problem are no evidence on problems: the interval over two problems that disagree spans both.
func TestGroupsWiden(t *testing.T) {
	won, lost := slices.Repeat([]float64{-1}, 10), slices.Repeat([]float64{1}, 10)
	flat, grouped := ChanceLessWithin([][]float64{slices.Concat(won, lost)}), ChanceLessWithin([][]float64{won, lost})
	if flat.Value != 0.5 || grouped.Value != 0.5 || grouped.Lo != 0 || grouped.Hi != 1 || flat.Lo < 0.2 || flat.Hi > 0.8 {
		t.Errorf("flat %+v, grouped %+v", flat, grouped)
	}
}

func TestExactLimits(t *testing.T) {
	for _, c := range peerValues(t).Exact {
		if lo, hi := clopperPearson(float64(c.Wins)/float64(c.N), c.N); math.Abs(lo-c.Lo) > 1e-9 || math.Abs(hi-c.Hi) > 1e-9 {
			t.Errorf("%d of %d: [%g, %g], scipy [%g, %g]", c.Wins, c.N, lo, hi, c.Lo, c.Hi)
		}
	}
}

// Where all pairs agree, as many trials count as there are problems: none of six is [0, 1 - 0.025^(1/6)], whatever their seeds. One pair
// that does not agree makes the interval no narrower.
func TestGroupsThatAgree(t *testing.T) {
	lost := make([][]float64, 6)
	for i := range lost {
		lost[i] = slices.Repeat([]float64{1}, 5)
	}
	end := 1 - math.Pow(0.025, 1.0/6)
	if p := ChanceLessWithin(lost); p.Value != 0 || p.Lo != 0 || math.Abs(p.Hi-end) > 1e-9 || math.Abs(p.Hi-0.459) > 5e-4 {
		t.Errorf("none of six problems: %+v, want [0, %g]", p, end)
	}
	if p := ChanceLessWithin(append(lost, nil)); math.Abs(p.Hi-end) > 1e-9 {
		t.Errorf("a problem without pairs counts: %+v", p)
	}
	lost[2] = []float64{1, 1, -1, 1, 1}
	if p := ChanceLessWithin(lost); !near(p.Value, 1.0/30) || p.Lo != 0 || p.Hi < end || p.Hi > 0.7 {
		t.Errorf("one of thirty pairs in six problems: %+v, want up to %g at least", p, end)
	}
	if p := ChanceLessWithin([][]float64{slices.Repeat([]float64{-1}, 5)}); p.Value != 1 || math.Abs(p.Lo-math.Pow(0.025, 0.2)) > 1e-9 || p.Hi != 1 {
		t.Errorf("five of five seeds of one problem: %+v", p)
	}
}

func TestCourse(t *testing.T) {
	c := Course{[]float64{0, 1, 3}, []float64{1, 1e-2, 1e-4}}
	for _, tt := range []struct{ at, want float64 }{{0, 1}, {0.5, 1e-1}, {1, 1e-2}, {2, 1e-3}, {3, 1e-4}, {9, 1e-4}} {
		if got := c.At(tt.at); math.Abs(math.Log(got/tt.want)) > 1e-12 {
			t.Errorf("after %g s: %g, want %g", tt.at, got, tt.want)
		}
	}
	if !math.IsNaN(c.At(-1)) || !math.IsNaN(Course{}.At(1)) || (Course{}).End() != 0 || c.End() != 3 {
		t.Error("outside of a course")
	}
}
