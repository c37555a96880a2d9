// Package reference computes the truth that predictions are judged by: exact expressions where a problem has them, otherwise
// numerical methods that solve the problem's own parsed equation and estimate their own error by refinement.
package reference

import (
	"fmt"
	"sort"
	"strings"

	"counterpoint/solver/expr"
	"counterpoint/solver/problem"
)

// Field is the true solution of a problem. Its methods may be called concurrently.
type Field interface {
	// At writes the value of every field of the problem at the point x into out. Outside the domain the values mean nothing.
	At(x, out []float64)
	// Error is an estimate of the relative L2 error of this truth itself, computed by refinement; 0 for exact expressions.
	Error() float64
	// Name is the method.
	Name() string
}

// method solves problems numerically. args are the method's own, complete.
type method struct {
	name, doc string
	args      map[string]float64 // those there are, with their defaults
	cached    bool               // worth keeping on disk
	solve     func(q *question) (Field, error)
}

// question is what a method is asked.
type question struct {
	p     *problem.Problem
	bind  expr.Binding
	args  map[string]float64
	exprs []float64 // values of positional arguments
}

var registry = map[string]*method{}

func register(m *method) *method {
	registry[m.name] = m
	return m
}

// Methods lists the names of the numerical methods, in alphabetical order.
func Methods() []string {
	names := make([]string, 0, len(registry))
	for n := range registry {
		names = append(names, n)
	}
	sort.Strings(names)
	return names
}

// For returns the truth of p with these values of its constants; unknowns take their true values. It returns nil, nil if the
// problem has none. Numerical methods may take seconds; their results are kept in the user's cache directory where there is one.
// For compiles residuals and so needs p.Graph alone; the Field does not.
func For(p *problem.Problem, bind expr.Binding) (Field, error) {
	bind = trueUnknowns(p, bind)
	if p.Truth == nil {
		return exactField(p, bind)
	}
	m := registry[p.Truth.Method]
	if m == nil {
		return nil, fmt.Errorf("reference: unknown truth method %.40q (have %s)", p.Truth.Method, strings.Join(Methods(), ", "))
	}
	q := &question{p: p, bind: bind, args: map[string]float64{}}
	for name, v := range m.args {
		q.args[name] = v
	}
	for name, v := range p.Truth.Args {
		if _, ok := m.args[name]; !ok {
			return nil, fmt.Errorf("reference: %s has no argument %.40q (it has %s)", m.name, name, argNames(m))
		}
		q.args[name] = v
	}
	for _, id := range p.Truth.Exprs {
		q.exprs = append(q.exprs, p.Graph.Eval(id, nil, bind))
	}
	if !m.cached {
		return m.solve(q)
	}
	return throughCache(q, m)
}

func argNames(m *method) string {
	var names []string
	for n := range m.args {
		names = append(names, n)
	}
	if len(names) == 0 {
		return "none by name"
	}
	sort.Strings(names)
	return strings.Join(names, ", ")
}

// trueUnknowns puts the unknowns whose truth is known to it.
func trueUnknowns(p *problem.Problem, bind expr.Binding) expr.Binding {
	out := expr.Binding{Const: bind.Const, Unknown: append([]float64(nil), bind.Unknown...)}
	for i, u := range p.Unknowns {
		if i < len(out.Unknown) && u.True == u.True {
			out.Unknown[i] = u.True
		}
	}
	return out
}
