package train

import (
	"math"

	"counterpoint/solver/experiment"
	"counterpoint/solver/gradient"
	"counterpoint/solver/kernel"
	"counterpoint/solver/loss"
	"counterpoint/solver/network"
	"counterpoint/solver/optimize"
)

// engine is the part of a Run that has a precision: parameters, network, losses and their gradients, direction, Adam.
type engine[T kernel.Float] struct {
	set    *kernel.Set[T]
	theta  []T // network parameters, then unknown coefficients
	net    *network.Net[T]
	losses *loss.Losses[T]
	grads  *gradient.Set[T]
	parts  []part[T] // none in the finishing phase
	gua    *optimize.GUA[T]
	dir    []T // the gradients merged into one
	old    []T // parameters before the update
	view   *seen

	end           int             // of the network's parameters
	owned         []network.Owned // adapters whose gradients are routed; nil: every loss reaches every adapter
	total         []T             // the unrouted gradient, on the adapters' parameters; nil if nobody asks
	orthogonality float64
}

// seen is what the last evaluation and update left to see, in float64, shared by the engines of a Run.
type seen struct {
	loss, weight, gram, byBlock, update []float64
	updateNorm                          float64
}

func newSeen(k, blocks int) *seen {
	s := &seen{
		loss: make([]float64, k), weight: make([]float64, k), gram: make([]float64, k*k), byBlock: make([]float64, blocks*k*k),
		update: make([]float64, k),
	}
	for i := range s.weight {
		s.weight[i] = 1
	}
	return s
}

// newEngine builds an engine on parameters start (float64, copied).
func newEngine[T kernel.Float](r *Run, start []float64) (*engine[T], error) {
	set, err := kernel.Find[T](r.opt.Kernel)
	if err != nil {
		return nil, err
	}
	e := &engine[T]{set: set, theta: make([]T, len(start)), dir: make([]T, len(start)), old: make([]T, len(start))}
	for i, v := range start {
		e.theta[i] = T(v)
	}
	n := r.shape.Params()
	e.end = n
	if r.shape.Adapters != nil {
		e.orthogonality = r.spec.Orthogonal
	}
	e.net = network.New(r.shape, e.theta[:n:n], set)
	if err := e.compile(r); err != nil {
		return nil, err
	}
	e.grads = gradient.NewSet[T](len(e.losses.Names), r.blocks)
	if r.view == nil {
		r.view = newSeen(len(e.losses.Names), len(r.blocks))
	}
	e.view = r.view
	return e, nil
}

// compile builds the losses from the run's problem, constants and points; the engine's old losses, if any, are closed.
func (e *engine[T]) compile(r *Run) error {
	truth, err := r.truthAt()
	if err != nil {
		return err
	}
	n := r.shape.Params()
	l, err := loss.New(r.p, r.bind, e.net, e.theta[n:], e.set, loss.Config{
		Count: r.counts, Place: r.placement, Workers: r.opt.Workers, Fixed: r.spec.Resample == 0, Hard: r.hard(), Truth: truth, Estimate: r.estimator(),
		PointWeights: r.spec.PointWeights, Consensus: r.spec.Consensus, Elsewhere: r.elsewhere(),
	})
	if err != nil {
		return err
	}
	if e.losses != nil {
		e.losses.Close()
		copyState(l.PointState(), e.losses.PointState())
		l.RestorePoints()
	}
	e.losses = l
	return nil
}

// evaluate brings losses, gradients and Gram matrix up to the present parameters.
func (e *engine[T]) evaluate() {
	e.net.Pack()
	e.losses.Evaluate(e.view.loss, e.grads)
	e.grads.Gram(e.set, e.view.gram, e.view.byBlock)
}

// weighted writes the gradient of the weighted sum of the losses and of the penalties into dir, and returns that sum.
func (e *engine[T]) weighted() float64 {
	e.sum(e.view.weight, 0, len(e.dir))
	total := e.penalise()
	for k, v := range e.view.loss {
		total += e.view.weight[k] * v
	}
	return total
}

// update takes one step of the optimizer and records what it did to each loss, to first order.
func (e *engine[T]) update(step int, lr float64) {
	copy(e.old, e.theta)
	e.advance(step, lr)
	e.moved()
}

// moved records the update old - theta, per unit of learning the descent direction, against every gradient.
func (e *engine[T]) moved() {
	e.set.Vec(kernel.Sub, e.old, e.old, e.theta, 0)
	e.grads.Apply(e.set, e.old, e.view.update)
	e.view.updateNorm = math.Sqrt(e.set.Inner(e.old, e.old))
}

// fault finds the first loss whose value or gradient is not finite, or whose value grew beyond hope.
func (v *seen) fault(names []string, step int, limit float64) error {
	k := len(names)
	for i, name := range names {
		if x := v.loss[i]; !(math.Abs(x) <= limit) {
			return &experiment.Diverged{Loss: name, Step: step, Value: x}
		}
		if m := v.gram[i*k+i]; math.IsNaN(m) || math.IsInf(m, 0) {
			return &experiment.Diverged{Loss: name, Step: step, Value: m, Gradient: true}
		}
	}
	return nil
}

// parameters copies the parameters out in float64.
func (e *engine[T]) parameters(dst []float64) {
	for i, v := range e.theta {
		dst[i] = float64(v)
	}
}
