package train

import (
	"fmt"
	"strings"

	"counterpoint/solver/experiment"
)

// State returns everything a run needs to go on as if it had never stopped, but for its Spec: the parameters by block, the state of
// every part with memory, and the step. The arrays are views of the run's own memory, valid until its next Step.
func (r *Run) State() []experiment.Array {
	counters := []float64{float64(r.step), r.limit, 0}
	if r.stopped {
		counters[2] = 1
	}
	out := []experiment.Array{{Name: "run", Shape: []int{3}, F64: counters}, experiment.NewArray("weight", r.view.weight)}
	out = append(out, r.slots.state()...)
	if r.single != nil {
		return append(out, r.single.state(r)...)
	}
	out = append(out, r.double.state(r)...)
	if r.finish != nil {
		out = append(out, r.finish.lbfgs.State()...)
	}
	return out
}

// Weights returns the parameters by block: what a trained network is saved as.
func (r *Run) Weights() []experiment.Array {
	if r.single != nil {
		return r.single.weights(r)
	}
	return r.double.weights(r)
}

func (e *engine[T]) weights(r *Run) []experiment.Array {
	var out []experiment.Array
	for _, b := range r.blocks {
		out = append(out, experiment.NewArray(b.Name, e.theta[b.Lo:b.Hi]))
	}
	return out
}

func (e *engine[T]) state(r *Run) []experiment.Array {
	out := e.weights(r)
	out = append(out, e.partState()...)
	return append(out, e.losses.PointState()...)
}

// Restore sets a run just made by New to the given state, which State of a run of the same Spec returned. Training then goes on with
// the same bits, on the same kernel set. State that does not fit the Spec is an error that names the array.
func (r *Run) Restore(state []experiment.Array) error {
	have := map[string]experiment.Array{}
	finishing := false
	for _, a := range state {
		have[a.Name] = a
		finishing = finishing || strings.HasPrefix(a.Name, "lbfgs.")
	}
	counters := have["run"]
	if len(counters.F64) != 3 {
		return fmt.Errorf("checkpoint: array \"run\" is missing or damaged")
	}
	step := int(counters.F64[0])
	if step < 0 || step > r.Total() {
		return fmt.Errorf("checkpoint: it stands at step %d, the run has %d", step, r.Total())
	}
	if finishing {
		if err := r.startFinish(); err != nil {
			return err
		}
	}
	for _, own := range r.State()[1:] {
		if err := fill(own, have[own.Name]); err != nil {
			return err
		}
	}
	if r.single != nil {
		r.single.losses.RestorePoints()
	} else {
		r.double.losses.RestorePoints()
	}
	r.step, r.from = step, step
	r.limit, r.stopped = counters.F64[1], counters.F64[2] != 0
	return r.catchUp()
}

// fill copies the saved array into the run's own.
func fill(own, saved experiment.Array) error {
	if len(own.F32) != len(saved.F32) || len(own.F64) != len(saved.F64) {
		return fmt.Errorf("checkpoint: array %q is missing or has another size or precision than the run", own.Name)
	}
	copy(own.F32, saved.F32)
	copy(own.F64, saved.F64)
	return nil
}

// catchUp places the points that the run had at its step and evaluates the losses there.
func (r *Run) catchUp() error {
	if n := r.spec.Resample; n > 0 && r.step > 0 {
		last := min(r.step, r.spec.Steps) - 1
		r.placement.Round = uint64(last / n)
		if err := r.replace(); err != nil {
			return err
		}
	}
	limit := r.limit
	err := r.Evaluate()
	r.limit = limit
	return err
}

// copyState copies the arrays of one part with memory into another's of the same kind.
func copyState(to, from []experiment.Array) {
	for i := range to {
		copy(to[i].F32, from[i].F32)
		copy(to[i].F64, from[i].F64)
	}
}
