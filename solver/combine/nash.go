package combine

import (
	"math"

	"counterpoint/solver/experiment"
	"counterpoint/solver/gradient"
)

// Nash gives the losses Nash's bargaining weights, from the same moving average of the Gram matrix as JointRate: with C beta = 1/beta,
//
//	w_k = K beta_k/sum(beta) mean(m)/m_k.
//
// With two losses these are gradient-norm weights. For any number, whenever some direction serves all, every loss descends, with at
// least 1/K of the best common rate; the weights are smooth in the Gram matrix and never zero. Where there is no solution (joint rate
// 0) they are the min-norm weights, at least .05/K each. Absent losses as in JointRate.
// The bargaining problem: Navon et al. 2022, arXiv 2202.01017; as slow weights: ours.
var Nash = registerWeights(WeightsEntry{
	Name: "nash", Doc: "bargaining weights from averaged norms and angles: every loss descends where that is possible", Source: "after Navon et al. 2022, arXiv 2202.01017",
	New: func(k int, _ Setup) Weights { return &nashWeights{average: newAverage(k), v: make([]float64, k)} },
})

type nashWeights struct {
	average
	geometry gradient.Geometry
	v        []float64
}

func (n *nashWeights) Weigh(o *Observation, w []float64) {
	n.add(o.Gram, gramDecay)
	n.geometry.Of(n.gram, len(w))
	v := n.geometry.Nash
	if v == nil {
		v = n.v[:len(n.geometry.MinNorm)]
		for i, x := range n.geometry.MinNorm {
			v[i] = math.Max(x, shareFloor/float64(len(v)))
		}
	}
	share(&n.geometry, v, w)
}

func (n *nashWeights) State() []experiment.Array {
	return []experiment.Array{experiment.NewArray("nash.gram", n.gram)}
}
