package combine

import (
	"counterpoint/solver/experiment"
	"counterpoint/solver/gradient"
)

// LRA is learning-rate annealing. With g_0 the gradient of the first loss, the equation's, every 10 steps
//
//	t_k = max|g_0| / mean|g_k|,    w_k <- .9 w_k + .1 t_k,    w_0 = 1,    w_k = 1 at first,
//
// max and mean over the trunk's parameters, the gradients unweighted as in the public code. A loss that is absent, or whose g_0 is,
// keeps its weight. Wang, Teng and Perdikaris, Understanding and Mitigating Gradient Flow Pathologies in PINNs, SIAM J. Sci. Comput.
// 43 (2021), algorithm 1, with the memory and period of its code.
var LRA = registerWeights(WeightsEntry{
	Name: "lra", Doc: "largest gradient component of the first loss over the mean one of each", Source: "Wang, Teng & Perdikaris 2021, arXiv 2001.04536",
	Needs: Needs{Abs: true},
	New:   func(k int, _ uint64) Weights { return &lra{ones(k)} },
})

const lraEvery, lraMemory = 10, 0.9

type lra struct{ w []float64 }

func (l *lra) Weigh(o *Observation, w []float64) {
	if o.MaxAbs == nil || o.MeanAbs == nil {
		panic("combine: lra needs the largest and mean gradient components")
	}
	k := len(w)
	if o.Step%lraEvery == 0 && gradient.Present(o.Gram, k, 0) {
		for i := 1; i < k; i++ {
			if t := o.MaxAbs[0] / o.MeanAbs[i]; gradient.Present(o.Gram, k, i) && positive(t) {
				l.w[i] = bounded(lraMemory*l.w[i] + (1-lraMemory)*t)
			}
		}
	}
	copy(w, l.w)
}

func (l *lra) State() []experiment.Array {
	return []experiment.Array{experiment.NewArray("lra.weight", l.w)}
}
