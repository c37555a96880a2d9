package train

import (
	"math"
	"testing"

	"counterpoint/solver/experiment"
	"counterpoint/solver/gradient"
)

// TestStatistics: they are those of the profile's row of the same step, in both precisions, and unknown before the first step.
func TestStatistics(t *testing.T) {
	for _, precision := range []string{"f32", "f64"} {
		spec := experiment.Default()
		spec.Problem, spec.Width, spec.Depth, spec.Points, spec.Steps, spec.Precision = "burgers", 8, 2, "60", 30, precision
		r, err := New(spec, Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		for i, v := range r.Statistics(nil) {
			if !math.IsNaN(v) {
				t.Errorf("%s is %g before the first step", experiment.Statistics[i], v)
			}
		}
		p := Profiled(r)
		for range 21 {
			if err := p.Step(); err != nil {
				t.Fatal(err)
			}
		}
		row := p.Profile.Rows[len(p.Profile.Rows)-1]
		if row.Step != 20 {
			t.Fatalf("the last row is of step %d", row.Step)
		}
		var g gradient.Geometry
		g.Of(row.Metric, len(row.Loss))
		got := r.Statistics(nil)
		for i, want := range map[int]float64{experiment.PhiUnit: g.PhiUnit(), experiment.PhiNorm: g.PhiNorm(), experiment.PhiBest: g.PhiBest()} {
			if got[i] != want {
				t.Errorf("%s: %s is %g, the profile says %g", precision, experiment.Statistics[i], got[i], want)
			}
		}
		if got[experiment.Imbalance] < 1 || math.IsNaN(p.Slow()) {
			t.Errorf("imbalance %g, slow %g", got[experiment.Imbalance], p.Slow())
		}
	}
}

// TestAppliedUpdate: Snapshot.Update holds the inner products of the parameters' true change with the losses' gradients at the start of
// the step, and UpdateNorm is its length: Adam's metric is in it.
func TestAppliedUpdate(t *testing.T) {
	spec := experiment.Default()
	spec.Problem, spec.Width, spec.Depth, spec.Points, spec.Steps, spec.Precision = "burgers", 8, 2, "60", 30, "f64"
	r, err := New(spec, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var s experiment.Snapshot
	for range 5 {
		before := append([]float64(nil), r.double.theta...)
		if err := r.Step(); err != nil {
			t.Fatal(err)
		}
		r.Snapshot(&s)
		norm := 0.0
		for i, v := range before {
			before[i] = v - r.double.theta[i]
			norm += before[i] * before[i]
		}
		for k, g := range r.double.grads.Rows {
			want := 0.0
			for i, d := range before {
				want += d * g[i]
			}
			if math.Abs(s.Update[k]-want) > 1e-12*(math.Abs(want)+1e-12) { // sums in another order
				t.Errorf("step %d, loss %d: %g, want %g", s.Step, k, s.Update[k], want)
			}
		}
		if math.Abs(s.UpdateNorm-math.Sqrt(norm)) > 1e-12 {
			t.Errorf("length %g, want %g", s.UpdateNorm, math.Sqrt(norm))
		}
	}
}

// TestPoints: every loss has as many points as it is given, inside the coordinates' intervals.
func TestPoints(t *testing.T) {
	spec := experiment.Default()
	spec.Problem, spec.Width, spec.Depth, spec.Points = "burgers", 8, 2, "pde=60,bc=20,ic=10"
	r, err := New(spec, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	clouds := r.Points(40)
	if len(clouds) != 3 || clouds[0].All < 60 || len(clouds[0].X) != 80 || clouds[2].Loss != "ic" || len(clouds[2].X) != 20 {
		t.Fatalf("clouds %+v", clouds)
	}
	checked := 0
	for _, c := range clouds {
		for i, x := range c.X {
			a := r.p.Coords[i%2]
			if float64(x) < a.Lo-1e-6 || float64(x) > a.Hi+1e-6 {
				t.Errorf("%s: %s = %g", c.Loss, a.Name, x)
			}
			checked++
		}
	}
	if checked == 0 {
		t.Fatal("nothing was checked")
	}
}

// TestStatisticsOfEveryOptimizer: every optimizer's run can be asked; only Adam's metric is known.
func TestStatisticsOfEveryOptimizer(t *testing.T) {
	checked := 0
	for _, name := range experiment.FindSetting("optimizer").Choices {
		spec := experiment.Default()
		spec.Problem, spec.Width, spec.Depth, spec.Points, spec.Steps, spec.Optimizer = "burgers", 8, 2, "60", 3, name
		r, err := New(spec, Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		for range 2 {
			if err := r.Step(); err != nil {
				t.Fatal(err)
			}
		}
		if known := !math.IsNaN(r.Statistics(nil)[experiment.PhiBest]); known != (name == "adam") {
			t.Errorf("%s: known %v", name, known)
		}
		checked++
	}
	if checked < 2 {
		t.Fatalf("%d optimizers", checked)
	}
}
