package combine

import (
	"math"

	"counterpoint/solver/experiment"
)

// PCGrad projects conflicts away pair by pair: for each i start from p = g_i, and for the j != i in random order,
//
//	if p . g_j < 0:  p -= (p . g_j / |g_j|^2) g_j        (g_j the original gradient),
//
// then d = sum_i p_i. In Gram form p = sum_j a_j u_j and p . u_j = (Ca)_j. The order is a function of seed and step; for K >= 3 it
// matters, and the sum may still ascend a loss. Opposite gradients cancel to d = 0.
// Yu et al., Gradient Surgery for Multi-Task Learning, NeurIPS 2020, algorithm 1.
var PCGrad = registerDirection(DirectionEntry{
	Name: "pcgrad", Doc: "each gradient projected off those it conflicts with, in random order", Source: "Yu et al. 2020, arXiv 2001.06782",
	New: func(k int, s Setup) Direction {
		return &pcgrad{reduced: newReduced(k), seed: s.Seed, order: make([]int, k), a: make([]float64, k), sum: make([]float64, k)}
	},
})

type pcgrad struct {
	reduced
	dice
	seed   uint64
	order  []int
	a, sum []float64
}

func (d *pcgrad) Combine(gram []float64, k, step int, c []float64) {
	d.read(gram, k)
	d.at(d.seed, streamPCGrad, step)
	a, sum, order := d.a[:d.n], d.sum[:d.n], d.order[:d.n]
	clear(sum)
	for i := range d.n {
		d.shuffle(order)
		clear(a)
		a[i] = 1 // p/m_i
		for _, j := range order {
			if j != i {
				a[j] -= math.Min(0, d.row(a, j))
			}
		}
		for j := range a {
			sum[j] += d.m[i] * a[j]
		}
	}
	d.spread(sum, 1, c)
}

func (d *pcgrad) State() []experiment.Array { return nil }
