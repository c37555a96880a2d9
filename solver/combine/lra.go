package combine

import (
	"counterpoint/solver/experiment"
	"counterpoint/solver/gradient"
)

// LRA is learning-rate annealing. With g_r the gradient of the sum of the equations' losses, every 10 steps, for the losses k of conditions
// and data,
//
//	t_k = max|g_r| / mean|g_k|,    w_k <- .9 w_k + .1 t_k,    w_k = 1 at first,
//
// max and mean over the trunk's parameters, the gradients unweighted as in the public code. Equations weigh 1. A loss that is absent
// keeps its weight, and so do all where g_r is zero. Wang, Teng and Perdikaris, Understanding and Mitigating Gradient Flow Pathologies in
// PINNs, SIAM J. Sci. Comput. 43 (2021), algorithm 1, with the memory and period of its code; there the residual is one loss.
var LRA = registerWeights(WeightsEntry{
	Name: "lra", Doc: "largest gradient component of the equations over the mean one of each condition", Source: "Wang, Teng & Perdikaris 2021, arXiv 2001.04536",
	Needs: Needs{Abs: true},
	New:   func(k int, s Setup) Weights { return &lra{ones(k), s.equations(k)} },
})

const lraEvery, lraMemory = 10, 0.9

type lra struct {
	w        []float64
	equation []bool
}

func (l *lra) Weigh(o *Observation, w []float64) {
	if o.MeanAbs == nil {
		panic("combine: lra needs the largest and mean gradient components")
	}
	k := len(w)
	for i := range k {
		if o.Step%lraEvery != 0 || l.equation[i] {
			continue
		}
		if t := o.MaxEquation / o.MeanAbs[i]; gradient.Present(o.Gram, k, i) && positive(t) {
			l.w[i] = bounded(lraMemory*l.w[i] + (1-lraMemory)*t)
		}
	}
	copy(w, l.w)
}

func (l *lra) State() []experiment.Array {
	return []experiment.Array{experiment.NewArray("lra.weight", l.w)}
}
