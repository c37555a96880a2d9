package combine

import (
	"math"

	"counterpoint/solver/experiment"
)

// ConFIG is the conflict-free direction: equal positive cosines with every gradient. In Gram form, with C the cosines,
//
//	beta = C^+ 1,    e = sum_i beta_i u_i / |sum_i beta_i u_i|,    d = (sum_i g_i . e) e.
//
// The common cosine is (1'C^-1 1)^-1/2. Gradients that are dependent and inconsistent get the least-squares solution: the cosines
// then differ, and a negative length is clamped to 0. Opposite gradients give d = 0.
// Liu, Chu and Thuerey, ConFIG: Towards Conflict-free Training of Physics Informed Neural Networks, ICLR 2025.
var ConFIG = registerDirection(DirectionEntry{
	Name: "config", Doc: "equal positive cosine with every gradient", Source: "Liu, Chu & Thuerey 2025, arXiv 2408.11104", Safe: true,
	New: func(k int, _ Setup) Direction {
		return &conflictFree{reduced: newReduced(k), eigen: newEigen(k), beta: make([]float64, k)}
	},
})

type conflictFree struct {
	reduced
	eigen eigen
	beta  []float64
}

func (d *conflictFree) Combine(gram []float64, k, _ int, c []float64) {
	d.read(gram, k)
	clear(c)
	if !d.eigen.of(d.c, d.n) || !d.eigen.apply(d.beta, rankTolerance, inverse) {
		return
	}
	square, length := d.square(d.beta[:d.n]), 0.0
	for i := range d.n {
		length += d.m[i] * d.row(d.beta[:d.n], i)
	}
	d.spread(d.beta, math.Max(0, length)/square, c)
}

func (d *conflictFree) State() []experiment.Array { return nil }
