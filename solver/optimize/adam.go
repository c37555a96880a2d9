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

// Adam is the method of D. Kingma and J. Ba, Adam: a method for stochastic optimization, 2015, algorithm 1, with bias correction.
type Adam[T kernel.Float] struct {
	m, v []T
	step []float64 // steps taken, one element
}

// NewAdam returns Adam for n parameters, at rest.
func NewAdam[T kernel.Float](n int) *Adam[T] {
	return &Adam[T]{m: make([]T, n), v: make([]T, n), step: make([]float64, 1)}
}

// Step moves theta against grad with learning rate lr; both have length n. It allocates nothing. A NaN in grad goes into theta.
func (a *Adam[T]) Step(set *kernel.Set[T], theta, grad []T, lr float64) {
	if len(theta) != len(a.m) || len(grad) != len(a.m) {
		panic("optimize: Adam: lengths differ")
	}
	a.step[0]++
	c1, c2 := a.corrections()
	set.Adam(theta, a.m, a.v, grad, T(lr), T(Beta1), T(Beta2), T(Epsilon), T(c1), T(c2))
}

func (a *Adam[T]) corrections() (c1, c2 float64) {
	return 1 - math.Pow(Beta1, a.step[0]), 1 - math.Pow(Beta2, a.step[0])
}

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
