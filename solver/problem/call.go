package problem

import (
	"fmt"
	"math"
	"strings"

	"counterpoint/solver/expr"
)

// operators are the functions that are not elementary ones.
var operators = []string{"d", "dn", "lap", "grad", "div", "gradsq", "normsq", "dot", "sum"}

// unsayable are words users try for what the language cannot say.
var unsayable = map[string]string{
	"integral": "integral constraints cannot be said", "int": "integral constraints cannot be said", "integrate": "integral constraints cannot be said",
	"delay": "delays cannot be said", "frac": "fractional derivatives cannot be said", "fraclap": "fractional derivatives cannot be said",
	"re": "complex fields cannot be said", "im": "complex fields cannot be said", "conj": "complex fields cannot be said",
	"curl": "curl is not in the language",
}

var unsayableRemedy = map[string]string{
	"integral constraints cannot be said":   "write the equation that the integrand's primitive satisfies, with a field of its own",
	"delays cannot be said":                 "",
	"fractional derivatives cannot be said": "",
	"complex fields cannot be said":         "write the real and the imaginary part as two fields",
	"curl is not in the language":           "write its components, such as v_x - u_y",
}

// synonyms are other languages' names for functions of this one.
var synonyms = map[string]string{
	"laplacian": "lap(u)", "laplace": "lap(u)", "Laplacian": "lap(u)", "delta": "lap(u)", "gradient": "grad(u)", "divergence": "div(v)",
	"diff": "d(u, x)", "deriv": "d(u, x)", "D": "d(u, x)", "partial": "d(u, x)", "ln": "log(x)", "log10": "log(x)/log(10)",
	"heaviside": "step(x)", "H": "step(x)", "sign": "2*step(x) - 1", "arcsin": "asin(x)", "arccos": "acos(x)", "arctan": "atan(x)",
	"pow": "x^2", "sec": "1/cos(x)", "csc": "1/sin(x)", "cot": "1/tan(x)", "sech": "1/cosh(x)", "norm": "sqrt(normsq(x))",
	"sigmoid": "1/(1 + exp(-x))", "cbrt": "x^(1/3)", "SUM": "sum(i: x[i])", "Sin": "sin(x)", "Cos": "cos(x)", "Exp": "exp(x)",
}

// allCoords reports whether every argument names a coordinate.
func (q *parser) allCoords(args []*expr.Tree) bool {
	for _, a := range args {
		if !q.isCoord(a) {
			return false
		}
	}
	return len(args) > 0
}

func (q *parser) call(t *expr.Tree) (value, bool) {
	if moved := q.movedCall(t); moved {
		return q.atPoint(t)
	}
	if f, ok := expr.FindFn(t.Text); ok {
		return q.elementary(f, t)
	}
	switch t.Text {
	case "d":
		return q.derivative(t)
	case "dn":
		return q.normalDerivative(t)
	case "lap", "grad", "gradsq":
		return q.gradient(t)
	case "div":
		return q.divergence(t)
	case "normsq", "dot":
		return q.product(t)
	case "sum":
		q.fault(t.Span, "sum needs an index and what is summed", "write sum(i=1..3: x[i]^2)")
		return value{}, false
	}
	if s, ok := q.names[t.Text]; ok {
		if s.kind == symField && q.allCoords(t.Args) {
			q.fault(t.Span, t.Text+" is a field, a function of all coordinates as it stands", "write "+t.Text+" alone")
			return value{}, false
		}
		q.fault(t.Span, t.Text+" is "+article(s.what)+", not a function", "write "+t.Text+"*(...) for a product, "+t.Text+"(x=0) for a value")
		return value{}, false
	}
	if f, _, ok := strings.Cut(t.Text, "_"); ok && q.names[f].kind == symField && q.allCoords(t.Args) {
		q.fault(t.Span, t.Text+" is a derivative, a function of all coordinates as it stands", "write "+t.Text+" alone")
		return value{}, false
	}
	if remedy, ok := synonyms[t.Text]; ok {
		q.fault(t.Word, "unknown function "+quote(t.Text), "write "+remedy)
		return value{}, false
	}
	if message, ok := unsayable[t.Text]; ok {
		q.fault(t.Word, message, unsayableRemedy[message])
		return value{}, false
	}
	if near := nearest(t.Text, append(expr.FnNames(), operators...)); near != "" {
		q.fault(t.Word, "unknown function "+quote(t.Text), "did you mean "+near+"?")
		return value{}, false
	}
	q.fault(t.Word, "unknown function "+quote(t.Text), "the functions are "+joined(expr.FnNames())+", "+joined(operators))
	return value{}, false
}

func joined(list []string) string {
	s := ""
	for i, x := range list {
		if i > 0 {
			s += ", "
		}
		s += x
	}
	return s
}

func (q *parser) arity(t *expr.Tree, lo, hi int, example string) bool {
	if n := len(t.Args); n < lo || n > hi {
		q.fault(t.Span, fmt.Sprintf("%s takes %s, not %d", t.Text, arguments(lo, hi), n), "write "+example)
		return false
	}
	return true
}

func arguments(lo, hi int) string {
	switch {
	case lo == hi && lo == 1:
		return "1 argument"
	case lo == hi:
		return fmt.Sprintf("%d arguments", lo)
	}
	return fmt.Sprintf("at least %d", lo)
}

func (q *parser) elementary(f expr.Fn, t *expr.Tree) (value, bool) {
	example := t.Text + "(x)"
	if f.Arity() == 2 {
		example = t.Text + "(a, b)"
	}
	if !q.arity(t, f.Arity(), f.Arity(), example) {
		return value{}, false
	}
	a, ok := q.scalar(t.Args[0])
	if !ok {
		return value{}, false
	}
	var out expr.ID
	if f.Arity() == 2 {
		b, ok := q.scalar(t.Args[1])
		if !ok {
			return value{}, false
		}
		out = q.g.Call2(f, a, b)
	} else {
		out = q.g.Call(f, a)
	}
	if v, isNumber := q.g.Value(out); isNumber && !finite(v) {
		q.fault(t.Span, fmt.Sprintf("the value of this is %g", v), "")
		return value{}, false
	}
	return value{id: out}, true
}

// coordOf returns the index of the coordinate that a tree names: x or x[i].
func (q *parser) coordOf(t *expr.Tree) (int, bool) {
	if t.Kind == expr.TreeName || t.Kind == expr.TreeIndex {
		s, ok := q.names[t.Text]
		switch {
		case ok && s.kind == symCoord && t.Kind == expr.TreeName:
			return s.index, true
		case ok && s.kind == symCoords && t.Kind == expr.TreeIndex:
			i, ok := q.wholeNumber(t.Args[0], "an index of "+t.Text, 1, s.n)
			return s.index + i - 1, ok
		case ok && s.kind == symCoords:
			q.fault(t.Span, t.Text+" is a vector of coordinates", "name one of them: "+t.Text+"[1]")
			return 0, false
		}
	}
	if q.broken[t.Text] {
		return 0, false
	}
	q.fault(t.Span, "expected a coordinate here", "the coordinates are "+q.coordNames())
	return 0, false
}

// derivative is d(E, x), d(E, x, 2), d(E, x, t), ...
func (q *parser) derivative(t *expr.Tree) (value, bool) {
	if !q.arity(t, 2, 9, "d(u, x), d(u, x, 2) or d(u, x, t)") {
		return value{}, false
	}
	v, ok := q.lower(t.Args[0])
	if !ok {
		return value{}, false
	}
	order := 0
	for i := 1; i < len(t.Args); i++ {
		c, ok := q.coordOf(t.Args[i])
		if !ok {
			return value{}, false
		}
		times := 1
		if i+1 < len(t.Args) && !q.isCoord(t.Args[i+1]) {
			i++
			if v, isNumber := t.Args[i].Value, t.Args[i].Kind == expr.TreeNumber; isNumber && v != math.Trunc(v) {
				q.fault(t.Args[i].Span, "derivatives of fractional order cannot be said", "write a whole order")
				return value{}, false
			}
			if times, ok = q.wholeNumber(t.Args[i], "the order of a derivative", 1, 1000); !ok {
				return value{}, false
			}
		}
		if order += times; order > expr.MaxOrder {
			q.fault(t.Span, fmt.Sprintf("this is a derivative of order %d; they go up to total order %d", order, expr.MaxOrder), "introduce a field for a lower derivative and a loss that defines it")
			return value{}, false
		}
		for range times {
			if v, ok = q.deriveAll(v, c, t.Span); !ok {
				return value{}, false
			}
		}
	}
	return v, true
}

func (q *parser) isCoord(t *expr.Tree) bool {
	s, ok := q.names[t.Text]
	return ok && (t.Kind == expr.TreeName || t.Kind == expr.TreeIndex) && (s.kind == symCoord || s.kind == symCoords)
}

func (q *parser) deriveAll(v value, c int, at expr.Span) (value, bool) {
	all := true
	out := q.each1(v, func(id expr.ID) expr.ID {
		if !all {
			return id
		}
		d, ok := q.derive(id, c, at)
		all = all && ok
		return d
	})
	return out, all
}

// space lists the coordinates an operator runs over: those named, or all but time.
func (q *parser) space(t *expr.Tree, named []*expr.Tree) ([]int, bool) {
	var out []int
	for _, a := range named {
		if s, ok := q.names[a.Text]; ok && s.kind == symCoords && a.Kind == expr.TreeName {
			for i := range s.n {
				out = append(out, s.index+i)
			}
			continue
		}
		c, ok := q.coordOf(a)
		if !ok {
			return nil, false
		}
		out = append(out, c)
	}
	if len(named) == 0 {
		for i := range q.p.Coords {
			if i != q.p.Time {
				out = append(out, i)
			}
		}
	}
	if len(out) == 0 {
		q.fault(t.Span, t.Text+" runs over all coordinates but time, and there is none", "name them: "+t.Text+"(u, t)")
		return nil, false
	}
	return out, true
}

// gradient is lap, grad and gradsq of a scalar.
func (q *parser) gradient(t *expr.Tree) (value, bool) {
	if !q.arity(t, 1, 1+maxLength, t.Text+"(u)") {
		return value{}, false
	}
	id, ok := q.scalar(t.Args[0])
	if !ok {
		return value{}, false
	}
	over, ok := q.space(t, t.Args[1:])
	if !ok {
		return value{}, false
	}
	total, vec := q.g.Num(0), make([]expr.ID, 0, len(over))
	for _, c := range over {
		first, ok := q.derive(id, c, t.Span)
		if !ok {
			return value{}, false
		}
		switch t.Text {
		case "grad":
			vec = append(vec, first)
		case "gradsq":
			total = q.g.Add(total, q.g.Pow(first, q.g.Num(2)))
		case "lap":
			second, ok := q.derive(first, c, t.Span)
			if !ok {
				return value{}, false
			}
			total = q.g.Add(total, second)
		}
	}
	if t.Text == "grad" {
		return value{vec: vec}, true
	}
	return value{id: total}, true
}

func (q *parser) divergence(t *expr.Tree) (value, bool) {
	if !q.arity(t, 1, 1+maxLength, "div(grad(u))") {
		return value{}, false
	}
	v, ok := q.lower(t.Args[0])
	if !ok {
		return value{}, false
	}
	over, ok := q.space(t, t.Args[1:])
	if !ok {
		return value{}, false
	}
	if len(v.vec) != len(over) {
		q.fault(t.Span, fmt.Sprintf("div needs a vector of %d components, one for each coordinate", len(over)), "write div(a*grad(u)), or add the derivatives yourself")
		return value{}, false
	}
	total := q.g.Num(0)
	for i, c := range over {
		d, ok := q.derive(v.vec[i], c, t.Span)
		if !ok {
			return value{}, false
		}
		total = q.g.Add(total, d)
	}
	return value{id: total}, true
}

// product is dot(a, b) and normsq(a).
func (q *parser) product(t *expr.Tree) (value, bool) {
	n, example := 1, "normsq(x)"
	if t.Text == "dot" {
		n, example = 2, "dot(b, grad(u))"
	}
	if !q.arity(t, n, n, example) {
		return value{}, false
	}
	a, ok := q.lower(t.Args[0])
	if !ok {
		return value{}, false
	}
	b := a
	if n == 2 {
		if b, ok = q.lower(t.Args[1]); !ok {
			return value{}, false
		}
	}
	if a.vec == nil || len(a.vec) != len(b.vec) {
		q.fault(t.Span, t.Text+" needs "+map[bool]string{true: "two vectors of equal length", false: "a vector"}[n == 2], "write "+example)
		return value{}, false
	}
	total := q.g.Num(0)
	for i := range a.vec {
		total = q.g.Add(total, q.g.Mul(a.vec[i], b.vec[i]))
	}
	return value{id: total}, true
}

// normalDerivative is dn(E): the derivative along the outward normal of the line's region.
func (q *parser) normalDerivative(t *expr.Tree) (value, bool) {
	if !q.arity(t, 1, 1, "dn(u)") {
		return value{}, false
	}
	id, ok := q.scalar(t.Args[0])
	if !ok {
		return value{}, false
	}
	total := q.g.Num(0)
	for c := range q.p.Coords {
		if c == q.p.Time {
			continue
		}
		d, ok := q.derive(id, c, t.Span)
		if !ok {
			return value{}, false
		}
		total = q.g.Add(total, q.g.Mul(q.g.Normal(c), d))
	}
	q.normals = append(q.normals, t.Span)
	return value{id: total}, true
}

// maxMoves bounds the maps of a problem: each costs a pass of the network.
const maxMoves = 256

// movedCall reports whether a call gives coordinates values: u(x=-1).
func (q *parser) movedCall(t *expr.Tree) bool {
	for _, a := range t.Args {
		if a.Kind == expr.TreeAssign {
			return true
		}
	}
	return false
}

// atPoint is NAME(x=-1, ...): the named expression at another point.
func (q *parser) atPoint(t *expr.Tree) (value, bool) {
	if _, fn := expr.FindFn(t.Text); fn || contains(operators, t.Text) {
		q.fault(t.Span, t.Text+" is a function and takes no coordinates", "name the expression with let F = ..., then write F(x=0)")
		return value{}, false
	}
	v, ok := q.name(t.Text, t.Word)
	if !ok {
		return value{}, false
	}
	var m expr.Map
	for _, a := range t.Args {
		if a.Kind != expr.TreeAssign {
			q.fault(a.Span, "expected a coordinate's value, such as x=0", "")
			return value{}, false
		}
		c, ok := q.coordOf(a.Args[0])
		if !ok {
			return value{}, false
		}
		x, ok := q.fixedNumber(a.Args[1])
		if !ok {
			return value{}, false
		}
		for _, f := range m {
			if f.Coord == c {
				q.fault(a.Span, q.p.Coords[c].Name+" is given twice", "")
				return value{}, false
			}
		}
		if co := q.p.Coords[c]; x < co.Lo || x > co.Hi {
			q.fault(a.Span, fmt.Sprintf("%s = %.6g is outside [%.6g, %.6g]", co.Name, x, co.Lo, co.Hi), "")
			return value{}, false
		}
		m = append(m, expr.Fix{Coord: c, Value: x})
	}
	at := q.g.Move(m)
	if len(q.g.Maps) > maxMoves {
		q.fault(t.Span, fmt.Sprintf("fields are asked for at more than %d places", maxMoves), "")
		return value{}, false
	}
	q.moves = append(q.moves, at)
	return q.each1(v, func(id expr.ID) expr.ID { return q.g.Moved(id, at) }), true
}
