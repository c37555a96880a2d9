package diagnosis

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"counterpoint/solver/experiment"
)

// Whatever stands where and crosses what: the regime is firm exactly if every stand that the intervals allow gives it, which is exactly if
// nothing that decides crosses, and the other regime is one of those allowed.
func TestRuleForEveryStandAndCrossing(t *testing.T) {
	checked, open := 0, 0
	for a := range 1 << readings {
		var at standing
		for i := range readings {
			at[i] = a>>i&1 == 1
		}
		if !at.possible() {
			continue
		}
		for c := range 1 << readings {
			var crosses [readings]bool
			for i := range readings {
				crosses[i] = c>>i&1 == 1
			}
			got, allowed, crossed := rule(at, crosses), []string{}, false
			for b := range 1 << readings { // every stand, by its own loop
				var s standing
				within := true
				for i := range readings {
					s[i] = b>>i&1 == 1
					within = within && (s[i] == at[i] || crosses[i])
				}
				if within && s.possible() {
					allowed = append(allowed, s.regime())
				}
			}
			for i := range readings {
				crossed = crossed || crosses[i] && got.decides[i]
			}
			firm := !slices.ContainsFunc(allowed, func(r string) bool { return r != at.regime() })
			if got.regime != at.regime() || firm != (got.or == "") || firm == crossed || !firm && (got.or == got.regime || !slices.Contains(allowed, got.or)) {
				t.Errorf("%v crossing %v: %+v, allowed %v", at, crosses, got, allowed)
			}
			checked++
			if !firm {
				open++
			}
		}
	}
	if checked != 9*16 || open == 0 || open == checked { // 3 of the 4 stands of each pair are possible
		t.Fatalf("%d cases, %d open", checked, open)
	}
}

// swinging makes a profile of two losses of norms m and 1 in which phi_* and, for the averages, phi_*E swing at random between two values,
// the first a little more often.
func swinging(m float64, best, slow [2]float64) Profile {
	p, rng := constant(cosines(0, m, 1), 80), rand.New(rand.NewPCG(5, 5))
	pick := func(v [2]float64) float64 {
		if rng.Float64() < .55 {
			return v[0]
		}
		return v[1]
	}
	for i := range p.Rows {
		r, b, s := &p.Rows[i], pick(best), pick(slow)
		r.Gram, r.Average = cosines(b*b-1, m, 1), cosines(s*s-1, m, 1) // phi_*^2 = 1 + c
		r.Metric = r.Gram
	}
	return p
}

// A verdict names the regime beyond whichever threshold an interval crosses.
func TestFirmnessByWhatCrosses(t *testing.T) {
	for _, tt := range []struct {
		name       string
		m          float64
		best, slow [2]float64
		regime, or string
		deciding   string
	}{
		{"conflict, now and on average", 1, [2]float64{.1, .1}, [2]float64{.2, .2}, experiment.RegimeDirectional, "", "phi_* phi_*E"},
		{"phi_*E crosses", 3, [2]float64{.1, .1}, [2]float64{.17, .55}, experiment.RegimeDirectional, experiment.RegimeMagnitude, "phi_* phi_*E"},
		{"phi_* crosses, norms differ", 3, [2]float64{.2, .5}, [2]float64{.1, .1}, experiment.RegimeDirectional, experiment.RegimeMagnitude, "phi_* phi_1 phi_*E"},
		{"phi_* and phi_1 cross together", 1, [2]float64{.5, .2}, [2]float64{.1, .1}, experiment.RegimeNone, experiment.RegimeDirectional, "phi_* phi_1 phi_*E"},
		{"orthogonal", 1, [2]float64{1, 1}, [2]float64{1, 1}, experiment.RegimeNone, "", "phi_1"},
		{"norms differ", 30, [2]float64{1, 1}, [2]float64{.2, .2}, experiment.RegimeMagnitude, "", "phi_* phi_1"},
		{"conflict that averages out", 1, [2]float64{.1, .1}, [2]float64{1, 1}, experiment.RegimeNone, "", "phi_* phi_1"},
		{"phi_1 crosses where phi_* does not", 2, [2]float64{.9, .6}, [2]float64{1, 1}, experiment.RegimeNone, experiment.RegimeMagnitude, "phi_* phi_1"},
	} {
		v := Classify(swinging(tt.m, tt.best, tt.slow), Default)
		var deciding []string
		crossed := false
		for _, e := range v.Evidence {
			if e.Decides {
				deciding = append(deciding, e.Name)
				crossed = crossed || e.Lo < e.Threshold && e.Hi >= e.Threshold
			}
		}
		if v.Regime != tt.regime || v.Or != tt.or || v.Firm != (tt.or == "") || v.Firm == crossed || strings.Join(deciding, " ") != tt.deciding {
			t.Errorf("%s: %s or %q (firm %v) by %v", tt.name, v.Regime, v.Or, v.Firm, deciding)
			for _, e := range v.Evidence {
				t.Logf("  %s %.3f [%.3f, %.3f] %v", e.Name, e.Value, e.Lo, e.Hi, e.Decides)
			}
		}
	}
}

// A window that is too short for intervals gives statistics but no verdict, and says what it lacks.
func TestTooFewRows(t *testing.T) {
	for _, tt := range []struct {
		rows  int // of the profile
		split bool
		lacks string
	}{
		{1, false, "holds 1 of the 10 rows that a verdict needs: profile more steps, 20 rows in all (200 steps"},
		{2, false, "holds 1 of the 10 rows that a verdict needs"},
		{18, false, "holds 9 of the 10 rows that a verdict needs"},
		{20, false, ""},
		{60, true, "holds 30 of the 50 rows that a verdict needs: profile more steps, 100 rows in all (1000 steps"},
		{100, true, ""},
	} {
		for _, planted := range planted {
			p := constant(planted.q, tt.rows)
			if tt.split {
				for i := range p.Rows {
					p.Rows[i].Split = make([]float64, len(planted.q))
				}
			}
			v := Classify(p, Default)
			if tt.lacks == "" {
				if v.Regime != planted.regime || !v.Firm {
					t.Errorf("%d rows, %s: %s (firm %v), want %s", tt.rows, planted.name, v.Regime, v.Firm, planted.regime)
				}
				continue
			}
			caveats := strings.Join(v.Caveats, "\n")
			if v.Regime != experiment.RegimeUndecided || v.Firm || v.Or != "" || v.Remedy.Arm != "none" || v.Remedy.Reason == "" || !strings.Contains(caveats, tt.lacks) {
				t.Errorf("%d rows, %s: %s (firm %v), %q", tt.rows, planted.name, v.Regime, v.Firm, caveats)
			}
			if len(v.Evidence) == 0 || math.IsNaN(v.Evidence[0].Value) || len(v.Counterfactual) == 0 {
				t.Errorf("%d rows, %s: no evidence", tt.rows, planted.name)
			}
		}
	}
}

// Steps that are too long swing all losses across the same valley: single gradients then agree, and only their averages show that the
// losses pull apart along it. Where the losses do not move as the first order says, the averages decide alone.
func TestAveragesDecideWhereTheFirstOrderFails(t *testing.T) {
	for _, tt := range []struct {
		name     string
		rises    int // of ten losses and steps that should have fallen
		averaged bool
		regime   string
		caveat   string
		deciding string
	}{
		{"short steps", 3, true, experiment.RegimeNone, "", "phi_1"},
		{"long steps", 5, true, experiment.RegimeDirectional, "80 of 160 cases", "phi_*E"},
		{"long steps without averages", 5, false, experiment.RegimeNone, "take a smaller learning rate", "phi_1"},
	} {
		p := constant(cosines(0, 1, 1), 160)
		e := [2][2]float64{{1, 0}, {-1, 0}}
		for i := range p.Rows {
			r, s := &p.Rows[i], float64(9*(1-2*(i%2)))
			g := [2][2]float64{{1, s}, {-1, s}}
			for k := range 2 {
				for l := range 2 {
					e[k][l] += 0.02 * (g[k][l] - e[k][l])
				}
			}
			r.Gram = vectors(g[0][:], g[1][:])
			r.Metric = r.Gram
			if tt.averaged {
				r.Average = vectors(e[0][:], e[1][:])
			}
			r.First, r.Change = []float64{1, 1}, []float64{-1, -1}
			if i%10 < tt.rises {
				r.Change = []float64{.1, .1}
			}
		}
		v := Classify(p, Default)
		var deciding []string
		for _, e := range v.Evidence {
			if e.Decides {
				deciding = append(deciding, e.Name)
			}
		}
		caveats := strings.Join(v.Caveats, "\n")
		if v.Regime != tt.regime || !v.Firm || strings.Join(deciding, " ") != tt.deciding || !strings.Contains(caveats, tt.caveat) || tt.caveat == "" && strings.Contains(caveats, "first order") {
			t.Errorf("%s: %s (firm %v) by %v, %q", tt.name, v.Regime, v.Firm, deciding, caveats)
			for _, e := range v.Evidence {
				t.Logf("  %s %.3f [%.3f, %.3f] %v", e.Name, e.Value, e.Lo, e.Hi, e.Decides)
			}
		}
	}
}
