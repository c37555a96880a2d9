package train

import (
	"math"
	"time"

	"counterpoint/solver/experiment"
	"counterpoint/solver/kernel"
	"counterpoint/solver/loss"
	"counterpoint/solver/optimize"
)

// diverges is how far a loss may grow beyond its largest start before the run is given up: chosen so that no run that recovered in
// our trials was stopped, far below overflow in float32.
const diverges = 1e8

// Step takes one optimizer step: losses and gradients at the present parameters, Gram matrix, update. After the Spec's steps it takes
// iterations of the finishing phase. A loss, gradient or parameter that is not finite ends the run with a *experiment.Diverged.
// Step allocates nothing while points stay fixed.
func (r *Run) Step() error {
	if r.Done() {
		return nil
	}
	start := time.Now()
	err := r.advance()
	r.spent += time.Since(start)
	return err
}

func (r *Run) advance() error {
	if r.step >= r.spec.Steps {
		return r.finishStep()
	}
	r.last = optimize.Rate(r.spec, r.step)
	if n := r.spec.Resample; n > 0 && r.step > 0 && r.step%n == 0 {
		r.placement.Round = uint64(r.step / n)
		if err := r.replace(); err != nil {
			return err
		}
	}
	if r.single != nil {
		return trainStep(r, r.single)
	}
	return trainStep(r, r.double)
}

func trainStep[T kernel.Float](r *Run, e *engine[T]) error {
	e.losses.Draw(uint64(r.step))
	if r.step == 0 && r.spec.PointWeights != "none" {
		e.evaluate() // the points' first residuals
		e.losses.UpdatePoints()
	}
	e.evaluate()
	if err := r.check(); err != nil {
		return err
	}
	if r.onGrads != nil {
		r.onGrads()
	}
	merge(r.slots, e, r.step, r.shape.TrunkParams())
	e.update(r.step, r.last)
	e.losses.UpdatePoints()
	r.step++
	return nil
}

// updatePoints lets the point weights look at the residuals of the last evaluation.
func (r *Run) updatePoints() {
	if r.single != nil {
		r.single.losses.UpdatePoints()
	} else {
		r.double.losses.UpdatePoints()
	}
}

// replace draws new points.
func (r *Run) replace() error {
	if r.single != nil {
		return r.single.losses.Place(r.placement)
	}
	return r.double.losses.Place(r.placement)
}

// check looks for trouble in one place per step, after the gradients and before the update.
func (r *Run) check() error {
	if r.limit == 0 {
		r.limit = 1
		for _, v := range r.view.loss {
			if v <= math.MaxFloat64 { // else it is the fault
				r.limit = max(r.limit, v)
			}
		}
		r.limit = min(r.limit*diverges, math.MaxFloat64)
	}
	if err := r.view.fault(r.names(), r.step, r.limit); err != nil {
		return r.atStart(err)
	}
	return nil
}

// Snapshot writes what is seen after the last step into s, reusing its slices. Losses, gradients and Gram matrix are those at the
// parameters from which the last step started. s.Error and s.Centered are set to NaN: see Judge.
func (r *Run) Snapshot(s *experiment.Snapshot) {
	s.Step, s.Seconds, s.LR = r.step, r.spent.Seconds(), r.last
	s.Loss = append(s.Loss[:0], r.view.loss...)
	s.Weight = append(s.Weight[:0], r.view.weight...)
	s.Gram = append(s.Gram[:0], r.view.gram...)
	s.BlockGram = append(s.BlockGram[:0], r.view.byBlock...)
	s.Update = append(s.Update[:0], r.view.update...)
	s.UpdateNorm = r.view.updateNorm
	s.Error, s.Centered = s.Error[:0], s.Centered[:0]
	for range r.p.Fields {
		s.Error, s.Centered = append(s.Error, nan), append(s.Centered, nan)
	}
	s.Unknown = s.Unknown[:0]
	n := len(r.params) - len(r.p.Unknowns)
	for i, u := range r.p.Unknowns {
		s.Unknown = append(s.Unknown, loss.Value(u, r.parameter(n+i)))
	}
}

// parameter returns parameter i.
func (r *Run) parameter(i int) float64 {
	if r.single != nil {
		return float64(r.single.theta[i])
	}
	return r.double.theta[i]
}

// Evaluate brings losses, gradients and Gram matrix up to the present parameters without a step: the view of a run that has
// just been built.
func (r *Run) Evaluate() error {
	if r.single != nil {
		r.single.losses.Draw(uint64(r.step))
		r.single.evaluate()
	} else {
		r.double.losses.Draw(uint64(r.step))
		r.double.evaluate()
	}
	return r.check()
}
