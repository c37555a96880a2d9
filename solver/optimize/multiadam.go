package optimize

import (
	"math"

	"counterpoint/solver/experiment"
	"counterpoint/solver/kernel"
)

// MultiAdam keeps Adam's moments of every loss apart and adds the losses' updates:
//
//	m_k <- b m_k + (1-b) g_k,    v_k <- b v_k + (1-b) g_k^2,    b = .99 for both,
//	theta <- theta - lr sum_k p_k mhat_k / (sqrt(vhat_k) + eps),    p_k = w_k / sum_j w_j.
//
// No loss's scale matters; its weight is its share of the vote, 1/K under unit weights. Published with two groups, equation and
// boundary, of half a vote each; here every loss is a group. A loss that a parameter does not reach adds nothing to it.
// J. Yao et al., MultiAdam: Parameter-wise Scale-invariant Optimizer for Multiscale Training of Physics-informed Neural Networks,
// ICML 2023, algorithm 1, with the constants of its code.
var MultiAdam = register(Entry{
	Name: "multiadam", Doc: "Adam's moments of each loss apart, the updates added", Source: "Yao et al. 2023, arXiv 2306.02816", PerLoss: true,
	single: func(n, k int, _ Merge) Method[float32] { return newMultiAdam[float32](n, k) },
	double: func(n, k int, _ Merge) Method[float64] { return newMultiAdam[float64](n, k) },
})

const multiBeta = 0.99

type multiAdam[T kernel.Float] struct {
	n, k int
	m, v []T // K x n
	step []float64
}

func newMultiAdam[T kernel.Float](n, k int) *multiAdam[T] {
	return &multiAdam[T]{n: n, k: k, m: make([]T, k*n), v: make([]T, k*n), step: make([]float64, 1)}
}

func (a *multiAdam[T]) Step(set *kernel.Set[T], theta []T, g Gradients[T], lr float64) {
	if len(theta) != a.n || len(g.Rows) != a.k || len(g.Weight) != a.k {
		panic("optimize: multiadam: lengths differ")
	}
	a.step[0]++
	c := T(1 - math.Pow(multiBeta, a.step[0]))
	sum := 0.0
	for _, w := range g.Weight {
		sum += w
	}
	for i, row := range g.Rows {
		lo, hi := i*a.n, (i+1)*a.n
		set.Adam(theta, a.m[lo:hi], a.v[lo:hi], row, T(lr*g.Weight[i]/sum), multiBeta, multiBeta, Epsilon, c, c)
	}
}

func (a *multiAdam[T]) State() []experiment.Array {
	return []experiment.Array{experiment.NewArray("multiadam.m", a.m, a.k, a.n), experiment.NewArray("multiadam.v", a.v, a.k, a.n), experiment.NewArray("multiadam.step", a.step)}
}
