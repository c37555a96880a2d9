package problem

import (
	"errors"
	"fmt"
	"math"

	"counterpoint/solver/expr"
)

// maxWork bounds the steps that turning trees into expressions may take: sums repeat their body.
const maxWork = 500_000

// spend counts one step, and reports when there were too many or the graph is full.
func (q *parser) spend(at expr.Span) bool {
	q.work++
	if q.work <= maxWork && !q.g.Full() {
		return true
	}
	q.fault(at, "the expression is too large once sums are written out and derivatives taken", "lower the dimension or the order")
	return false
}

// scalar lowers a tree that must be a scalar.
func (q *parser) scalar(t *expr.Tree) (expr.ID, bool) {
	v, ok := q.lower(t)
	if ok && v.vec != nil {
		q.fault(t.Span, fmt.Sprintf("this is a vector of %d components where a number is expected", len(v.vec)), "use an index, dot, normsq or sum")
		return expr.None, false
	}
	return v.id, ok
}

// lower turns a tree into its meaning; after a fault ok is false.
func (q *parser) lower(t *expr.Tree) (v value, ok bool) {
	if !q.spend(t.Span) {
		return value{}, false
	}
	switch t.Kind {
	case expr.TreeNumber:
		return value{id: q.g.Num(t.Value)}, true
	case expr.TreeName:
		return q.name(t.Text, t.Word)
	case expr.TreeNeg:
		if v, ok = q.lower(t.Args[0]); !ok {
			return v, false
		}
		return q.each1(v, q.g.Neg), true
	case expr.TreeBinary:
		return q.binary(t)
	case expr.TreeIndex:
		return q.index(t)
	case expr.TreeSum:
		return q.sum(t)
	case expr.TreeCall:
		return q.call(t)
	case expr.TreeAssign:
		q.fault(t.Span, "a value of a coordinate stands only in the argument of a field", "write u(x=0)")
		return value{}, false
	}
	panic("problem: unknown kind of tree")
}

func (q *parser) each1(v value, f func(expr.ID) expr.ID) value {
	if v.vec == nil {
		return value{id: f(v.id)}
	}
	out := make([]expr.ID, len(v.vec))
	for i, id := range v.vec {
		out[i] = f(id)
	}
	return value{vec: out}
}

func (q *parser) binary(t *expr.Tree) (value, bool) {
	a, aok := q.lower(t.Args[0])
	b, bok := q.lower(t.Args[1])
	if !aok || !bok {
		return value{}, false
	}
	var f func(a, b expr.ID) expr.ID
	switch t.Text {
	case "+":
		f = q.g.Add
	case "-":
		f = q.g.Sub
	case "*":
		f = q.g.Mul
	case "/":
		f = q.g.Div
	case "^":
		f = q.g.Pow
	default:
		q.fault(t.Word, quote(t.Text)+" stands only after where", "use step(a - b) for a switch in an equation")
		return value{}, false
	}
	switch {
	case a.vec == nil && b.vec == nil:
		id := f(a.id, b.id)
		if v, isNumber := q.g.Value(id); isNumber && !finite(v) {
			q.fault(t.Span, fmt.Sprintf("the value of this is %g", v), "")
			return value{}, false
		}
		return value{id: id}, true
	case a.vec != nil && b.vec != nil && (t.Text == "+" || t.Text == "-"):
		if len(a.vec) != len(b.vec) {
			q.fault(t.Span, fmt.Sprintf("vectors of %d and %d components have no %s", len(a.vec), len(b.vec), map[string]string{"+": "sum", "-": "difference"}[t.Text]), "")
			return value{}, false
		}
		out := make([]expr.ID, len(a.vec))
		for i := range out {
			out[i] = f(a.vec[i], b.vec[i])
		}
		return value{vec: out}, true
	case a.vec == nil && t.Text == "*":
		return q.each1(b, func(x expr.ID) expr.ID { return f(a.id, x) }), true
	case b.vec == nil && (t.Text == "*" || t.Text == "/"):
		return q.each1(a, func(x expr.ID) expr.ID { return f(x, b.id) }), true
	}
	q.fault(t.Span, "the operator "+t.Text+" has no meaning for these vectors", "use dot(a, b), normsq(a), or sum over an index")
	return value{}, false
}

// whole lowers a tree that must be a whole number from lo to hi.
func (q *parser) wholeNumber(t *expr.Tree, what string, lo, hi int) (int, bool) {
	v, ok := q.fixedNumber(t)
	if !ok {
		return 0, false
	}
	if v != math.Trunc(v) || v < float64(lo) || v > float64(hi) {
		q.fault(t.Span, fmt.Sprintf("%s must be a whole number from %d to %d, not %.6g", what, lo, hi, v), "")
		return 0, false
	}
	return int(v), true
}

func (q *parser) index(t *expr.Tree) (value, bool) {
	v, ok := q.name(t.Text, t.Word)
	if !ok {
		return v, false
	}
	if v.vec == nil {
		q.fault(t.Span, t.Text+" is no vector and has no components", "declare it with its length: "+t.Text+"[3]")
		return value{}, false
	}
	i, ok := q.wholeNumber(t.Args[0], "an index of "+t.Text, 1, len(v.vec))
	if !ok {
		return value{}, false
	}
	return value{id: v.vec[i-1]}, true
}

// sum writes a sum out, its index bound to 1, 2, ...; without a range it runs over the components of the vector coordinate.
func (q *parser) sum(t *expr.Tree) (value, bool) {
	lo, hi := 1, 0
	var ok bool
	if len(t.Args) == 3 {
		if lo, ok = q.wholeNumber(t.Args[0], "the first index", -maxWork, maxWork); !ok {
			return value{}, false
		}
		if hi, ok = q.wholeNumber(t.Args[1], "the last index", -maxWork, maxWork); !ok {
			return value{}, false
		}
	} else {
		n, many := 0, false
		for _, name := range q.order {
			if s := q.names[name]; s.kind == symCoords {
				many = many || n > 0
				n = s.n
			}
		}
		if n == 0 || many {
			q.fault(t.Word, "this sum needs a range: there is no single vector coordinate it could run over", "write sum("+t.Text+"=1..3: ...)")
			return value{}, false
		}
		hi = n
	}
	if have, taken := q.names[t.Text]; taken && have.kind != symIndex {
		q.fault(t.Word, "the index "+quote(t.Text)+" is declared already, as "+article(have.what), "choose another name")
		return value{}, false
	}
	if t.Text == "pi" || t.Text == "e" {
		q.fault(t.Word, quote(t.Text)+" is a number", "choose another name for the index")
		return value{}, false
	}
	outer, nested := q.names[t.Text]
	defer func() {
		delete(q.names, t.Text)
		if nested {
			q.names[t.Text] = outer
		}
	}()
	total := value{id: q.g.Num(0)}
	body := t.Args[len(t.Args)-1]
	for i := lo; i <= hi; i++ {
		q.names[t.Text] = symbol{kind: symIndex, what: "running index", index: i, at: t.Word}
		v, ok := q.lower(body)
		if !ok {
			return value{}, false
		}
		switch {
		case i == lo:
			total = v
		case total.vec == nil && v.vec == nil:
			total.id = q.g.Add(total.id, v.id)
		case len(total.vec) == len(v.vec):
			for k := range v.vec {
				total.vec[k] = q.g.Add(total.vec[k], v.vec[k])
			}
		}
	}
	return total, true
}

// derive differentiates, or reports at the span why it cannot.
func (q *parser) derive(id expr.ID, coord int, at expr.Span) (expr.ID, bool) {
	if !q.spend(at) {
		return expr.None, false
	}
	out, err := q.g.Diff(id, coord)
	switch {
	case errors.Is(err, expr.ErrOrder):
		q.fault(at, fmt.Sprintf("derivatives go up to total order %d", expr.MaxOrder), "introduce a field for a lower derivative and a loss that defines it")
		return expr.None, false
	case err != nil:
		q.fault(at, err.Error(), "")
		return expr.None, false
	}
	return out, true
}
