package combine

import (
	"math"

	"counterpoint/solver/experiment"
)

// SoftAdapt gives more weight to losses that fall less. With s_k the slope of loss k over its last five values, by the backward
// difference of fourth order, every 10 steps
//
//	n_k = s_k / sum_j |s_j|,    w = K softmax(.1 n)
//
// (variant "normalised"; the factor K makes equal slopes unit weights). Before five values, and with all slopes zero, w = 1. A loss
// that is absent restarts its five values and keeps its weight meanwhile.
// Heydari, Thompson and Mehmood, SoftAdapt: Techniques for Adaptive Loss Weighting of Neural Networks with Multi-Part Loss Functions, 2019.
var SoftAdapt = registerWeights(WeightsEntry{
	Name: "softadapt", Doc: "losses that fall least over five steps weigh most", Source: "Heydari et al. 2019, arXiv 1912.12355", Needs: Needs{Positive: true},
	New: func(k int, _ Setup) Weights {
		return &softAdapt{w: ones(k), history: make([]float64, len(slope)*k), count: make([]float64, k), s: make([]float64, k)}
	},
})

const softEvery, softBeta = 10, 0.1

// slope is the backward difference of the first derivative, newest value first; Fornberg 1988, table 3.
var slope = [...]float64{25. / 12, -4, 3, -4. / 3, 1. / 4}

type softAdapt struct {
	w       []float64
	history []float64 // K rows, newest first
	count   []float64 // K: values held, at most len(slope)
	s       []float64
}

func (a *softAdapt) Weigh(o *Observation, w []float64) {
	size := 0.0
	for i, l := range o.Loss {
		a.s[i] = math.NaN()
		if !usable(o, i) {
			a.count[i] = 0
			continue
		}
		h := a.history[i*len(slope) : (i+1)*len(slope)]
		copy(h[1:], h)
		h[0] = l
		if a.count[i] = math.Min(a.count[i]+1, float64(len(slope))); a.count[i] == float64(len(slope)) {
			a.s[i] = 0
			for j, f := range slope {
				a.s[i] += f * h[j]
			}
			size += math.Abs(a.s[i])
		}
	}
	if o.Step%softEvery == 0 {
		for i := range a.s {
			if size > 0 {
				a.s[i] = softBeta * (a.s[i] / size)
			}
		}
		softmax(a.s)
		for i, v := range a.s {
			if !math.IsNaN(v) {
				a.w[i] = bounded(v)
			}
		}
	}
	copy(w, a.w)
}

func (a *softAdapt) State() []experiment.Array {
	return []experiment.Array{experiment.NewArray("softadapt.weight", a.w), experiment.NewArray("softadapt.history", a.history), experiment.NewArray("softadapt.count", a.count)}
}
