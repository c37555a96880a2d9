package combine

import (
	"math"

	"counterpoint/solver/experiment"
)

// ReLoBRaLo balances relative losses with a random look back. With b_k(t, s) = K softmax_k(L_k(t)/(T L_k(s))),
//
//	w(t) = a (r w(t-1) + (1-r) b(t, 0)) + (1-a) b(t, t-1),    a = .999,  r = 1 with probability .999, else 0,  T = 1,
//
// w = 1 at the first step and b(1, 0) at the second. r is a function of seed and step. A loss that is absent, or was 0 before, takes
// no part in the softmax (K counts those that do) and keeps its weight; L_k(0) is its first positive value. Bischof and Kraus,
// Multi-Objective Loss Balancing for Physics-Informed Deep Learning, 2021, with the public code's temperature.
var ReLoBRaLo = registerWeights(WeightsEntry{
	Name: "relobralo", Doc: "losses that fell least since the start or the last step weigh most", Source: "Bischof & Kraus 2021, arXiv 2110.09813", Needs: Needs{Positive: true},
	New: func(k int, s Setup) Weights {
		v := func() []float64 { return make([]float64, k) }
		return &relobralo{w: ones(k), first: v(), last: v(), count: make([]float64, 1), long: v(), short: v(), seed: s.Seed}
	},
})

const lookMemory, lookBack, lookTemperature = 0.999, 0.999, 1.0

type relobralo struct {
	dice
	w, first, last []float64 // 0 in first, last: no value yet
	count          []float64 // steps seen
	long, short    []float64 // scratch
	seed           uint64
}

func (r *relobralo) Weigh(o *Observation, w []float64) {
	for i, l := range o.Loss {
		r.long[i], r.short[i] = math.NaN(), math.NaN()
		if usable(o, i) && r.first[i] > 0 && r.last[i] > 0 {
			r.long[i] = math.Min(l/(lookTemperature*r.first[i]), math.MaxFloat64)
			r.short[i] = math.Min(l/(lookTemperature*r.last[i]), math.MaxFloat64)
		}
	}
	softmax(r.long)
	softmax(r.short)
	r.at(r.seed, streamReLoBRaLo, o.Step)
	stay := r.unit() < lookBack
	for i := range w {
		switch past := r.w[i]; {
		case math.IsNaN(r.long[i]):
		case r.count[0] == 1:
			r.w[i] = bounded(r.long[i])
		default:
			if !stay {
				past = r.long[i]
			}
			r.w[i] = bounded(lookMemory*past + (1-lookMemory)*r.short[i])
		}
	}
	for i, l := range o.Loss {
		if usable(o, i) && l > 0 {
			if r.first[i] == 0 {
				r.first[i] = l
			}
			r.last[i] = l
		}
	}
	r.count[0]++
	copy(w, r.w)
}

func (r *relobralo) State() []experiment.Array {
	return []experiment.Array{
		experiment.NewArray("relobralo.weight", r.w), experiment.NewArray("relobralo.first", r.first), experiment.NewArray("relobralo.last", r.last), experiment.NewArray("relobralo.count", r.count),
	}
}
