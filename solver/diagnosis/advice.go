package diagnosis

import (
	"fmt"

	"counterpoint/solver/experiment"
)

// curing is the damping at which Advice reads the Gauss-Newton metric, one of dampings: directions below 1e-5 of the largest eigenvalue
// are out of reach of a few hundred quasi-Newton iterations, and at 0 every kernel of full rank would count as curable.
const curing = 1e-5

// Advice says what the tangent kernel of the profiled run adds to a directional verdict, "" for another: where the losses do not conflict in
// Gauss-Newton's metric the conflict is one of conditioning and a quasi-Newton phase comes first; where they do, these parameters cannot
// serve all losses whatever the metric.
func Advice(v experiment.Verdict, kernel experiment.Tangent, t Thresholds) string {
	if v.Regime != experiment.RegimeDirectional {
		return ""
	}
	for _, m := range kernel.Metric {
		switch {
		case m.Damping != curing:
		case m.Phi >= t.Kappa:
			return fmt.Sprintf("the conflict is one of conditioning (phi_* is %.2f in Gauss-Newton's metric at damping %.0e): another metric cures this, add --finish lbfgs first", m.Phi, curing)
		case m.Phi < t.Kappa:
			return fmt.Sprintf("no metric cures this (phi_* is %.2f in Gauss-Newton's at damping %.0e): these parameters cannot serve all losses, others may", m.Phi, curing)
		}
	}
	return ""
}
