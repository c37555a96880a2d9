package train

import (
	"counterpoint/solver/diagnosis"
	"counterpoint/solver/experiment"
	"counterpoint/solver/gradient"
)

// Tangent returns the neural tangent kernel at the present parameters, in float64, on about rows residuals: of the trunk, the adapters
// and the coefficients apart. The run stays as it is. It takes a second or so for 256 residuals. A loss or gradient that is not finite
// is a *experiment.Diverged.
func (r *Run) Tangent(rows int) (experiment.Tangent, error) {
	theta := r.parameters()
	exact := *r
	exact.spec.Estimator = "exact"
	e, err := newEngine[float64](&exact, theta)
	if err != nil {
		return experiment.Tangent{}, err
	}
	defer e.losses.Close()
	if r.single != nil {
		copyState(e.losses.PointState(), r.single.losses.PointState())
	} else {
		copyState(e.losses.PointState(), r.double.losses.PointState())
	}
	e.losses.RestorePoints()
	e.net.Pack()
	j := e.losses.Jacobian(rows)
	for i, row := range j.Rows {
		if s := e.set.Inner(row, row) + j.Residual[i]; s-s != 0 {
			return experiment.Tangent{}, &experiment.Diverged{Loss: r.names()[j.Loss[i]], Step: r.step, Value: s}
		}
	}
	var groups []gradient.Block
	add := func(name string, lo, hi int) {
		if hi > lo {
			groups = append(groups, gradient.Block{Name: name, Lo: lo, Hi: hi})
		}
	}
	add("trunk", 0, r.shape.TrunkParams())
	add("adapters", r.shape.TrunkParams(), r.shape.Params())
	add(diagnosis.Coefficients, r.shape.Params(), len(theta))
	return diagnosis.Tangent(j, r.names(), groups), nil
}
