package reference

import (
	"math"
	"sync"

	"counterpoint/solver/expr"
	"counterpoint/solver/problem"
)

// exact evaluates expressions. Fields without one are NaN.
type exact struct {
	pool  sync.Pool // of *expr.Evaluator, which belong to one goroutine at a time
	field []int     // field of each root
}

// exactField returns the exact solution of p, nil if no field has one.
func exactField(p *problem.Problem, bind expr.Binding) (Field, error) {
	e := &exact{}
	var roots []expr.ID
	for f, id := range p.Exact {
		if id != expr.None {
			roots, e.field = append(roots, id), append(e.field, f)
		}
	}
	if len(roots) == 0 {
		return nil, nil
	}
	e.pool.New = func() any { return p.Graph.Evaluator(bind, roots...) }
	return e, nil
}

func (e *exact) At(x, out []float64) {
	for f := range out {
		out[f] = math.NaN()
	}
	v := e.pool.Get().(*expr.Evaluator)
	v.Eval(x, nil)
	for i, f := range e.field {
		out[f] = v.Root(i)
	}
	e.pool.Put(v)
}

func (e *exact) Error() float64 { return 0 }
func (e *exact) Name() string   { return "exact" }
