package combine

import (
	"math"

	"counterpoint/solver/experiment"
	"counterpoint/solver/gradient"
)

// GradNormChen trains the weights so that gradient norms follow relative training rates. With m_k = |g_k|, N = mean_k w_k m_k and
// r_k = (L_k/L_k(0)) / mean_j (L_j/L_j(0)), one step of Adam (rate 1e-3) on
//
//	sum_k |w_k m_k - N r_k^a|,  the targets held constant,  a = 1.5,
//
// then w <- max(w, 1e-4), renormalised to sum K over the losses present. Starts at 1. A loss that is absent keeps its weight; L_k(0)
// is its first positive value. Rate and floor are ours, since the balance of a PINN spans decades.
// Chen, Badrinarayanan, Lee and Rabinovich, GradNorm, ICML 2018, eq. 2 and algorithm 1.
var GradNormChen = registerWeights(WeightsEntry{
	Name: "gradnorm-chen", Doc: "weights trained until gradient norms follow the relative losses", Source: "Chen et al. 2018, arXiv 1711.02257", Needs: Needs{Positive: true},
	New: func(k int, _ Setup) Weights {
		return &gradNormChen{w: ones(k), first: make([]float64, k), adam: newAdam(k), rate: make([]float64, k)}
	},
})

const chenPower, chenRate, chenFloor = 1.5, 1e-3, 1e-4

type gradNormChen struct {
	adam
	w, first []float64
	rate     []float64 // scratch: L/L(0), NaN where absent
}

func (g *gradNormChen) Weigh(o *Observation, w []float64) {
	k := len(w)
	n, norm, mean := 0.0, 0.0, 0.0
	for i, l := range o.Loss {
		g.rate[i] = math.NaN()
		if !gradient.Present(o.Gram, k, i) || !positive(l) {
			continue
		}
		if g.first[i] == 0 {
			g.first[i] = l
		}
		g.rate[i] = l / g.first[i]
		n++
		mean += g.rate[i]
		norm += g.w[i] * math.Sqrt(o.Gram[i*k+i])
	}
	sum := 0.0
	for i, r := range g.rate {
		if math.IsNaN(r) {
			continue
		}
		m := math.Sqrt(o.Gram[i*k+i])
		target := norm / n * math.Pow(r/(mean/n), chenPower)
		slope := 0.0
		if e := g.w[i]*m - target; e != 0 {
			slope = math.Copysign(m, e)
		}
		g.w[i] = math.Max(chenFloor, g.w[i]+g.step(i, slope, chenRate))
		sum += g.w[i]
	}
	for i, r := range g.rate {
		if !math.IsNaN(r) {
			g.w[i] *= n / sum
		}
	}
	copy(w, g.w)
}

func (g *gradNormChen) State() []experiment.Array {
	return []experiment.Array{
		experiment.NewArray("gradnorm-chen.weight", g.w), experiment.NewArray("gradnorm-chen.first", g.first),
		experiment.NewArray("gradnorm-chen.m", g.m), experiment.NewArray("gradnorm-chen.v", g.v), experiment.NewArray("gradnorm-chen.count", g.count),
	}
}
