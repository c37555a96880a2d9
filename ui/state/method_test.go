package state

import (
	"testing"

	"counterpoint/solver/experiment"
)

func TestUseArm(t *testing.T) {
	w := ready(t, "")
	w.s.Dispatch(UseArm{"adapters+weights"})
	if r := w.last(experiment.AskLoad); r.Spec.Weights != "jointrate" || r.Spec.Adapters != "local" || w.s.ArmShown() != "adapters+weights" {
		t.Errorf("spec %+v, arm %q", r.Spec, w.s.ArmShown())
	}
	gen := w.s.Generation()
	w.s.Dispatch(UseArm{"no such arm"})
	if w.s.Generation() != gen || w.s.Spec.Weights != "jointrate" {
		t.Error("an unknown arm was taken")
	}
	w.s.Dispatch(Change{"weights", "dwa"})
	if w.s.ArmShown() != "" {
		t.Errorf("with other weights the arm is still %q", w.s.ArmShown())
	}
}
