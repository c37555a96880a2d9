package combine

import (
	"counterpoint/solver/experiment"
	"counterpoint/solver/gradient"
)

// MGDA is the multiple-gradient descent algorithm on unit gradients: with u_i = g_i/m_i
//
//	w = argmin over the simplex of |sum w_i u_i|^2,    d = (sum_j m_j) sum_i w_i u_i.
//
// Every u_i . d is at least (sum m) rho^2 with equality on the support of w: no direction of the same length serves the worst loss
// better. At a Pareto-stationary point (rho = 0) the step vanishes. The length is ours: equal gradients give their sum.
// Sener and Koltun, Multi-Task Learning as Multi-Objective Optimization, NeurIPS 2018 (normalisation "l2"); the problem is solved
// exactly over all supports, not by Frank-Wolfe.
var MGDA = registerDirection(DirectionEntry{
	Name: "mgda", Doc: "shortest convex combination of the unit gradients", Source: "Sener & Koltun 2018, arXiv 1810.04650", Safe: true,
	New: func(k int, _ Setup) Direction { return &mgda{reduced: newReduced(k)} },
})

type mgda struct {
	reduced
	geometry gradient.Geometry
}

func (d *mgda) Combine(gram []float64, k, _ int, c []float64) {
	d.read(gram, k)
	d.geometry.Of(d.c[:d.n*d.n], d.n)
	d.spread(d.geometry.MinNorm, d.total(), c)
}

func (d *mgda) State() []experiment.Array { return nil }
