package train

import (
	"strings"
	"testing"

	"counterpoint/solver/experiment"
)

// stepped returns a run of spec after n steps.
func stepped(t *testing.T, spec experiment.Spec, n int) *Run {
	t.Helper()
	r, err := New(spec, Options{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	for range n {
		if err := r.Step(); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

// A run that starts from another has its losses to the last bit, adapters or not, and goes on from its step.
func TestStartFrom(t *testing.T) {
	checked := 0
	for _, precision := range []string{"f32", "f64"} {
		for _, adapters := range []string{"none", "shared", "routed", "output"} {
			for _, resample := range []int{0, 7} {
				plain := experiment.Default()
				plain.Problem, plain.Steps, plain.Width, plain.Depth, plain.Points = "burgers", 60, 12, 2, "100"
				plain.Precision, plain.Resample = precision, resample
				from := stepped(t, plain, 30)
				next := plain
				next.Adapters, next.Weights = adapters, "gradnorm"
				r := stepped(t, next, 0)
				if err := r.StartFrom(from); err != nil {
					t.Fatal(err)
				}
				if err := from.Evaluate(); err != nil {
					t.Fatal(err)
				}
				var a, b experiment.Snapshot
				from.Snapshot(&a)
				r.Snapshot(&b)
				for k, v := range a.Loss {
					// the adapters' zero is added to every unit, which may change the order of a sum
					if d := v - b.Loss[k]; d > 1e-5*v || d < -1e-5*v {
						t.Errorf("%s adapters %s: loss %d is %g, was %g", precision, adapters, k, b.Loss[k], v)
					}
				}
				for !r.Done() {
					if err := r.Step(); err != nil {
						t.Fatal(err)
					}
				}
				if r.StepCount() != 60 || b.Step != 30 {
					t.Errorf("it began at step %d and ended at %d, want 30 and 60", b.Step, r.StepCount())
				}
				checked++
			}
		}
	}
	if checked != 16 {
		t.Fatalf("%d cases", checked)
	}
}

func TestStartFromAnotherNetwork(t *testing.T) {
	spec := experiment.Default()
	spec.Problem, spec.Steps, spec.Width, spec.Depth, spec.Points = "heat", 20, 8, 2, "64"
	from := stepped(t, spec, 10)
	wide, short := spec, spec
	wide.Width, short.Steps = 16, 5
	for want, s := range map[string]experiment.Spec{"width": wide, "steps": short} {
		if err := stepped(t, s, 0).StartFrom(from); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want an error that names %s", err, want)
		}
	}
}
