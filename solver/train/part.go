package train

import (
	"errors"
	"fmt"

	"counterpoint/solver/combine"
	"counterpoint/solver/experiment"
	"counterpoint/solver/kernel"
	"counterpoint/solver/optimize"
)

// part is a range of the parameters with an optimizer of its own: the trunk, the adapters, the coefficients.
type part[T kernel.Float] struct {
	name   string
	lo, hi int
	method optimize.Method[T]
	factor float64 // of the learning rate
	from   int     // first step that moves it
	rows   [][]T   // views of the K gradients
}

// divide gives the parts of the parameters their optimizers.
func divide[T kernel.Float](r *Run, e *engine[T]) error {
	s := &r.spec
	entry, err := optimize.Find(s.Optimizer)
	if err != nil {
		return err
	}
	if err := agree(s, entry); err != nil {
		return err
	}
	k, trunk, network := len(e.losses.Names), r.shape.TrunkParams(), r.shape.Params()
	conflictFree, sum := combine.ConFIG.New(k, combine.Setup{Seed: s.Seed}), combine.Sum.New(k, combine.Setup{})
	add := func(name string, lo, hi int, d combine.Direction, factor float64, from int) {
		if lo == hi {
			return
		}
		p := part[T]{name: name, lo: lo, hi: hi, factor: factor, from: from}
		p.method = optimize.New[T](entry, hi-lo, k, func(gram []float64, k int, c []float64) { d.Combine(gram, k, 0, c) })
		for _, row := range e.grads.Rows {
			p.rows = append(p.rows, row[lo:hi])
		}
		e.parts = append(e.parts, p)
	}
	add("trunk", 0, trunk, conflictFree, 1, 0)
	add("adapters", trunk, network, sum, s.AdapterLR, s.AdaptersFrom)
	add("coefficients", network, len(e.theta), sum, 1, 0)
	if s.Adapters == "routed" {
		e.owned = r.shape.Owned()
		if s.SecondMoment == "total" {
			e.total = make([]T, network)
		}
	}
	if s.Correction == "gua" {
		e.gua = optimize.NewGUA[T](trunk, k)
	}
	return nil
}

// agree returns the error for slots that cannot go together.
func agree(s *experiment.Spec, o optimize.Entry) error {
	w, err := combine.FindWeights(s.Weights)
	switch {
	case err != nil:
		return err
	case o.PerLoss && s.Direction != "sum":
		return fmt.Errorf("direction: optimizer %s takes the losses' gradients apart, so that %s has no say; take --direction sum or --optimizer adam", o.Name, s.Direction)
	case o.PerLoss && s.Correction != "none":
		return fmt.Errorf("correction: %s corrects Adam's proposal; take --optimizer adam", s.Correction)
	case o.PerLoss && w.Needs.Metric:
		return fmt.Errorf("weights: %s looks at Adam's metric; take --optimizer adam or --weights jointrate", s.Weights)
	case o.PerLoss && s.Adapters == "routed":
		return fmt.Errorf("adapters: optimizer %s takes the losses' gradients apart, so that nothing is left to route; take --optimizer adam or --adapters shared", o.Name)
	case o.PerLoss && (s.Adapters == "private" && s.Consensus > 0 || s.Adapters != "none" && s.Orthogonal > 0):
		return fmt.Errorf("optimizer: %s sees the losses' gradients and no penalty; take --consensus 0 --orthogonality 0, or --optimizer adam", o.Name)
	case s.Estimator != "exact" && (s.Adapters == "local" || s.PointWeights != "none"):
		return errors.New("estimator: local adapters and point weights need the exact residual; take --estimator exact")
	case s.Estimator != "exact" && w.Needs.Positive:
		return fmt.Errorf("weights: %s divides by losses or takes them for squares, and an estimated loss may be negative; take --estimator exact or --weights none", s.Weights)
	case s.PointWeights != "none" && s.Resample > 0:
		return fmt.Errorf("point-weights: %s needs fixed points, and these are drawn anew every %d steps; take --resample 0", s.PointWeights, s.Resample)
	}
	return nil
}

// advance moves every part by the merged gradient.
func (e *engine[T]) advance(step int, lr float64) {
	for i := range e.parts {
		p := &e.parts[i]
		if step < p.from {
			continue
		}
		g := optimize.Gradients[T]{Merged: e.dir[p.lo:p.hi], Rows: p.rows, Weight: e.view.weight}
		if p.name == "adapters" && e.total != nil {
			g.Second = e.total[p.lo:p.hi]
		}
		p.method.Step(e.set, e.theta[p.lo:p.hi], g, p.factor*lr)
		if e.gua != nil && p.name == "trunk" {
			e.gua.Correct(e.set, p.method.(*optimize.Adam[T]), e.theta[:p.hi], e.old[:p.hi], p.rows, lr)
		}
	}
}

// metric writes the diagonal of Adam's metric at the last step into dst.
func (e *engine[T]) metric(dst []T) {
	for i := range e.parts {
		p := &e.parts[i]
		a, ok := p.method.(*optimize.Adam[T])
		if !ok {
			panic("train: the metric of an optimizer that has none")
		}
		a.Metric(dst[p.lo:p.hi])
	}
}

// partState returns the optimizers' memory.
func (e *engine[T]) partState() []experiment.Array {
	var out []experiment.Array
	for _, p := range e.parts {
		out = append(out, prefixed(p.name+".", p.method.State())...)
	}
	if e.gua != nil {
		out = append(out, e.gua.State()...)
	}
	return out
}
