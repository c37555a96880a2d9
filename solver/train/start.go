package train

import "fmt"

// StartFrom lets r, which must not have taken a step, go on from where other stands: at its step, with its parameters. Blocks of
// parameters go over by name; blocks that other lacks start as in a new run (adapters at zero effect). Optimizer, weights and
// direction start afresh: Adam's second moment belongs to the weights it was gathered under, and steps taken in the metric of
// much smaller gradients would be far too long. other stays as it is. A block of another size, or a step beyond r's last, is an error.
func (r *Run) StartFrom(other *Run) error {
	if r.step != 0 {
		panic("train: the run to be started has taken steps")
	}
	if other.step > r.spec.Steps {
		return fmt.Errorf("steps: the run to start from stands at step %d, the new one has %d", other.step, r.spec.Steps)
	}
	from := other.parameters()
	for _, b := range r.blocks {
		for _, o := range other.blocks {
			if o.Name != b.Name {
				continue
			}
			if o.Hi-o.Lo != b.Hi-b.Lo {
				return fmt.Errorf("block %s has %d parameters in the run to start from, %d in the new one: give both the same width and depth", b.Name, o.Hi-o.Lo, b.Hi-b.Lo)
			}
			r.setParameters(b.Lo, from[o.Lo:o.Hi])
		}
	}
	r.step, r.from, r.spent, r.limit = other.step, other.from, other.spent, other.limit
	if err := r.catchUp(); err != nil {
		return err
	}
	r.updatePoints()
	return nil
}

// parameters returns a copy of the parameters in float64.
func (r *Run) parameters() []float64 {
	out := make([]float64, len(r.params))
	if r.single != nil {
		r.single.parameters(out)
	} else {
		r.double.parameters(out)
	}
	return out
}

// setParameters sets the parameters from index lo on.
func (r *Run) setParameters(lo int, v []float64) {
	for i, x := range v {
		if r.single != nil {
			r.single.theta[lo+i] = float32(x)
		} else {
			r.double.theta[lo+i] = x
		}
	}
}
