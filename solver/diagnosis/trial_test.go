package diagnosis

import (
	"math"
	"slices"
	"testing"
)

func TestMisfit(t *testing.T) {
	e2, nan := math.E*math.E, math.NaN()
	for _, tt := range []struct {
		name     string
		losses   [][]float64
		equation []bool
		want     float64
	}{
		{"the equation has no vote", [][]float64{{1e9, math.E / 2, math.E / 2}}, []bool{true, false, false}, 1},
		{"nor has an equation in the middle", [][]float64{{math.E, 1e9}}, []bool{false, true}, 1},
		{"the mean of logarithms", [][]float64{{5, 1}, {7, e2}}, []bool{true, false}, 1},
		{"hard constraints", [][]float64{{math.E / 2, math.E / 2}}, []bool{true, true}, 1},
		{"conditions that hold exactly", [][]float64{{math.E, 0}}, []bool{true, false}, 1},
		{"no mark", nil, []bool{true, false}, math.Inf(1)},
		{"not finite", [][]float64{{1, 1}, {1, nan}}, []bool{true, false}, math.Inf(1)},
		{"a broken equation is not seen", [][]float64{{nan, math.E}}, []bool{true, false}, 1},
	} {
		if got := Misfit(tt.losses, tt.equation); !(math.Abs(got-tt.want) < 1e-12 || got == tt.want) {
			t.Errorf("%s: %g, want %g", tt.name, got, tt.want)
		}
	}
}

func TestSilent(t *testing.T) {
	equation := []bool{true, false, true}
	for trial, want := range map[string][]bool{ByConditions: equation, Trials[1]: {false, false, false}, Trials[2]: {false, true, false}} {
		if got := Silent(trial, equation); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", trial, got, want)
		}
	}
}

// In the regime none nothing is tried, whatever the misfits say.
func TestVerdictThenTrial(t *testing.T) {
	m := Misfits{ByConditions: {{"none": 1, "weights": 0}}}
	for _, tt := range []struct {
		unit float64
		want string
	}{{0.9, "none"}, {0.2, "weights"}} {
		c := Configuration{Best: 0.9, Slow: 0.9, Unit: tt.unit, Misfit: []Misfits{m}}
		if got := c.judgedThenTried(0, []string{"none", "weights"}); got != tt.want {
			t.Errorf("phi_1 %g: %s, want %s", tt.unit, got, tt.want)
		}
	}
}

// A trial finds the arm where misfits tell, calibration the first share from which on they do, and without misfits there is no trial.
func TestCalibrateFindsThePlantedShare(t *testing.T) {
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
		all[i].Misfit = []Misfits{one, one}
	}
	c, err := Calibrate(all, arms)
	if err != nil {
		t.Fatal(err)
	}
	if s := c.Test[3]; s.Name != "trial" || s.Hits != s.Configs || s.Regret != 0 || c.Rule.Share != 0.2 || len(c.Test) != 9 {
		t.Errorf("the trial scores %+v at a share of %g", s, c.Rule.Share)
	}
	if s, weights := c.Test[4], c.Test[7]; s.Name != Trials[1] || weights.Name != "always weights" || s.Hits != 2*weights.Hits || math.Abs(s.Regret-weights.Regret) > 1e-12 {
		t.Errorf("a trial that always says weights scores %+v, always weights %+v", s, weights)
	}
	all[7].Misfit = nil
	if c, err = Calibrate(all, arms); err != nil || c.Rule.Share != 0 || len(c.Test) != 5 {
		t.Errorf("with an unknown misfit: %v, share %g, %d scores", err, c.Rule.Share, len(c.Test))
	}
}
