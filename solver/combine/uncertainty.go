package combine

import (
	"math"

	"counterpoint/solver/experiment"
)

// Uncertainty trains one log-variance s_k a loss along with the network, on sum_k (exp(-s_k) L_k + s_k)/2:
//
//	w_k = exp(-s_k)/2,    ds_k = Adam(1/2 (1 - exp(-s_k) L_k)),  rate 1e-3,  s_k = 0 at first.
//
// The weight is of the state before the step. At rest w_k = 1/(2 L_k). An absent loss keeps its s_k.
// Kendall, Gal and Cipolla, Multi-Task Learning Using Uncertainty to Weigh Losses, CVPR 2018, eq. 7 in the form of log-variances.
var Uncertainty = registerWeights(WeightsEntry{
	Name: "uncertainty", Doc: "one trained log-variance a loss: weights tend to one over twice the loss", Source: "Kendall et al. 2018, arXiv 1705.07115", Needs: Needs{Positive: true},
	New: func(k int, _ Setup) Weights { return &uncertainty{adam: newAdam(k), s: make([]float64, k)} },
})

const uncertaintyRate = 1e-3

type uncertainty struct {
	adam
	s []float64
}

func (u *uncertainty) Weigh(o *Observation, w []float64) {
	for i, l := range o.Loss {
		w[i] = bounded(math.Exp(-u.s[i]) / 2)
		if usable(o, i) {
			u.s[i] += u.step(i, (1-math.Exp(-u.s[i])*math.Min(l, 1e100))/2, uncertaintyRate)
		}
	}
}

func (u *uncertainty) State() []experiment.Array {
	return []experiment.Array{
		experiment.NewArray("uncertainty.logvar", u.s), experiment.NewArray("uncertainty.m", u.m), experiment.NewArray("uncertainty.v", u.v), experiment.NewArray("uncertainty.count", u.count),
	}
}
