package problem

import (
	"math"
	"strings"

	"counterpoint/solver/expr"
)

// definition reads let and mode.
func (q *parser) definition(s statement) {
	r := q.read(s)
	if r == nil {
		return
	}
	if s.word == "mode" {
		q.mode(r)
		return
	}
	t := r.Peek()
	if t.Kind != expr.TokenName {
		q.syntax(r.Unexpected("a name"))
		return
	}
	r.Next()
	if !r.Op("=") {
		q.syntax(r.Unexpected("\"=\" and an expression"))
		return
	}
	tree, err := r.Expression()
	if err != nil {
		q.syntax(err)
		return
	}
	if !q.end(r, "the end of the line") {
		return
	}
	q.normals = nil
	v, ok := q.lower(tree)
	if !ok {
		q.broken[t.Text] = true
		return
	}
	if len(q.normals) > 0 {
		q.fault(q.normals[0], "dn stands in losses only", "name the field's expression and write dn of it in the loss")
		return
	}
	q.declareName(t.Text, t.Span, symbol{kind: symValue, what: "expression", value: v})
}

// maxMode is how many unknowns a mode's system may have.
const maxMode = 32

// modeText is a mode as it was read.
type modeText struct {
	names []expr.Token
	coord int
	rate  []*expr.Tree
	start []*expr.Tree
}

// mode reads "U, V by t: U' = V; V' = -pi^2*U; U(0) = 1; V(0) = 0".
func (q *parser) mode(r *expr.Parser) {
	var m modeText
	for {
		t := r.Peek()
		if t.Kind != expr.TokenName {
			q.syntax(r.Unexpected("the name of a function of the mode"))
			return
		}
		r.Next()
		m.names = append(m.names, t)
		if !r.Op(",") {
			break
		}
	}
	if len(m.names) > maxMode {
		q.fault(m.names[maxMode].Span, "a mode has at most 32 functions", "")
		return
	}
	if !r.Word("by") {
		q.syntax(r.Unexpected("\"by\" and a coordinate"))
		return
	}
	tree, err := r.Expression()
	if err != nil {
		q.syntax(err)
		return
	}
	var ok bool
	if m.coord, ok = q.coordOf(tree); !ok {
		return
	}
	m.rate, m.start = make([]*expr.Tree, len(m.names)), make([]*expr.Tree, len(m.names))
	if !r.Op(":") {
		q.syntax(r.Unexpected("\":\" and the equations of the mode"))
		return
	}
	for {
		if !q.modeEquation(r, &m) {
			return
		}
		if !r.Op(";") {
			break
		}
		if r.Peek().Kind == expr.TokenEnd {
			break
		}
	}
	if q.end(r, "\";\" or the end of the line") {
		q.solveMode(&m)
	}
}

// modeEquation reads U' = ... or U(0) = ...
func (q *parser) modeEquation(r *expr.Parser, m *modeText) bool {
	t := r.Peek()
	k := -1
	for i, n := range m.names {
		if n.Text == t.Text && t.Kind == expr.TokenName {
			k = i
		}
	}
	if k < 0 {
		err := r.Unexpected("one of the mode's functions")
		err.Remedy = "write " + m.names[0].Text + "' = ... or " + m.names[0].Text + "(0) = ..."
		q.syntax(err)
		return false
	}
	r.Next()
	list := m.rate
	if !r.Op("'") {
		list = m.start
		zero := r.Ahead(1)
		if !r.Op("(") || zero.Kind != expr.TokenNumber || zero.Value != 0 || r.Ahead(1).Text != ")" {
			q.syntax(r.Unexpected("' for the derivative, or (0) for the value at 0"))
			return false
		}
		r.Next()
		r.Next()
	}
	if list[k] != nil {
		q.fault(t.Span, "this is given twice for "+t.Text, "")
		return false
	}
	if !r.Op("=") {
		q.syntax(r.Unexpected("\"=\""))
		return false
	}
	tree, err := r.Expression()
	if err != nil {
		q.syntax(err)
		return false
	}
	list[k] = tree
	return true
}

// solveMode reads the matrix off the equations: with the functions as stand-ins, entry k of row i is rate i at the k-th unit vector
// minus rate i at zero.
func (q *parser) solveMode(m *modeText) {
	n, g := len(m.names), q.g
	for i, t := range m.names {
		if m.rate[i] == nil || m.start[i] == nil {
			q.fault(t.Span, "the mode needs "+t.Text+"' and "+t.Text+"(0)", "add them, separated by \";\"")
			return
		}
	}
	mode := expr.Mode{A: make([][]expr.ID, n), B: make([]expr.ID, n), Y0: make([]expr.ID, n)}
	stand := func(k int) expr.Leaf { return expr.Leaf{Field: len(q.p.Fields) + k} }
	for k, t := range m.names {
		if !q.declareName(t.Text, t.Span, symbol{kind: symValue, what: "mode", value: value{id: g.Leaf(stand(k))}}) {
			return
		}
	}
	for i := range n {
		var ok bool
		if mode.Y0[i], ok = q.modeEntry(m.start[i], false, len(q.p.Fields)); !ok {
			return
		}
		rate, ok := q.modeEntry(m.rate[i], true, len(q.p.Fields))
		if !ok {
			return
		}
		at := func(one int) expr.ID {
			out, err := g.Substitute(rate, func(l expr.Leaf) (expr.ID, error) {
				if l == stand(one) {
					return g.Num(1), nil
				}
				return g.Num(0), nil
			})
			if err != nil {
				panic("problem: substitution of numbers failed")
			}
			return out
		}
		mode.B[i] = at(-1)
		for k := range n {
			mode.A[i] = append(mode.A[i], g.Sub(at(k), mode.B[i]))
		}
		if !q.isLinear(rate, mode, i, len(q.p.Fields)) {
			q.fault(m.rate[i].Span, "the equations of a mode are linear, with constant coefficients", "give a nonlinear solution as a formula, or use truth")
			return
		}
	}
	for _, t := range m.names {
		mode.Names = append(mode.Names, t.Text)
	}
	g.Modes = append(g.Modes, mode)
	for k, t := range m.names {
		s := q.names[t.Text]
		s.value = value{id: g.Mode(len(g.Modes)-1, k, g.Coord(m.coord))}
		q.names[t.Text] = s
	}
}

// modeEntry lowers an expression of constants and, if functions, of the mode's stand-ins.
func (q *parser) modeEntry(t *expr.Tree, functions bool, first int) (expr.ID, bool) {
	id, ok := q.scalar(t)
	if !ok {
		return id, false
	}
	point, unknown, leaf, _ := q.g.Depends(id)
	for _, l := range q.g.Leaves(id) {
		leaf = !functions || l.Field < first
		if leaf {
			break
		}
		leaf = false
	}
	if point || unknown || leaf {
		q.fault(t.Span, "the equations of a mode are linear, with constant coefficients", "they depend on the mode's functions and on constants only")
		return id, false
	}
	return id, true
}

// isLinear compares a rate with its row of the matrix at two points of no symmetry.
func (q *parser) isLinear(rate expr.ID, m expr.Mode, i, first int) bool {
	bind := expr.Binding{Const: make([]float64, len(q.p.Consts))}
	for k, c := range q.p.Consts {
		bind.Const[k] = c.Value
	}
	for _, scale := range []float64{0.7310585, -2.6180339} {
		y := func(k int) float64 { return scale * (1 + math.Sqrt(float64(k)+0.5)) }
		got := q.g.EvalWith(rate, nil, func(l expr.Leaf) float64 { return y(l.Field - first) }, bind)
		want := q.g.Eval(m.B[i], nil, bind)
		size := math.Abs(want)
		for k, a := range m.A[i] {
			v := q.g.Eval(a, nil, bind) * y(k)
			want += v
			size += math.Abs(v)
		}
		if !(math.Abs(got-want) <= 1e-9*(size+math.Abs(got))) { // rounding of a few hundred operations
			return false
		}
	}
	return true
}

// perField reads "exact u = ..." and "transform u = ...".
func (q *parser) perField(s statement) {
	r := q.read(s)
	if r == nil {
		return
	}
	t := r.Peek()
	f, ok := q.names[t.Text]
	if q.broken[t.Text] {
		return
	}
	if t.Kind != expr.TokenName || !ok || f.kind != symField {
		err := r.Unexpected("a field")
		err.Remedy = "the fields are " + strings.Join(q.p.Fields, ", ")
		q.syntax(err)
		return
	}
	r.Next()
	if !r.Op("=") {
		q.syntax(r.Unexpected("\"=\" and an expression"))
		return
	}
	tree, err := r.Expression()
	if err != nil {
		q.syntax(err)
		return
	}
	id, ok := q.scalar(tree)
	if !ok || !q.end(r, "the end of the line") {
		return
	}
	list := q.p.Exact
	if s.word == "transform" {
		list = q.p.Transform
	}
	if list[f.index] != expr.None {
		q.fault(s.at.Join(t.Span), s.word+" of "+t.Text+" is given twice", "keep one of the two")
		return
	}
	if s.word == "exact" {
		ok = q.checkExact(id, tree)
	} else {
		ok = q.checkTransform(id, tree)
	}
	if ok {
		list[f.index] = id
	}
}

func (q *parser) checkExact(id expr.ID, tree *expr.Tree) bool {
	if _, unknown, leaf, _ := q.g.Depends(id); unknown || leaf {
		q.fault(tree.Span, "an exact solution depends on coordinates and constants only", "leave out fields and unknowns; write the unknown's true value")
		return false
	}
	return true
}

func (q *parser) checkTransform(id expr.ID, tree *expr.Tree) bool {
	leaves := q.g.Leaves(id)
	for _, l := range leaves {
		if l != (expr.Leaf{Field: l.Field}) {
			q.fault(tree.Span, "a transform uses the networks' values, not their derivatives", "write \"transform u = g + x*(1-x)*u\"")
			return false
		}
	}
	if len(leaves) == 0 {
		q.fault(tree.Span, "the transform does not use the network", "the field on the right side stands for it: \"transform u = g + x*(1-x)*u\"")
		return false
	}
	return true
}

// truthStatement reads "method(arg, name=value)".
func (q *parser) truthStatement(s statement) {
	if q.p.Truth != nil {
		q.fault(s.at, "truth is given twice", "one line serves all fields")
		return
	}
	words := q.words(s)
	name := strings.TrimSpace(words)
	if i := strings.IndexByte(words, '('); i >= 0 {
		name = strings.TrimSpace(words[:i])
	}
	lo := s.lo
	if i := strings.Index(q.text[s.lo:s.hi], name); i >= 0 {
		lo += i
	}
	at := expr.Span{Lo: lo, Hi: lo + max(1, len(name))}
	if near := nearest(name, truths); near != "" && !contains(truths, name) || !isMethod(name) {
		q.fault(at, "unknown method "+quote(name), q.didYouMean(name, truths))
		return
	}
	t := &Truth{Method: name, Args: map[string]float64{}}
	toks, err := expr.Lex(q.text, at.Hi, s.hi)
	if err != nil {
		q.syntax(err)
		return
	}
	r := expr.NewParser(toks, isReserved)
	if r.Op("(") && !q.truthArguments(r, t) {
		return
	}
	if q.end(r, "the end of the line") {
		q.p.Truth = t
	}
}

// truths are the reference methods that a misspelt name may have meant. Which there are is not known here: package reference says.
var truths = []string{"cole-hopf", "etdrk4", "chebyshev", "fd"}

func isMethod(name string) bool {
	for _, r := range name {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' {
			return false
		}
	}
	return name != "" && len(name) <= 40
}

func (q *parser) truthArguments(r *expr.Parser, t *Truth) bool {
	for i := 0; !r.Op(")"); i++ {
		if i > 0 && !r.Op(",") {
			q.syntax(r.Unexpected("\",\" or \")\""))
			return false
		}
		if r.Ahead(1).Text == "=" {
			name := r.Next()
			r.Next()
			v, _, ok := q.number(r)
			if !ok {
				return false
			}
			t.Args[name.Text] = v
			continue
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
			q.fault(tree.Span, "the method's arguments depend on constants only", "")
			return false
		}
		t.Exprs = append(t.Exprs, id)
	}
	return true
}

// periodicStatement reads "x, y".
func (q *parser) periodicStatement(s statement) {
	r := q.read(s)
	if r == nil {
		return
	}
	for {
		tree, err := r.Expression()
		if err != nil {
			q.syntax(err)
			return
		}
		coords, ok := q.space(tree, []*expr.Tree{tree})
		if !ok {
			return
		}
		for _, c := range coords {
			q.p.Periodic[c] = true
		}
		if !r.Op(",") {
			break
		}
	}
	q.end(r, "\",\" or the end of the line")
}
