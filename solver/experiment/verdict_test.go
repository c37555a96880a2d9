package experiment

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
)

// A statistic that does not exist is null in JSON and NaN when read back; finite ones come back exactly.
func TestVerdictJSONWithNaN(t *testing.T) {
	v := Verdict{
		Regime:         RegimeDirectional,
		Evidence:       []Evidence{{Name: "phi_N", Value: math.NaN(), Lo: math.Inf(-1), Hi: 0.1, Threshold: 1. / 3, Decides: true}},
		Counterfactual: []Counterfactual{{Arm: "none", Rate: []float64{math.NaN(), 2.5e-300}, Worst: math.Inf(1)}},
		Pairs:          []PairEvidence{{A: "pde", B: "bc", Cosine: 0.5, Ratio: math.NaN(), Hi: math.Inf(1), Longest: 3}},
		Blocks:         []BlockEvidence{{Name: "l0", Best: math.NaN(), Share: 1. / 3, Votes: true}},
	}
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(b), `"value":null,"lo":null,"hi":0.1,"threshold":0.3333333333333333,"decides":true`) || !strings.Contains(string(b), `"rate":[null,2.5e-300],"worst":null`) {
		t.Errorf("%s", b)
	}
	var back Verdict
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	e, c := back.Evidence[0], back.Counterfactual[0]
	if e.Name != "phi_N" || !math.IsNaN(e.Value) || e.Hi != 0.1 || !e.Decides || c.Arm != "none" || !math.IsNaN(c.Rate[0]) || c.Rate[1] != 2.5e-300 || !math.IsNaN(c.Worst) {
		t.Errorf("%+v", back)
	}
	p, block := back.Pairs[0], back.Blocks[0]
	if p.A != "pde" || p.Cosine != 0.5 || !math.IsNaN(p.Ratio) || !math.IsInf(p.Hi, 1) || p.Longest != 3 || block.Name != "l0" || !math.IsNaN(block.Best) || block.Share != 1./3 || !block.Votes {
		t.Errorf("%+v", back)
	}
}
