package train

import (
	"counterpoint/solver/combine"
	"counterpoint/solver/experiment"
	"counterpoint/solver/kernel"
)

// slots are the methods between the gradients and the optimizer: weights first, then a direction on the trunk. Adapters and the
// coefficients of an inverse problem always take the weighted sum: coefficients have units of their own, and a direction that sees
// them sees only signs.
type slots struct {
	needs     combine.Needs
	equations []bool // K
	weights   combine.Weights
	direction combine.Direction // nil: the sum
	obs       combine.Observation
	scaled    []float64 // K x K: Gram of the weighted gradients
	coef      []float64 // K: what the direction makes of them
	metric    []float64 // K x K, if the weights need it
	trace     []float64
}

// newSlots finds the Spec's methods for losses of which some are equations'.
func newSlots(s *experiment.Spec, equations []bool) (*slots, error) {
	k, setup := len(equations), combine.Setup{Seed: s.Seed, Equation: equations}
	w, err := combine.FindWeights(s.Weights)
	if err != nil {
		return nil, err
	}
	d, err := combine.FindDirection(s.Direction)
	if err != nil {
		return nil, err
	}
	out := &slots{needs: w.Needs, equations: equations, weights: w.New(k, setup), scaled: make([]float64, k*k), coef: make([]float64, k), trace: make([]float64, k)}
	if d.Name != "sum" {
		out.direction = d.New(k, setup)
	}
	out.obs = combine.Observation{Steps: s.Steps, Gram: make([]float64, k*k)}
	if w.Needs.Metric {
		out.metric = make([]float64, k*k)
	}
	if w.Needs.Abs {
		out.obs.MeanAbs = make([]float64, k)
	}
	return out, nil
}

// state returns the methods' memory.
func (s *slots) state() []experiment.Array {
	out := prefixed("weights.", s.weights.State())
	if s.direction != nil {
		out = append(out, prefixed("direction.", s.direction.State())...)
	}
	return out
}

func prefixed(p string, in []experiment.Array) []experiment.Array {
	out := append([]experiment.Array(nil), in...)
	for i := range out {
		out[i].Name = p + out[i].Name
	}
	return out
}

// merge runs the slots on the gradients of this step and writes the merged gradient into e.dir. trunk is the number of the trunk's
// parameters.
func merge[T kernel.Float](s *slots, e *engine[T], step, trunk int) {
	v, k := e.view, len(e.view.loss)
	o := &s.obs
	o.Step, o.Loss = step, v.loss
	trunkGram(o.Gram, v.byBlock, e.grads.Blocks[:e.trunkBlocks(trunk)], k)
	observe(s, e, step, trunk)
	s.weights.Weigh(o, v.weight)
	copy(s.coef, v.weight)
	if s.direction != nil {
		for i := range k {
			for j := range k {
				s.scaled[i*k+j] = v.weight[i] * v.weight[j] * o.Gram[i*k+j]
			}
		}
		s.direction.Combine(s.scaled, k, step, s.coef)
		for i := range k {
			s.coef[i] *= v.weight[i]
		}
	}
	e.sum(s.coef, 0, trunk)
	e.route(trunk)
	e.sum(v.weight, e.end, len(e.dir))
	e.penalise()
}

// trunkGram adds the Gram matrices of the network's blocks.
func trunkGram[B any](dst, byBlock []float64, blocks []B, k int) {
	clear(dst)
	for b := range blocks {
		for i, v := range byBlock[b*k*k : (b+1)*k*k] {
			dst[i] += v
		}
	}
}

// trunkBlocks is the number of blocks within the first trunk parameters.
func (e *engine[T]) trunkBlocks(trunk int) int {
	n := 0
	for n < len(e.grads.Blocks) && e.grads.Blocks[n].Hi <= trunk {
		n++
	}
	return n
}

// observe measures what the weights need beyond losses and Gram.
func observe[T kernel.Float](s *slots, e *engine[T], step, trunk int) {
	o := &s.obs
	o.Metric = nil
	if s.needs.Metric && metricGram(e, trunk, s.metric) {
		o.Metric = s.metric
	}
	if s.needs.Abs {
		for i, g := range e.grads.Rows {
			_, o.MeanAbs[i] = magnitudes(g[:trunk])
			s.coef[i] = 0
			if s.equations[i] {
				s.coef[i] = 1
			}
		}
		e.sum(s.coef, 0, trunk)
		o.MaxEquation, _ = magnitudes(e.dir[:trunk])
	}
	o.Trace = nil
	if s.needs.Trace && step%max(1, s.needs.TraceEvery) == 0 {
		e.losses.Traces(uint64(step)+1, s.trace)
		o.Trace = s.trace
	}
}

// magnitudes returns the largest and the mean absolute component.
func magnitudes[T kernel.Float](g []T) (most, mean float64) {
	for _, x := range g {
		v := float64(x)
		if v < 0 {
			v = -v
		}
		if v > most || v != v {
			most = v
		}
		mean += v
	}
	return most, mean / float64(len(g))
}

// sum writes the combination of the gradients with the given coefficients into dir[lo:hi]. A coefficient of 0 leaves its gradient out,
// whatever it holds.
func (e *engine[T]) sum(coef []float64, lo, hi int) {
	dst := e.dir[lo:hi]
	clear(dst)
	for k, g := range e.grads.Rows {
		if coef[k] != 0 && hi > lo {
			e.set.Vec(kernel.Axpy, dst, g[lo:hi], nil, T(coef[k]))
		}
	}
}
