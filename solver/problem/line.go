package problem

import (
	"fmt"
	"strings"

	"counterpoint/solver/expr"
	"counterpoint/solver/geometry"
)

// maxLosses bounds the names of losses, maxLines the lines of all.
const (
	maxLosses = 64
	maxLines  = 256
)

// equation is what a loss line says before its clauses.
type equation struct {
	name     expr.Token
	weight   float64
	lhs, rhs *expr.Tree
}

// lossStatement reads "NAME [weight w]: A = B" and its clauses.
func (q *parser) lossStatement(s statement) {
	r := q.read(s)
	if r == nil {
		return
	}
	if q.lines == maxLines {
		q.fault(s.at, fmt.Sprintf("there are more than %d loss lines", maxLines), "")
		return
	}
	eq, ok := q.equation(r)
	if !ok {
		return
	}
	c, ok := q.clauses(r)
	if !ok || !q.end(r, "on, where, points, at, from or the end of the line") {
		return
	}
	q.moves, q.normals = nil, nil
	line := Line{Weight: eq.weight, Points: c.points, Place: q.place(eq.lhs.Span.Join(eq.rhs.Span))}
	whole := eq.lhs.Span.Join(eq.rhs.Span)
	line.Text = strings.Join(strings.Fields(q.text[whole.Lo:whole.Hi]), " ")
	line.MathML = q.mathml(eq)
	lhs, ok := q.scalar(eq.lhs)
	if !ok {
		return
	}
	if ok = q.residual(&line, eq, c, lhs); !ok {
		return
	}
	if !q.checkResidual(&line, whole) || !q.region(&line, c, whole) {
		return
	}
	q.addLine(eq.name, line)
}

func (q *parser) equation(r *expr.Parser) (eq equation, ok bool) {
	eq.weight = 1
	eq.name = r.Peek()
	if eq.name.Kind != expr.TokenName || isReserved(eq.name.Text) {
		q.syntax(r.Unexpected("the loss's name, as in \"loss pde: u_t = u_xx\""))
		return eq, false
	}
	r.Next()
	if r.Word("weight") {
		var at expr.Span
		if eq.weight, at, ok = q.number(r); !ok {
			return eq, false
		}
		if !(eq.weight > 0) {
			q.fault(at, fmt.Sprintf("the weight %.6g is not positive", eq.weight), "leave the line out instead")
			return eq, false
		}
	}
	if !r.Op(":") {
		err := r.Unexpected("\":\" after the loss's name")
		err.Remedy = "write \"loss " + eq.name.Text + ": u_t = u_xx\""
		q.syntax(err)
		return eq, false
	}
	var err *expr.SyntaxError
	if eq.lhs, err = r.Expression(); err != nil {
		q.syntax(err)
		return eq, false
	}
	if !r.Op("=") {
		prime := r.Peek().Text == "'"
		err := r.Unexpected("\"=\" and the right side")
		err.Remedy = "an equation needs both sides, such as \"= 0\""
		if prime {
			err.Remedy = "derivatives are written u_x or d(u, x); ' stands in modes only"
		}
		q.syntax(err)
		return eq, false
	}
	if eq.rhs, err = r.Expression(); err != nil {
		q.syntax(err)
		return eq, false
	}
	if t := r.Peek(); t.Kind == expr.TokenOp && t.Text == "=" {
		q.fault(t.Span, "an equation has one =", "write two losses")
		return eq, false
	}
	return eq, true
}

// stands for exact and mms as the whole right side.
func isExact(t *expr.Tree) bool {
	return t.Kind == expr.TreeName && (t.Text == "exact" || t.Text == "mms")
}

// residual sets the line's residual, and its data if it has any.
func (q *parser) residual(line *Line, eq equation, c clauses, lhs expr.ID) bool {
	if c.random > 0 || c.file != "" {
		return q.data(line, eq, c, lhs)
	}
	var rhs expr.ID
	var ok bool
	if isExact(eq.rhs) {
		if rhs, ok = q.replaced(lhs, eq); !ok {
			return false
		}
	} else if rhs, ok = q.scalar(eq.rhs); !ok {
		return false
	}
	line.Residual = q.g.Sub(lhs, rhs)
	return true
}

// replaced returns the left side with every field replaced by its exact solution.
func (q *parser) replaced(lhs expr.ID, eq equation) (expr.ID, bool) {
	for _, l := range q.g.Leaves(lhs) {
		if q.p.Exact[l.Field] == expr.None {
			q.fault(eq.rhs.Span, "there is no exact solution of "+q.p.Fields[l.Field], "write \"exact "+q.p.Fields[l.Field]+" = ...\"")
			return expr.None, false
		}
	}
	out, err := q.p.Insert(lhs, q.p.Exact)
	if err != nil {
		q.fault(eq.rhs.Span, err.Error(), "")
		return expr.None, false
	}
	return out, true
}

// Insert returns an expression with every field's leaves replaced by derivatives of an expression for that field (by index; those
// that are expr.None are left as they are): the exact solutions, or hard constraints.
func (p *Problem) Insert(id expr.ID, fields []expr.ID) (expr.ID, error) {
	g := p.Graph
	return g.Substitute(id, func(l expr.Leaf) (expr.ID, error) {
		out := fields[l.Field]
		if out == expr.None {
			return g.Leaf(l), nil
		}
		for _, c := range l.Alpha[:l.Alpha.Order()] {
			var err error
			if out, err = g.Diff(out, int(c)-1); err != nil {
				return expr.None, err
			}
		}
		if l.At > 0 {
			out = g.Moved(out, l.At)
		}
		return out, nil
	})
}

func (q *parser) checkResidual(line *Line, whole expr.Span) bool {
	if v, isNumber := q.g.Value(line.Residual); isNumber && v == 0 {
		q.fault(whole, "the two sides are equal: there is nothing to learn from this line", "leave it out")
		return false
	}
	if _, _, leaf, _ := q.g.Depends(line.Residual); !leaf {
		if len(q.p.Fields) > 0 {
			q.fault(whole, "the equation names no field", "the fields are "+strings.Join(q.p.Fields, ", "))
		}
		return false
	}
	return true
}

// region sets where the line holds: what its clauses say; else where its fields are asked for, as in u(x=-1) = u(x=1); else the
// interior.
func (q *parser) region(line *Line, c clauses, whole expr.Span) bool {
	switch {
	case line.Data != nil && line.Data.File != "":
		line.Region = pointRegion(line.Data)
	case c.on:
		line.Region, line.RegionText = c.region, c.text
	case len(q.moves) > 0 && !q.looksAround(line.Residual, q.g.Maps[q.moves[0]-1]):
		if !q.pinned(line, whole) {
			return false
		}
	default:
		line.Region = q.domain.Interior()
	}
	if c.where != nil && !q.restrict(line, c) {
		return false
	}
	if line.Data != nil && line.Data.File == "" {
		if !q.draw(line, c.randomAt) {
			return false
		}
		line.Region = pointRegion(line.Data)
	}
	if len(q.normals) > 0 && (line.Data != nil || !q.hasNormals(line.Region)) {
		q.fault(q.normals[0], "dn needs a region with an outward normal", "add \"on boundary\", or a face such as \"on x=1\"")
		return false
	}
	return true
}

// looksAround reports whether the residual also uses the point itself along the coordinates that the map fixes.
func (q *parser) looksAround(residual expr.ID, m expr.Map) bool {
	for _, l := range q.g.Leaves(residual) {
		if l.At == 0 {
			return true
		}
	}
	for _, c := range q.g.Coords(residual) {
		for _, f := range m {
			if f.Coord == c {
				return true
			}
		}
	}
	return false
}

// pinned puts the line's points where its first moved field looks; that field is then asked for at the point itself.
func (q *parser) pinned(line *Line, whole expr.Span) bool {
	first := q.moves[0]
	var coords []int
	var at []float64
	var text []string
	for _, f := range q.g.Maps[first-1] {
		coords, at = append(coords, f.Coord), append(at, f.Value)
		text = append(text, fmt.Sprintf("%s=%.6g", q.p.Coords[f.Coord].Name, f.Value))
	}
	region, err := q.domain.Plane(coords, at)
	if err != nil {
		q.fault(whole, strings.TrimPrefix(err.Error(), "geometry: "), "")
		return false
	}
	line.Region, line.RegionText = region, strings.Join(text, ", ")
	line.Residual, err = q.g.Substitute(line.Residual, func(l expr.Leaf) (expr.ID, error) {
		if l.At == first {
			l.At = 0
		}
		return q.g.Leaf(l), nil
	})
	if len(coords) == len(q.p.Coords) {
		line.Points = 1
	}
	return err == nil
}

// maxRestricted bounds the pieces of all regions with conditions: the share that a condition keeps of each is found by probing.
const maxRestricted = 2000

// restrict keeps the part of the line's region on which its condition holds; pieces of which nothing is left are dropped.
func (q *parser) restrict(line *Line, c clauses) bool {
	whole := geometry.Where(line.Region, len(q.p.Coords), c.whereKey, c.where)
	if q.restricted += len(whole.Pieces); q.restricted > maxRestricted {
		q.fault(c.whereAt, fmt.Sprintf("conditions stand on more than %d pieces of boundary", maxRestricted), "")
		return false
	}
	var kept []geometry.Piece
	for _, p := range whole.Pieces {
		if p.Measure() > 0 {
			kept = append(kept, p)
		}
	}
	line.RegionText = strings.TrimSpace(line.RegionText + " where " + c.whereText)
	if len(kept) == 0 {
		q.fault(c.whereAt, "no point of the region fulfils this condition", "")
		return false
	}
	line.Region = geometry.Of(kept...)
	return true
}

// hasNormals reports whether every piece of the region has an outward normal in space.
func (q *parser) hasNormals(r geometry.Region) bool {
	d := len(q.p.Coords)
	x, n := make([]float64, d), make([]float64, d)
	for _, p := range r.Pieces {
		u := make([]float64, p.Dim())
		for i := range u {
			u[i] = 0.3 + 0.4*float64(i)/float64(len(u))
		}
		p.Map(u, x)
		if !p.Normal(x, n) || q.p.Time >= 0 && n[q.p.Time] != 0 {
			return false
		}
	}
	return true
}

func (q *parser) addLine(name expr.Token, line Line) {
	q.lines++
	for i := range q.p.Losses {
		if l := &q.p.Losses[i]; l.Name == name.Text {
			l.Lines = append(l.Lines, line)
			return
		}
	}
	if len(q.p.Losses) == maxLosses {
		q.fault(name.Span, fmt.Sprintf("there are more than %d losses", maxLosses), "")
		return
	}
	q.p.Losses = append(q.p.Losses, Loss{Name: name.Text, Lines: []Line{line}})
}
