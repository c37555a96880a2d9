package train

import (
	"math"
	"strings"
	"testing"

	"counterpoint/solver/experiment"
	"counterpoint/solver/gradient"
)

func TestProfiler(t *testing.T) {
	for _, precision := range []string{"f32", "f64"} {
		s := small("burgers")
		s.Precision, s.Steps = precision, 300
		r := build(t, s)
		p := Profiled(r)
		for range 201 {
			if err := p.Step(); err != nil {
				t.Fatal(err)
			}
		}
		if n := len(p.Profile.Rows); n != 21 {
			t.Fatalf("%d rows of 201 steps, want one in ten", n)
		}
		agree, compared := 0, 0
		for i, row := range p.Profile.Rows[:20] {
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

// Steps that are too long for the first order swing all losses together. The averaged gradients then show nearly the conflict that short
// steps show from there on, the single ones hide it.
func TestAveragesSeeThroughLongSteps(t *testing.T) {
	s := small("heat")
	s.Width, s.Depth, s.Points, s.Precision, s.Steps, s.Seed = 32, 3, "256", "f32", 2000, 1
	s.LR, s.LREnd, s.Schedule = 5e-2, 5e-2, "constant"
	r := build(t, s)
	profiled := func(n int) experiment.Verdict {
		p := Profiled(r)
		for range n {
			if err := p.Step(); err != nil {
				t.Fatal(err)
			}
		}
		return p.Verdict()
	}
	value := func(v experiment.Verdict, name string) float64 {
		for _, e := range v.Evidence {
			if e.Name == name {
				return e.Value
			}
		}
		return nan
	}
	long := profiled(1000)
	r.spec.LR /= 30
	short := profiled(600)
	if text := strings.Join(long.Caveats, "\n"); !strings.Contains(text, "judged on the gradients' moving averages") || strings.Contains(strings.Join(short.Caveats, "\n"), "first order") {
		t.Fatalf("long steps: %q, short ones: %q", long.Caveats, short.Caveats)
	}
	want := value(short, "phi_*")
	// here 0.65 and 6 times; over 15 runs 0.65 to 2.2 and 2.4 to 13
	if a, b := value(long, "phi_*E")/want, value(long, "phi_*")/want; !(a > 1./3 && a < 3 && b > 2*a) || long.Regime != short.Regime {
		t.Errorf("averages show %g times the conflict of short steps, single gradients %g times; %s, then %s", a, b, long.Regime, short.Regime)
	}
}

// Half the difference of the gradients on two halves of the points has, over many draws, the covariance of the gradients themselves:
// losses on common points included.
func TestHalvesMeasureTheNoise(t *testing.T) {
	s := small("thermoelastic")
	s.Sampler, s.Points, s.Resample = "uniform", "640", 1 // 64 points on each boundary, so that few pairs straddle two faces
	r := build(t, s)
	shaken(r)
	e := r.double
	k, n := len(r.names()), r.shape.TrunkParams()
	halves := gradient.NewSet[float64](k, r.blocks)
	const draws = 400
	mean, noise, square := make([][]float64, k), make([]float64, k*k), make([]float64, k*k)
	for i := range mean {
		mean[i] = make([]float64, n)
	}
	for round := range draws {
		r.placement.Round = uint64(round)
		if err := r.replace(); err != nil {
			t.Fatal(err)
		}
		e.evaluate()
		before := e.grads.Rows[0][0]
		e.losses.Halves(uint64(round)+1, halves)
		if e.grads.Rows[0][0] != before {
			t.Fatal("the gradients have changed")
		}
		for i := range k {
			for l := range n {
				mean[i][l] += e.grads.Rows[i][l] / draws
			}
			for j := range k {
				noise[i*k+j] += e.set.Inner(halves.Rows[i][:n], halves.Rows[j][:n]) / draws
				square[i*k+j] += e.set.Inner(e.grads.Rows[i][:n], e.grads.Rows[j][:n]) / draws
			}
		}
	}
	checked := 0
	for i := range k {
		for j := range k {
			want := square[i*k+j] - e.set.Inner(mean[i], mean[j])
			// both are means of 400 draws of squares of few directions
			if scale := math.Sqrt(noise[i*k+i] * noise[j*k+j]); math.Abs(noise[i*k+j]-want) > 0.2*scale {
				t.Errorf("losses %d, %d: covariance %g by halves, %g over draws", i, j, noise[i*k+j], want)
			}
			checked++
		}
	}
	if checked != 16 || !(noise[0] > 0) {
		t.Fatalf("%d pairs", checked)
	}
}
