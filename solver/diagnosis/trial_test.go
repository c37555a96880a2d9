package diagnosis

import (
	"math"
	"slices"
	"testing"

	"counterpoint/solver/experiment"
)

func TestMisfit(t *testing.T) {
	e2, nan, floor := math.E*math.E, math.NaN(), 1+math.Log(1e-12)
	for _, tt := range []struct {
		name     string
		losses   [][]float64
		equation []bool
		want     float64
		informed bool // of one mark
	}{
		{"the equation has no vote", [][]float64{{1e9, math.E / 2, math.E / 2}}, []bool{true, false, false}, 1, true},
		{"nor has an equation in the middle", [][]float64{{math.E, 1e9}}, []bool{false, true}, 1, true},
		{"the mean of logarithms", [][]float64{{5, 1}, {7, e2}}, []bool{true, false}, 1, true},
		{"hard constraints", [][]float64{{math.E / 2, math.E / 2}}, []bool{true, true}, floor, false},
		{"conditions that hold but for rounding", [][]float64{{math.E, 1e-30}}, []bool{true, false}, floor, false},
		{"conditions that hold exactly", [][]float64{{math.E, 0}}, []bool{true, false}, floor, false},
		{"conditions that hold ever better", [][]float64{{math.E * 1e12, math.E * 0.9}, {math.E * 1e12, 1.1 * math.E}}, []bool{true, false}, 1 + math.Log(1.1)/2, true},
		{"no mark", nil, []bool{true, false}, math.Inf(1), false},
		{"not finite", [][]float64{{1, 1}, {1, nan}}, []bool{true, false}, math.Inf(1), true},
		{"a broken equation is not seen", [][]float64{{nan, math.E}}, []bool{true, false}, 1, true},
	} {
		if got := Misfit(tt.losses, tt.equation); !(math.Abs(got-tt.want) < 1e-12 || got == tt.want) {
			t.Errorf("%s: %g, want %g", tt.name, got, tt.want)
		}
		if len(tt.losses) == 1 && Informed(tt.losses[0], tt.equation) != tt.informed {
			t.Errorf("%s: informed is %v", tt.name, !tt.informed)
		}
	}
}

func TestSilent(t *testing.T) {
	equation := []bool{true, false, true}
	for trial, want := range map[string][]bool{ByConditions: equation, byAll: {false, false, false}, byEquations: {false, true, false}} {
		if got := Silent(trial, equation); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", trial, got, want)
		}
	}
}

// A trial finds the arm where misfits tell, calibration the first rounds from which on they do, and without misfits there is no trial.
func TestCalibrateFindsThePlantedRounds(t *testing.T) {
	arms := []string{"none", "weights", "adapters+weights"}
	all := plantedConfigurations(60)
	for i := range all {
		one := Misfits{}
		for _, share := range TrialShares {
			m := map[string]float64{}
			for j, arm := range arms {
				m[arm] = math.Log(all[i].Error[arm])
				if share < 0.2 {
					m[arm] = float64(j) // always none
				}
			}
			for _, trial := range Trials {
				one[trial] = append(one[trial], m)
				m = map[string]float64{"none": 1, "weights": 0, "adapters+weights": 1} // the others always say weights
			}
		}
		all[i].Seeds = []Seed{{experiment.RegimeMagnitude, one}, {experiment.RegimeNone, one}} // in the regime none nothing is tried
	}
	c, err := Calibrate(all, arms)
	if err != nil {
		t.Fatal(err)
	}
	scores := map[string]Score{}
	for _, s := range c.Test {
		scores[s.Name] = s
	}
	n := scores["always none"].Configs
	if s := scores[ByConditions]; s.Configs != 2*n || s.Hits != s.Configs || s.Regret != 0 || !slices.Equal(c.Rule.Trial, Rounds{0.2}) || len(c.Test) != 12 {
		t.Errorf("the trial scores %+v at rounds %v, %d scores", s, c.Rule.Trial, len(c.Test))
	}
	if s := scores[VerdictThenTrial]; s.Configs != 2*n || s.Hits != n+scores["always none"].Hits {
		t.Errorf("half of the runs left plain and half tried: %+v of %d", s, n)
	}
	if s := scores[VerdictInUse]; s.Hits != scores["always none"].Hits+scores["always weights"].Hits {
		t.Errorf("half of the runs left plain and half weighed: %+v", s)
	}
	if s, weights := scores[byAll], scores["always weights"]; s.Hits != 2*weights.Hits || math.Abs(s.Regret-weights.Regret) > 1e-12 {
		t.Errorf("a trial that always says weights scores %+v, always weights %+v", s, weights)
	}
	all[7].Seeds[1].Misfit = nil
	if c, err = Calibrate(all, arms); err != nil || c.Rule.Trial != nil || len(c.Test) != 6 {
		t.Errorf("with an unknown misfit: %v, rounds %v, %d scores", err, c.Rule.Trial, len(c.Test))
	}
}

func TestMostOf(t *testing.T) {
	choose := mostOf(func(s Seed) string { return s.Verdict })
	for want, verdicts := range map[string][]string{"a": {"b", "a", "a"}, "b": {"b", "a"}, "c": {"c"}, "": {}} {
		var c Configuration
		for _, v := range verdicts {
			c.Seeds = append(c.Seeds, Seed{Verdict: v})
		}
		if got := choose(c); got != want {
			t.Errorf("%v: %q, want %q", verdicts, got, want)
		}
	}
}

// The worst of a round is out, the last among equals; the best of the last round is left, the first of the arms among equals.
func TestMisfitsArm(t *testing.T) {
	arms := []string{"a", "b", "c"}
	at := func(a, b, c float64) map[string]float64 { return map[string]float64{"a": a, "b": b, "c": c} }
	inf := math.Inf(1)
	for _, tt := range []struct {
		first, second map[string]float64
		want          string
	}{
		{at(2, 1, 3), at(1, 1, 0), "a"}, {at(1, 2, 3), at(2, 1, 0), "b"}, {at(3, 3, 1), at(1, 0, 2), "a"}, {at(3, 1, 2), at(0, inf, inf), "b"}, {at(1, inf, inf), at(inf, 1, 1), "b"},
	} {
		m := Misfits{ByConditions: make([]map[string]float64, len(TrialShares))}
		m[ByConditions][slices.Index(TrialShares, 0.3)], m[ByConditions][slices.Index(TrialShares, 0.6)] = tt.first, tt.second
		if got := m.arm(ByConditions, TrialRounds, arms); got != tt.want {
			t.Errorf("%v, %v: %s, want %s", tt.first, tt.second, got, tt.want)
		}
	}
}
