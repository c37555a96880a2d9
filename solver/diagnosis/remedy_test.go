package diagnosis

import (
	"testing"

	"counterpoint/solver/experiment"
)

// Every remedy that a verdict can name is an arm, and changes nothing but the slots.
func TestRemediedForEveryPlantedVerdict(t *testing.T) {
	spec := experiment.Default()
	spec.Problem, spec.Seed, spec.LR, spec.Weights = "burgers", 7, 3e-3, "dwa"
	for _, tt := range planted {
		v := Classify(constant(tt.q, 200), Default)
		got, err := Remedied(v, spec)
		if err != nil {
			t.Fatal(err)
		}
		want := spec
		if err := experiment.ApplyArm(&want, tt.arm); err != nil {
			t.Fatal(err)
		}
		if got.Weights != want.Weights || got.Direction != want.Direction || got.Adapters != want.Adapters || got.Seed != 7 || got.LR != 3e-3 || got.Arm != tt.arm {
			t.Errorf("%s: %+v", tt.name, got)
		}
	}
	spec.Estimator = "dense"
	got, err := Remedied(experiment.Verdict{Remedy: experiment.Remedy{Arm: "adapters+weights"}}, spec)
	if err != nil || got.Adapters != "none" || got.Weights != "jointrate" {
		t.Errorf("where Laplacians are estimated: %v, adapters %s, weights %s", err, got.Adapters, got.Weights)
	}
	if _, err := Remedied(experiment.Verdict{Remedy: experiment.Remedy{Arm: "prayer"}}, spec); err == nil {
		t.Error("an unknown arm is no error")
	}
}
