package reference

import (
	"math"
	"runtime"

	"counterpoint/solver/expr"
	"counterpoint/solver/problem"
)

// exact evaluates expressions. Fields without one are NaN.
type exact struct {
	free  chan *expr.Evaluator // an evaluator belongs to one goroutine at a time
	field []int                // field of each root
}

// exactField returns the exact solution of p, nil if no field has one. All evaluators are made here: later the graph may be in
// use elsewhere.
func exactField(p *problem.Problem, bind expr.Binding) (Field, error) {
	e := &exact{free: make(chan *expr.Evaluator, runtime.GOMAXPROCS(0))}
	var roots []expr.ID
	for f, id := range p.Exact {
		if id != expr.None {
			roots, e.field = append(roots, id), append(e.field, f)
		}
	}
	if len(roots) == 0 {
		return nil, nil
	}
	for range cap(e.free) {
		e.free <- p.Graph.Evaluator(bind, roots...)
	}
	return e, nil
}

func (e *exact) At(x, out []float64) {
	for f := range out {
		out[f] = math.NaN()
	}
	v := <-e.free
	v.Eval(x, nil)
	for i, f := range e.field {
		out[f] = v.Root(i)
	}
	e.free <- v
}

func (e *exact) Error() float64 { return 0 }
func (e *exact) Name() string   { return "exact" }
