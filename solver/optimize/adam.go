package optimize

import (
	"math"

	"counterpoint/solver/experiment"
	"counterpoint/solver/kernel"
)

// The constants of Adam, as its authors propose them.
const (
	Beta1   = 0.9
	Beta2   = 0.999
	Epsilon = 1e-8
)

// AdamEntry registers Adam.
var AdamEntry = register(Entry{
	Name: "adam", Doc: "moments of the merged gradient", Source: "Kingma & Ba 2015, arXiv 1412.6980",
	single: func(n, _ int, _ Merge) Method[float32] { return NewAdam[float32](n) },
	double: func(n, _ int, _ Merge) Method[float64] { return NewAdam[float64](n) },
})

// Adam is the method of D. Kingma and J. Ba, Adam: a method for stochastic optimization, 2015, algorithm 1, with bias correction. Where
// Gradients.Second is given, the larger of its squares and the gradient's makes the second moment: a part of a gradient then moves in
// the metric of the whole, so that its weight acts, and no step is longer than Adam's where the whole cancels.
type Adam[T kernel.Float] struct {
	m, v []T
	step []float64 // steps taken, one element
}

// NewAdam returns Adam for n parameters, at rest.
func NewAdam[T kernel.Float](n int) *Adam[T] {
	return &Adam[T]{m: make([]T, n), v: make([]T, n), step: make([]float64, 1)}
}

// Step moves theta against g.Merged with learning rate lr; both have length n. It allocates nothing. A NaN in the gradient goes into theta.
func (a *Adam[T]) Step(set *kernel.Set[T], theta []T, g Gradients[T], lr float64) {
	if len(theta) != len(a.m) || len(g.Merged) != len(a.m) {
		panic("optimize: Adam: lengths differ")
	}
	a.step[0]++
	c1, c2 := a.corrections()
	if g.Second == nil {
		set.Adam(theta, a.m, a.v, g.Merged, T(lr), T(Beta1), T(Beta2), T(Epsilon), T(c1), T(c2))
		return
	}
	for i, x := range g.Merged {
		a.m[i] = T(Beta1)*a.m[i] + T(1-Beta1)*x
		a.v[i] = T(Beta2)*a.v[i] + T(1-Beta2)*max(x*x, g.Second[i]*g.Second[i])
		theta[i] -= T(lr) * a.proposal(i, c1, c2)
	}
}

func (a *Adam[T]) corrections() (c1, c2 float64) {
	return 1 - math.Pow(Beta1, a.step[0]), 1 - math.Pow(Beta2, a.step[0])
}

// proposal returns component i of mhat / (sqrt(vhat) + eps).
func (a *Adam[T]) proposal(i int, c1, c2 float64) T {
	return T(float64(a.m[i]) / c1 / (math.Sqrt(float64(a.v[i])/c2) + Epsilon))
}

// Moved reports whether a step was taken.
func (a *Adam[T]) Moved() bool { return a.step[0] > 0 }

// Metric writes the diagonal of the metric of the last step, P = sqrt(vhat) + eps, into dst (length n): Adam moves along P^-1 mhat.
// Before the first step it is eps.
func (a *Adam[T]) Metric(dst []T) {
	if len(dst) != len(a.v) {
		panic("optimize: Adam: lengths differ")
	}
	_, c2 := a.corrections()
	if a.step[0] == 0 {
		c2 = 1
	}
	for i, v := range a.v {
		dst[i] = T(math.Sqrt(float64(v)/c2) + Epsilon)
	}
}

// State returns the moments and the step counter: the live memory.
func (a *Adam[T]) State() []experiment.Array {
	return []experiment.Array{experiment.NewArray("adam.m", a.m), experiment.NewArray("adam.v", a.v), experiment.NewArray("adam.step", a.step)}
}
