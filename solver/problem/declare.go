package problem

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"

	"counterpoint/solver/experiment"
	"counterpoint/solver/expr"
)

// maxLength is how long a vector may be: a derivative names its coordinate in 8 bits.
const maxLength = 250

// maxConsts bounds constants.
const maxConsts = 1000

// maxFields bounds fields and unknowns, each.
const maxFields = 64

// space is where a vector coordinate lives if not in a box: in a ball of radius r, with points uniform in its volume or in its radius, or
// everywhere, normally distributed with standard deviation r.
type space struct {
	first, n int
	name     string // of the coordinate
	kind     string // ball, radial or normal; empty for an interval
	r        float64
}

// declare reads const, coord, time, field and unknown.
func (q *parser) declare(s statement) {
	r := q.read(s)
	if r == nil {
		return
	}
	for {
		t := r.Peek()
		if t.Kind != expr.TokenName {
			q.syntax(r.Unexpected("the name of " + article(map[string]string{"const": "constant", "coord": "coordinate", "time": "time coordinate", "field": "field", "unknown": "unknown"}[s.word])))
			return
		}
		r.Next()
		ok := false
		switch s.word {
		case "const":
			ok = q.constant(r, t)
		case "coord", "time":
			ok = q.coordinate(r, t, s.word == "time")
		case "field":
			ok = q.field(t)
		case "unknown":
			ok = q.unknown(r, t)
		}
		if !ok {
			q.broken[t.Text] = true
			return
		}
		if !r.Op(",") {
			break
		}
	}
	q.end(r, "\",\" or the end of the line")
}

func (q *parser) field(t expr.Token) bool {
	if len(q.p.Fields) == maxFields {
		q.fault(t.Span, fmt.Sprintf("there are more than %d fields", maxFields), "")
		return false
	}
	if q.declareName(t.Text, t.Span, symbol{kind: symField, what: "field", index: len(q.p.Fields)}) {
		q.p.Fields = append(q.p.Fields, t.Text)
	}
	return true
}

// interval reads "[a, b]".
func (q *parser) interval(r *expr.Parser) (lo, hi float64, ok bool) {
	open := r.Peek()
	if !r.Op("[") {
		q.syntax(r.Unexpected("an interval such as [0, 1]"))
		return 0, 0, false
	}
	if lo, _, ok = q.number(r); !ok {
		return 0, 0, false
	}
	if !r.Op(",") {
		q.syntax(r.Unexpected("\",\" and the interval's upper end"))
		return 0, 0, false
	}
	if hi, _, ok = q.number(r); !ok {
		return 0, 0, false
	}
	end := r.Peek()
	if !r.Op("]") {
		q.syntax(r.Unexpected("\"]\""))
		return 0, 0, false
	}
	if !(lo < hi) {
		q.fault(open.Span.Join(end.Span), fmt.Sprintf("the interval [%.6g, %.6g] is empty", lo, hi), "its lower end stands first")
		return 0, 0, false
	}
	return lo, hi, true
}

// number reads an expression that is a finite number: no coordinates, no fields, no constants that may be moved.
func (q *parser) number(r *expr.Parser) (float64, expr.Span, bool) {
	tree, err := r.Expression()
	if err != nil {
		q.syntax(err)
		return 0, expr.Span{}, false
	}
	v, ok := q.fixedNumber(tree)
	return v, tree.Span, ok
}

func (q *parser) fixedNumber(tree *expr.Tree) (float64, bool) {
	id, ok := q.scalar(tree)
	if !ok {
		return 0, false
	}
	v, isNumber := q.g.Value(id)
	if !isNumber {
		point, unknown, leaf, constant := q.g.Depends(id)
		switch {
		case constant && !point && !unknown && !leaf:
			q.fault(tree.Span, "this must be a fixed number, but it depends on a constant with an interval", "leave the interval out")
		case point && !unknown && !leaf:
			q.fault(tree.Span, "this must be a fixed number, but it depends on a coordinate", "delays and domains that move in time cannot be said")
		default:
			q.fault(tree.Span, "this must be a number", "fields and unknowns have none before training")
		}
		return 0, false
	}
	if !finite(v) {
		q.fault(tree.Span, fmt.Sprintf("this is %g, not a finite number", v), "")
		return 0, false
	}
	return v, true
}

// count reads an expression that is a whole number from lo to hi.
func (q *parser) count(r *expr.Parser, what string, lo, hi int) (int, bool) {
	v, at, ok := q.number(r)
	if !ok {
		return 0, false
	}
	if v != math.Trunc(v) || v < float64(lo) || v > float64(hi) {
		q.fault(at, fmt.Sprintf("%s must be a whole number from %d to %d, not %.6g", what, lo, hi, v), "")
		return 0, false
	}
	return int(v), true
}

// length reads "[n]" after a name; 0 without one.
func (q *parser) length(r *expr.Parser) (int, bool) {
	if !r.Op("[") {
		return 0, true
	}
	n, ok := q.count(r, "the length of a vector", 1, maxLength)
	if !ok {
		return 0, false
	}
	if !r.Op("]") {
		q.syntax(r.Unexpected("\"]\""))
		return 0, false
	}
	return n, true
}

// coordinate reads "x in [a, b]", "x, y in [a, b]", "x[3] in [a, b]", "x[3] in ball(r)", "x[3] in
// radial(r)" or "x[3] in normal(s)".
func (q *parser) coordinate(r *expr.Parser, t expr.Token, time bool) bool {
	names, lengths := []expr.Token{t}, []int(nil)
	for {
		n, ok := q.length(r)
		if !ok {
			return false
		}
		lengths = append(lengths, n)
		if !r.Op(",") {
			break
		}
		next := r.Peek()
		if next.Kind != expr.TokenName {
			q.syntax(r.Unexpected("the name of a coordinate"))
			return false
		}
		names = append(names, r.Next())
	}
	if !r.Word("in") {
		q.syntax(r.Unexpected("\"in\" and an interval, as in \"" + t.Text + " in [0, 1]\""))
		return false
	}
	var lo, hi float64
	var in space
	var ok bool
	if b := r.Peek(); b.Kind == expr.TokenName && (b.Text == "ball" || b.Text == "radial" || b.Text == "normal") {
		in.kind = b.Text
		if in.r, ok = q.radius(r, t, lengths[0], time); !ok {
			return false
		}
	} else if lo, hi, ok = q.interval(r); !ok {
		return false
	}
	for i, name := range names {
		if !q.addCoordinate(name, lengths[i], time, experiment.Coord{Name: name.Text, Lo: lo, Hi: hi, Time: time}, in) {
			return false
		}
	}
	return true
}

// addCoordinate enters one coordinate, or n of them as a vector.
func (q *parser) addCoordinate(t expr.Token, n int, time bool, c experiment.Coord, in space) bool {
	first := len(q.p.Coords)
	switch {
	case first+max(1, n) > maxLength:
		q.fault(t.Span, fmt.Sprintf("there are more than %d coordinates", maxLength), "")
		return false
	case time && n > 0:
		q.fault(t.Span, "time is one coordinate", "write \"time "+t.Text+" in [0, 1]\"")
		return false
	case time && q.p.Time >= 0:
		q.fault(t.Span, "there is a time coordinate already", "write coord for the other")
		return false
	case in.kind != "" && n == 0:
		q.fault(t.Span, "a ball needs a vector coordinate", "write \"coord "+t.Text+"[3] in ball(1)\"")
		return false
	}
	if n == 0 {
		if !q.declareName(t.Text, t.Span, symbol{kind: symCoord, what: "coordinate", index: first}) {
			return true
		}
		if time {
			q.p.Time = first
		}
		q.p.Coords = append(q.p.Coords, c)
		return true
	}
	if !q.declareName(t.Text, t.Span, symbol{kind: symCoords, what: "vector coordinate", index: first, n: n}) {
		return true
	}
	for i := range n {
		c.Name = t.Text + strconv.Itoa(i+1)
		q.p.Coords = append(q.p.Coords, c)
	}
	if in.kind != "" {
		in.first, in.n, in.name = first, n, t.Text
		q.spaces = append(q.spaces, in)
	}
	return true
}

// radius reads "ball(r)", "radial(r)" or "normal(s)".
func (q *parser) radius(r *expr.Parser, t expr.Token, n int, time bool) (float64, bool) {
	b := r.Next()
	if time || n < 1 {
		q.fault(b.Span, "a "+map[string]string{"ball": "ball", "radial": "ball", "normal": "normal distribution"}[b.Text]+" needs a vector coordinate", "write \"coord "+t.Text+"[3] in "+b.Text+"(1)\"")
		return 0, false
	}
	what := map[string]string{"ball": "radius", "radial": "radius", "normal": "standard deviation"}[b.Text]
	if !r.Op("(") {
		q.syntax(r.Unexpected("\"(\" and the " + what))
		return 0, false
	}
	radius, at, ok := q.number(r)
	if !ok {
		return 0, false
	}
	if !r.Op(")") {
		q.syntax(r.Unexpected("\")\""))
		return 0, false
	}
	if !(radius > 0) {
		q.fault(at, fmt.Sprintf("the %s %.6g is not positive", what, radius), "")
		return 0, false
	}
	return radius, true
}

// constant reads "= value [in [lo, hi]]", or a vector's values.
func (q *parser) constant(r *expr.Parser, t expr.Token) bool {
	if len(q.p.Consts) == maxConsts {
		q.fault(t.Span, fmt.Sprintf("there are more than %d constants", maxConsts), "")
		return false
	}
	n, ok := q.length(r)
	if !ok {
		return false
	}
	if !r.Op("=") {
		q.syntax(r.Unexpected("\"=\" and the value"))
		return false
	}
	if n > 0 {
		return q.vectorConstant(r, t, n)
	}
	tree, err := r.Expression()
	if err != nil {
		q.syntax(err)
		return false
	}
	id, ok := q.scalar(tree)
	if !ok {
		return false
	}
	if point, unknown, leaf, _ := q.g.Depends(id); point || unknown || leaf {
		q.fault(tree.Span, "a constant cannot depend on coordinates, fields or unknowns", "write let instead of const")
		return false
	}
	c := Const{Name: t.Text, Value: q.now(id)}
	if v, ok := q.caseValue(t.Text); ok {
		c.Value, id = v, q.g.Num(v)
	}
	if !finite(c.Value) {
		q.fault(tree.Span, fmt.Sprintf("%s = %g is not a finite number", t.Text, c.Value), "")
		return false
	}
	c.Lo, c.Hi = c.Value, c.Value
	if r.Word("in") {
		if c.Lo, c.Hi, ok = q.interval(r); !ok {
			return false
		}
		if c.Value < c.Lo || c.Value > c.Hi {
			q.fault(tree.Span, fmt.Sprintf("%s = %.6g is outside its interval [%.6g, %.6g]", t.Text, c.Value, c.Lo, c.Hi), "")
			return false
		}
		c.Ranged = true
		id = q.g.Const(len(q.p.Consts))
	}
	if q.declareName(t.Text, t.Span, symbol{kind: symValue, what: "constant", value: value{id: id}}) {
		q.p.Consts = append(q.p.Consts, c)
	}
	return true
}

// now returns the value of an expression of constants, at their present values.
func (q *parser) now(id expr.ID) float64 {
	bind := expr.Binding{Const: make([]float64, len(q.p.Consts))}
	for i, c := range q.p.Consts {
		bind.Const[i] = c.Value
	}
	return q.g.Eval(id, nil, bind)
}

// vectorConstant reads "normal(seed 1)", "uniform(seed 1)", or as many numbers as there are components in brackets.
func (q *parser) vectorConstant(r *expr.Parser, t expr.Token, n int) bool {
	vec := make([]expr.ID, n)
	w := r.Peek()
	switch {
	case w.Kind == expr.TokenName && (w.Text == "normal" || w.Text == "uniform") && r.Ahead(1).Text == "(":
		r.Next()
		r.Next()
		if !r.Word("seed") {
			q.syntax(r.Unexpected("\"seed\" and a whole number"))
			return false
		}
		seed, ok := q.count(r, "a seed", 0, 1<<31)
		if !ok {
			return false
		}
		if !r.Op(")") {
			q.syntax(r.Unexpected("\")\""))
			return false
		}
		rng := rand.New(rand.NewPCG(uint64(seed), 0))
		for i := range vec {
			if w.Text == "normal" {
				vec[i] = q.g.Num(rng.NormFloat64())
			} else {
				vec[i] = q.g.Num(rng.Float64())
			}
		}
	case r.Op("["):
		for i := range vec {
			if i > 0 && !r.Op(",") {
				q.syntax(r.Unexpected(fmt.Sprintf("\",\" and component %d of %d", i+1, n)))
				return false
			}
			v, _, ok := q.number(r)
			if !ok {
				return false
			}
			vec[i] = q.g.Num(v)
		}
		if !r.Op("]") {
			q.syntax(r.Unexpected(fmt.Sprintf("\"]\" after %d components", n)))
			return false
		}
	default:
		q.syntax(r.Unexpected("normal(seed 1), uniform(seed 1) or numbers in brackets"))
		return false
	}
	q.declareName(t.Text, t.Span, symbol{kind: symValue, what: "constant", value: value{vec: vec}})
	return true
}

// unknown reads "= start [true value] [positive]".
func (q *parser) unknown(r *expr.Parser, t expr.Token) bool {
	if !r.Op("=") {
		q.syntax(r.Unexpected("\"=\" and the value that training starts from"))
		return false
	}
	u := Unknown{Name: t.Text, True: math.NaN()}
	var at expr.Span
	var ok bool
	if u.Start, at, ok = q.number(r); !ok {
		return false
	}
	for {
		switch {
		case r.Word("true"):
			if u.True, _, ok = q.number(r); !ok {
				return false
			}
			continue
		case r.Word("positive"):
			u.Positive = true
			continue
		}
		break
	}
	if u.Positive && (u.Start <= 0 || u.True <= 0) {
		q.fault(at, fmt.Sprintf("%s is positive, but a value of it is not", t.Text), "")
		return false
	}
	if len(q.p.Unknowns) == maxFields {
		q.fault(t.Span, fmt.Sprintf("there are more than %d unknowns", maxFields), "")
		return false
	}
	id := q.g.Unknown(len(q.p.Unknowns))
	if q.declareName(t.Text, t.Span, symbol{kind: symValue, what: "unknown", value: value{id: id}}) {
		q.p.Unknowns = append(q.p.Unknowns, u)
	}
	return true
}
