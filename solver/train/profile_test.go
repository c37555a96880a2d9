package train

import (
	"math"
	"testing"

	"counterpoint/solver/experiment"
)

func TestProfiler(t *testing.T) {
	for _, precision := range []string{"f32", "f64"} {
		s := small("burgers")
		s.Precision, s.Steps = precision, 200
		r := build(t, s)
		p := Profiled(r)
		for range 101 {
			if err := p.Step(); err != nil {
				t.Fatal(err)
			}
		}
		if n := len(p.Profile.Rows); n != 11 {
			t.Fatalf("%d rows of 101 steps, want one in ten", n)
		}
		agree, compared := 0, 0
		for i, row := range p.Profile.Rows[:10] {
			if row.Step != 10*i {
				t.Errorf("row %d stands at step %d", i, row.Step)
			}
			for k := range row.Loss {
				// Adam's metric and the raw one agree on which gradients are there
				if !(row.Gram[4*k] > 0 && row.Metric[4*k] > 0 && row.Average[4*k] > 0) {
					t.Errorf("row %d, loss %d: norms %g %g %g", i, k, row.Gram[4*k], row.Metric[4*k], row.Average[4*k])
				}
				compared++
				if (row.Change[k] < 0) == (row.First[k] > 0) {
					agree++
				}
			}
		}
		// early steps of 1e-3 are short: most losses move as their gradients say
		if 2*agree < compared {
			t.Errorf("%s: %d of %d losses moved as the first order says", precision, agree, compared)
		}
		if v := p.Verdict(); v.Regime == experiment.RegimeUndecided || len(v.Evidence) == 0 || math.IsNaN(v.Evidence[0].Value) {
			t.Errorf("%s: verdict %+v", precision, v)
		}
	}
}
