package combine

import (
	"math"

	"counterpoint/solver/experiment"
	"counterpoint/solver/gradient"
)

// GradNorm gives every loss a gradient of the same average length:
//
//	N_k <- .999 N_k + .001 |g_k|  each step (N_k = |g_k| the first time),    w_k = mean_j N_j / N_k.
//
// The average is over the norms, never over their ratio: a moment of one small norm then writes no spike into the weights. An absent
// loss keeps its N_k; one that was never present weighs 1. It sees no angles: with three losses or more two that agree can outvote
// the third. The form without the average is in jaxpi (Wang, Sankaran, Wang and Perdikaris, An Expert's Guide to Training
// Physics-Informed Neural Networks, 2023); averaging the norms is ours.
var GradNorm = registerWeights(WeightsEntry{
	Name: "gradnorm", Doc: "equal gradient norms, by a slow average of the norms", Source: "after Wang et al. 2023, arXiv 2308.08468; average ours",
	New: func(k int, _ Setup) Weights { return &gradNorm{make([]float64, k)} },
})

const normDecay = 0.999

type gradNorm struct{ norm []float64 } // 0: never present

func (g *gradNorm) Weigh(o *Observation, w []float64) {
	k, sum, n := len(g.norm), 0.0, 0.0
	for i := range k {
		if gradient.Present(o.Gram, k, i) {
			m := math.Sqrt(o.Gram[i*k+i])
			if g.norm[i] > 0 {
				m = normDecay*g.norm[i] + (1-normDecay)*m
			}
			g.norm[i] = m
		}
		if g.norm[i] > 0 {
			sum += g.norm[i]
			n++
		}
	}
	for i := range w {
		w[i] = 1
		if g.norm[i] > 0 {
			w[i] = bounded(sum / n / g.norm[i])
		}
	}
}

func (g *gradNorm) State() []experiment.Array {
	return []experiment.Array{experiment.NewArray("gradnorm.norm", g.norm)}
}
