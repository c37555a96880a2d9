package diagnosis

import (
	"fmt"

	"counterpoint/solver/experiment"
)

// Remedied returns spec with the slots of the verdict's remedy, the rest as it was: what to run after the profile. A verdict
// without a remedy gives the plain arm, and one that asks for adapters their weights alone where Laplacians are estimated. A remedy that is no arm is an error that lists the arms.
func Remedied(v experiment.Verdict, spec experiment.Spec) (experiment.Spec, error) {
	arm := v.Remedy.Arm
	switch {
	case arm == "":
		arm = "none"
	case arm == "adapters+weights" && spec.Estimator != "exact":
		arm = "weights" // estimates do not pass through gates
	}
	out := spec.Clone()
	if err := experiment.ApplyArm(&out, arm); err != nil {
		return spec, fmt.Errorf("remedy: %w", err)
	}
	return out, nil
}
