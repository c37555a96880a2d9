package combine

import (
	"math"

	"counterpoint/solver/experiment"
	"counterpoint/solver/gradient"
)

// JointRate gives the losses the weights under which the slowest descends fastest for a given step length. From a moving average of
// the Gram matrix, Q <- .99 Q + .01 Q_now each step, with its norms m_k = sqrt(Q_kk) and cosines C:
//
//	w* = argmin over the simplex of w'Cw,    v = max(w*, .05),    w_k = K v_k/sum(v) mean(m)/m_k.
//
// It sees angles: where two losses agree against a third, the third keeps half of the vote. The floor keeps a loss that w* would drop
// (it is min(.05, 1/(2K)), which is .05 up to ten losses). An absent loss keeps its average; one never present weighs 1. Ours; w* is
// the minimiser behind the joint rate, max over directions d of min_i cos(g_i, d).
var JointRate = registerWeights(WeightsEntry{
	Name: "jointrate", Doc: "weights that make the slowest loss descend fastest, from averaged norms and angles", Source: "ours",
	New: func(k int, _ Setup) Weights { return newJointRate(k, "jointrate", false) },
})

const (
	gramDecay  = 0.99
	shareFloor = 0.05
)

type jointRate struct {
	average
	geometry gradient.Geometry
	v        []float64
	name     string
	metric   bool
}

func newJointRate(k int, name string, metric bool) *jointRate {
	return &jointRate{average: newAverage(k), v: make([]float64, k), name: name, metric: metric}
}

func (j *jointRate) Weigh(o *Observation, w []float64) {
	q := j.gram
	switch {
	case !j.metric:
		j.add(o.Gram, gramDecay)
	case o.Metric != nil:
		j.add(o.Metric, gramDecay)
	default:
		q = o.Gram
	}
	j.geometry.Of(q, len(w))
	floor := math.Min(shareFloor, .5/float64(len(w)))
	for i, v := range j.geometry.MinNorm {
		j.v[i] = math.Max(v, floor)
	}
	share(&j.geometry, j.v, w)
}

func (j *jointRate) State() []experiment.Array {
	return []experiment.Array{experiment.NewArray(j.name+".gram", j.gram)}
}
