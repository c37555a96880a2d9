package train

import (
	"counterpoint/solver/optimize"
)

// history is the number of update pairs of the finishing phase's L-BFGS: by experiment on burgers and helmholtz; not claimed
// optimal.
const history = 50

// finish is the second phase: L-BFGS in float64 on the weighted sum of the losses, on the points of the last step.
type finish struct {
	lbfgs *optimize.LBFGS
	x     []float64
	f     optimize.Objective
}

func (r *Run) finishStep() error {
	if r.finish == nil {
		if err := r.startFinish(); err != nil {
			return err
		}
	}
	e := r.double
	copy(e.old, e.theta)
	copy(r.finish.x, e.theta)
	status, err := r.finish.lbfgs.Step(r.finish.f, r.finish.x)
	copy(e.theta, r.finish.x)
	if err != nil {
		return r.check()
	}
	r.last = 0
	e.moved()
	r.step++
	r.stopped = status != optimize.Progress
	return nil
}

// startFinish moves the run to float64 and to exact Laplacians: L-BFGS needs one objective, and one that is bounded.
func (r *Run) startFinish() error {
	r.finish = &finish{}
	if r.double != nil && r.spec.Estimator != "exact" {
		if err := r.double.compile(r); err != nil {
			return err
		}
	}
	if r.double == nil {
		r.single.parameters(r.params)
		e, err := newEngine[float64](r, r.params)
		if err != nil {
			return err
		}
		copyState(e.losses.PointState(), r.single.losses.PointState())
		e.losses.RestorePoints()
		r.single.losses.Close()
		r.single, r.double = nil, e
	}
	e := r.double
	r.finish.lbfgs, r.finish.x = optimize.NewLBFGS(len(e.theta), history), make([]float64, len(e.theta))
	r.finish.f = func(x, grad []float64) float64 {
		copy(e.theta, x)
		e.evaluate()
		total := e.weighted()
		copy(grad, e.dir)
		return total
	}
	return nil
}
