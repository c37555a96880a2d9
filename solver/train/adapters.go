package train

import (
	"errors"
	"math"

	"counterpoint/solver/experiment"
	"counterpoint/solver/kernel"
	"counterpoint/solver/loss"
	"counterpoint/solver/network"
	"counterpoint/solver/problem"
)

// structured returns shape with what the Spec's slots of structure make of it: adapters on the trunk, or a trunk of equal size.
func structured(s *experiment.Spec, p *problem.Problem, hard bool, shape network.Shape) (network.Shape, error) {
	if s.Adapters == "none" && s.Trunk == "plain" {
		return shape, nil
	}
	if s.Adapters != "none" && s.Trunk != "plain" {
		return shape, errors.New("trunk: a wider or deeper trunk is the control of adapters; take --trunk plain or --adapters none")
	}
	names, err := loss.Names(p, hard)
	if err != nil {
		return shape, err
	}
	a := &network.Adapters{Losses: max(1, len(names)), Rank: s.Rank, Scale: s.Share, RowNorm: s.RowNorm, Linear: s.Form == "linear"}
	if a.Place, err = network.ParsePlace(s.Behind); err != nil {
		return shape, err
	}
	switch s.Adapters {
	case "output":
		a.Place = network.AtOutput
	case "private":
		a.Kind = network.Private
	case "local":
		a.Kind = network.Local
		if a.Gates, err = loss.Gates(p, hard, s.Gates == "opposite", s.Reach); err != nil {
			return shape, err
		}
	}
	with := shape
	with.Adapters = a
	if s.Trunk == "plain" {
		return with, nil
	}
	return grown(shape, with.Params(), s.Trunk == "deep"), nil
}

// grown returns shape with about params parameters: wider, or deeper by as many whole layers as come nearest, one at least; the width is
// then the one that comes nearest.
func grown(shape network.Shape, params int, deep bool) network.Shape {
	if deep {
		more := float64(params-shape.TrunkParams()) / float64(shape.Width*(shape.Width+1))
		shape.Depth += max(1, int(math.Round(more)))
	}
	best := shape
	off := func(s network.Shape) int {
		d := s.TrunkParams() - params
		return max(d, -d)
	}
	for w := 1; ; w++ {
		shape.Width = w
		if off(shape) < off(best) {
			best = shape
		}
		if shape.TrunkParams() > params && off(shape) > off(best) {
			return best
		}
	}
}

// route writes the adapters' part of the merged gradient: the weighted sum, or, routed, to each adapter its own loss's weighted gradient,
// the sum then going to total if the second moment is the total's.
func (e *engine[T]) route(trunk int) {
	v := e.view
	if e.owned == nil {
		e.sum(v.weight, trunk, e.end)
		return
	}
	if e.total != nil {
		e.sum(v.weight, trunk, e.end)
		copy(e.total[trunk:], e.dir[trunk:e.end])
	}
	clear(e.dir[trunk:e.end])
	for _, o := range e.owned {
		if w := v.weight[o.Loss]; w != 0 {
			e.set.Vec(kernel.Axpy, e.dir[o.Lo:o.Hi], e.grads.Rows[o.Loss][o.Lo:o.Hi], nil, T(w))
		}
	}
}

// penalise adds the gradients of the adapters' penalties to dir and returns their values' sum.
func (e *engine[T]) penalise() float64 {
	value, grad := e.losses.Penalty()
	if grad != nil {
		e.set.Vec(kernel.Add, e.dir[:e.end], e.dir[:e.end], grad, 0)
	}
	if e.orthogonality > 0 {
		value += e.net.Overlap(e.dir[:e.end], e.orthogonality)
		if e.total != nil {
			e.net.Overlap(e.total, e.orthogonality)
		}
	}
	return value
}
