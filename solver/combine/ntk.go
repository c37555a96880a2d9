package combine

import "counterpoint/solver/experiment"

// NTK weighs by the neural tangent kernel, T_k the mean diagonal of the block K_kk = J_k J_k' of loss k's residuals, measured every 100
// steps:
//
//	w_k = mean_j T_j / T_k.
//
// Published with traces over equal numbers of points, and with the sum for the mean, a common factor; with the mean diagonal the
// weights do not depend on how many points a loss has. A loss without a usable trace keeps its weight, 1 at first.
// Wang, Yu and Perdikaris, When and Why PINNs Fail to Train, J. Comput. Phys. 449 (2022), algorithm 1.
var NTK = registerWeights(WeightsEntry{
	Name: "ntk", Doc: "equal average rates of convergence by the tangent kernel's traces", Source: "Wang, Yu & Perdikaris 2022, arXiv 2007.14527",
	Needs: Needs{Trace: true, TraceEvery: ntkEvery, Positive: true},
	New:   func(k int, _ Setup) Weights { return &ntk{ones(k)} },
})

const ntkEvery = 100

type ntk struct{ w []float64 }

func (t *ntk) Weigh(o *Observation, w []float64) {
	sum, n := 0.0, 0.0
	for _, v := range o.Trace {
		if positive(v) {
			sum += v
			n++
		}
	}
	for i, v := range o.Trace {
		if positive(v) {
			t.w[i] = bounded(sum / n / v)
		}
	}
	copy(w, t.w)
}

func (t *ntk) State() []experiment.Array {
	return []experiment.Array{experiment.NewArray("ntk.weight", t.w)}
}
