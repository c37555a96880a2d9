package train

import (
	"slices"

	"counterpoint/solver/experiment"
	"counterpoint/solver/gradient"
	"counterpoint/solver/kernel"
	"counterpoint/solver/optimize"
)

// Statistics writes the experiment.Statistics of the last step's gradients into out, grown if needed, and returns it. The metric is
// that of the step, on the trunk's parameters. Before the first step of this process, in the finishing phase and with an optimizer that
// is not Adam there is no such metric; then, and with fewer than two gradients all are NaN; phi_*E always is, since it needs a Profiler.
func (r *Run) Statistics(out []float64) []float64 {
	out = out[:0]
	for range experiment.Statistics {
		out = append(out, nan)
	}
	if r.step == r.from || r.step > r.spec.Steps {
		return out
	}
	k := len(r.names())
	gram := make([]float64, k*k)
	known := false
	if r.single != nil {
		known = metricGram(r.single, r.shape.TrunkParams(), gram)
	} else {
		known = metricGram(r.double, r.shape.TrunkParams(), gram)
	}
	if !known {
		return out
	}
	var g gradient.Geometry
	if g.Of(gram, k); len(g.Present) < 2 {
		return out
	}
	out[experiment.PhiUnit], out[experiment.PhiNorm], out[experiment.PhiBest] = g.PhiUnit(), g.PhiNorm(), g.PhiBest()
	out[experiment.Imbalance] = slices.Max(g.Norm) / slices.Min(g.Norm)
	return out
}

// metricGram fills gram with the gradients' inner products over their first n entries, the trunk's, in the metric of Adam's last step,
// and reports whether there is one: before its first step Adam has none, only an eps that would make every product 1e8 times too
// large. It overwrites e.old.
func metricGram[T kernel.Float](e *engine[T], n int, gram []float64) bool {
	var adam *optimize.Adam[T]
	for _, p := range e.parts {
		if p.name == "trunk" && p.lo == 0 && p.hi >= n {
			adam, _ = p.method.(*optimize.Adam[T])
			if adam != nil {
				adam.Metric(e.old[:p.hi])
			}
		}
	}
	if adam == nil || !adam.Moved() {
		return false
	}
	w := e.old[:n]
	e.set.Vec(kernel.DivS, w, w, nil, 1)
	k := len(e.grads.Rows)
	for i := range k {
		for j := range i + 1 {
			both(gram, k, i, j, e.set.InnerW(e.grads.Rows[i][:n], e.grads.Rows[j][:n], w))
		}
	}
	return true
}

// Slow returns phi_* of the averaged gradients at the last profiled row, NaN before there is one.
func (p *Profiler) Slow() float64 {
	n := len(p.Profile.Rows)
	if n == 0 {
		return nan
	}
	var g gradient.Geometry
	if g.Of(p.Profile.Rows[n-1].Average, len(p.Profile.Losses)); len(g.Present) < 2 {
		return nan
	}
	return g.PhiBest()
}

// Points returns the collocation points of each loss, the first limit of them.
func (r *Run) Points(limit int) []experiment.Cloud {
	out := make([]experiment.Cloud, len(r.names()))
	for i, n := range r.names() {
		out[i].Loss = n
	}
	visit := func(k, all, stride int, at []float64) {
		c, d := &out[k], len(r.p.Coords)
		c.All += all
		for i := 0; i < all && len(c.X) < limit*d; i++ {
			for _, x := range at[i*stride:][:d] {
				c.X = append(c.X, float32(x))
			}
		}
	}
	if r.single != nil {
		r.single.losses.Points(visit)
	} else {
		r.double.losses.Points(visit)
	}
	return out
}
