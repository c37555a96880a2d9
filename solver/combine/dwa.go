package combine

import (
	"math"

	"counterpoint/solver/experiment"
)

// DWA is dynamic weight averaging: losses that fall less weigh more,
//
//	w = K softmax(r/T),    r_k = L_k(t-1)/L_k(t-2),    T = 2,
//
// with w = 1 until two values are known. t counts steps; the source averages over epochs, which full point sets are. A loss that is
// absent at a step adds no value then and keeps the ratio it had; one that never had two positive values takes no part and weighs 1.
// Liu, Johns and Davison, End-to-End Multi-Task Learning with Attention, CVPR 2019, eq. 7.
var DWA = registerWeights(WeightsEntry{
	Name: "dwa", Doc: "losses that fell least at the last step weigh most", Source: "Liu, Johns & Davison 2019, arXiv 1803.10704", Needs: Needs{Positive: true},
	New: func(k int, _ Setup) Weights {
		return &dwa{last: make([]float64, k), before: make([]float64, k), r: make([]float64, k)}
	},
})

const dwaTemperature = 2

type dwa struct {
	last, before []float64 // 0: no value yet
	r            []float64
}

func (d *dwa) Weigh(o *Observation, w []float64) {
	for i := range w {
		d.r[i] = math.NaN()
		if d.before[i] > 0 {
			d.r[i] = math.Min(d.last[i]/d.before[i]/dwaTemperature, math.MaxFloat64)
		}
	}
	softmax(d.r)
	for i, v := range d.r {
		w[i] = 1
		if !math.IsNaN(v) {
			w[i] = bounded(v)
		}
	}
	for i, l := range o.Loss {
		if usable(o, i) && l > 0 {
			d.before[i], d.last[i] = d.last[i], l
		}
	}
}

func (d *dwa) State() []experiment.Array {
	return []experiment.Array{experiment.NewArray("dwa.last", d.last), experiment.NewArray("dwa.before", d.before)}
}
