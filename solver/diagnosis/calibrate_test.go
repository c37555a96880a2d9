package diagnosis

import (
	"fmt"
	"math"
	"testing"

	"counterpoint/solver/experiment"
)

// planted returns configurations of the three regimes, in each of which another arm is ten times better than the rest. The threshold that tells
// them apart lies between 0.31 and 0.44.
func plantedConfigurations(n int) (out []Configuration) {
	for i := range n {
		c := Configuration{Problem: fmt.Sprintf("p%d", i), Best: 0.9, Slow: 0.9, Unit: 0.44, Error: map[string]float64{"none": 1e-1, "weights": 1e-1, "adapters+weights": 1e-1}}
		switch i % 3 {
		case 0:
			c.Error["none"] = 1e-2
		case 1:
			c.Unit = 0.31
			c.Error["weights"] = 1e-2
		case 2:
			c.Best, c.Slow = 0.1, 0.1
			c.Error["adapters+weights"], c.Error["none"] = 1e-2, math.Inf(1)
		}
		out = append(out, c)
	}
	return out
}

func TestCalibrateFindsThePlantedRule(t *testing.T) {
	arms := []string{"none", "weights", "adapters+weights"}
	c, err := Calibrate(plantedConfigurations(60), arms)
	if err != nil {
		t.Fatal(err)
	}
	if c.Rule.Kappa <= 0.31 || c.Rule.Kappa > 0.44 || c.Rule.Arm[experiment.RegimeMagnitude] != "weights" || c.Rule.Arm[experiment.RegimeDirectional] != "adapters+weights" {
		t.Errorf("rule %+v", c.Rule)
	}
	if s := c.Test[0]; s.Hits != s.Configs || s.Regret != 0 || s.Configs+c.Fit.Configs != 60 {
		t.Errorf("the planted rule scores %+v, fitted on %d", s, c.Fit.Configs)
	}
	if len(c.Test) != 5 || c.Test[1].Name != VerdictOfMedians || c.Test[1].Hits != c.Test[1].Configs {
		t.Fatalf("%d scores, want the rule's, that of the verdict of the medians, as good, and three trivial ones: %+v", len(c.Test), c.Test)
	}
	for _, s := range c.Test[2:] {
		if s.Hits >= s.Configs || s.Regret < 0.3 {
			t.Errorf("a trivial rule scores %+v", s)
		}
	}
	if s := c.Cross[0]; len(c.Cross) != len(c.Test) || s.Name != "rule" || s.Configs != 60 || s.Hits != 60 || s.Regret != 0 || !(s.Lo > 0.9) || s.Hi != 1 {
		t.Errorf("over both halves the planted rule scores %+v", s)
	}
	plain := Score{}
	for _, s := range c.Cross {
		if s.Name == "always none" {
			plain = s
		}
	}
	if plain.Configs != 60 || plain.Hits != 20 || !(plain.Lo < 1./3) || !(plain.Hi > 1./3) || !(plain.Hi < 0.5) {
		t.Errorf("always none, over both halves: %+v", plain)
	}
	for regime, best := range c.Confusion {
		if len(best) != 1 {
			t.Errorf("regime %s: %v", regime, best)
		}
	}
	if len(c.Confusion) != 3 {
		t.Errorf("confusion %v", c.Confusion)
	}
}

func TestHeldKeepsCasesTogether(t *testing.T) {
	held := 0
	for i := range 200 {
		name := fmt.Sprintf("problem-%d", i)
		if Held(name) {
			held++
		}
		if Held(name) != Held(name+"@case") || Held(name) != Held(name+" nu=0.1") {
			t.Errorf("the cases of %s are in both halves", name)
		}
	}
	if held < 70 || held > 130 { // 4 standard deviations of 200 fair coins
		t.Errorf("%d of 200 are held", held)
	}
	if _, err := Calibrate(plantedConfigurations(4), []string{"none"}); err == nil {
		t.Error("four problems were calibrated on")
	}
}
