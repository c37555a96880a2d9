package optimize

import (
	"math"

	"counterpoint/solver/experiment"
	"counterpoint/solver/kernel"
)

// MConfig is momentum ConFIG. Step t feeds the momentum of one loss, k = t mod K, and moves along the conflict-free direction of all
// momenta; with b1 = .9, b2 = .999, eps = 1e-8, t_k the updates of m_k and t the steps since every loss was fed once (until then
// nothing moves):
//
//	m_k <- b1 m_k + (1-b1) g_k,                  f = (1-b1^t) ConFIG(m_1/(1-b1^t_1), ..., m_K/(1-b1^t_K)),
//	q = (f - b1 f_old)/(1-b1),                   s <- b2 s + (1-b2) q^2,
//	theta <- theta - lr (f/(1-b1^t)) / (sqrt(s/(1-b2^t)) + eps).
//
// q is the gradient whose momentum f would be. The gradients enter weighted. Published to save K-1 of K backward passes; here all
// gradients are there, and it is the direction that is compared, at equal steps. A gradient that is zero leaves ConFIG's sum.
// Liu, Chu and Thuerey, ConFIG, ICLR 2025, algorithm 2, as in PseudoMomentumOperator of its code.
var MConfig = register(Entry{
	Name: "m-config", Doc: "ConFIG of the losses' momenta, one loss fed a step", Source: "Liu, Chu & Thuerey 2025, arXiv 2408.11104", PerLoss: true,
	single: func(n, k int, merge Merge) Method[float32] { return newMConfig[float32](n, k, merge) },
	double: func(n, k int, merge Merge) Method[float64] { return newMConfig[float64](n, k, merge) },
})

type mConfig[T kernel.Float] struct {
	n, k   int
	merge  Merge
	m      []T       // K x n
	f, s   []T       // n: the last pseudo-momentum, the second moment
	count  []float64 // t_k of each loss, t, the loss to feed
	next   []T       // scratch: the new f
	gram   []float64 // scratch: of the corrected momenta
	c, fix []float64 // scratch: coefficients, 1/(1-b1^t_k)
}

func newMConfig[T kernel.Float](n, k int, merge Merge) *mConfig[T] {
	if merge == nil {
		panic("optimize: m-config without a merge")
	}
	return &mConfig[T]{n: n, k: k, merge: merge, m: make([]T, k*n), f: make([]T, n), s: make([]T, n), count: make([]float64, k+2),
		next: make([]T, n), gram: make([]float64, k*k), c: make([]float64, k), fix: make([]float64, k)}
}

func (a *mConfig[T]) row(k int) []T { return a.m[k*a.n : (k+1)*a.n] }

func (a *mConfig[T]) Step(set *kernel.Set[T], theta []T, g Gradients[T], lr float64) {
	if len(theta) != a.n || len(g.Rows) != a.k || len(g.Weight) != a.k {
		panic("optimize: m-config: lengths differ")
	}
	t, turn := &a.count[a.k], &a.count[a.k+1]
	fed := (int(*turn)%a.k + a.k) % a.k // a restored number may be any
	*turn = float64((fed + 1) % a.k)
	set.Vec(kernel.Scale, a.row(fed), a.row(fed), nil, Beta1)
	set.Vec(kernel.Axpy, a.row(fed), g.Rows[fed], nil, T((1-Beta1)*g.Weight[fed]))
	a.count[fed]++
	if a.count[a.k-1] == 0 {
		return
	}
	*t++
	a.conflictFree(set)
	c1, c2 := 1-math.Pow(Beta1, *t), 1-math.Pow(Beta2, *t)
	for i, v := range a.next {
		f := T(c1) * v
		q := (f - Beta1*a.f[i]) / (1 - Beta1)
		a.f[i] = f
		a.s[i] = Beta2*a.s[i] + (1-Beta2)*q*q
		theta[i] -= T(lr * float64(v) / (math.Sqrt(float64(a.s[i])/c2) + Epsilon))
	}
}

// conflictFree writes the merged corrected momenta into next.
func (a *mConfig[T]) conflictFree(set *kernel.Set[T]) {
	for i := range a.k {
		a.fix[i] = 1 / (1 - math.Pow(Beta1, a.count[i]))
		for j := range i + 1 {
			v := a.fix[i] * a.fix[j] * set.Inner(a.row(i), a.row(j))
			a.gram[i*a.k+j], a.gram[j*a.k+i] = v, v
		}
	}
	a.merge(a.gram, a.k, a.c)
	clear(a.next)
	for i, c := range a.c {
		if c != 0 {
			set.Vec(kernel.Axpy, a.next, a.row(i), nil, T(c*a.fix[i]))
		}
	}
}

func (a *mConfig[T]) State() []experiment.Array {
	return []experiment.Array{experiment.NewArray("m-config.m", a.m, a.k, a.n), experiment.NewArray("m-config.f", a.f), experiment.NewArray("m-config.s", a.s),
		experiment.NewArray("m-config.count", a.count)}
}
