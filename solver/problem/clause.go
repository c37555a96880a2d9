package problem

import (
	"fmt"
	"strings"
	"sync"

	"counterpoint/solver/expr"
	"counterpoint/solver/geometry"
)

// clauses is what follows an equation.
type clauses struct {
	on        bool
	region    geometry.Region
	text      string
	where     func(x []float64) bool
	whereKey  string
	whereText string
	whereAt   expr.Span
	points    int
	random    int
	randomAt  expr.Span
	noise     float64
	seed      int
	file      string
	fileAt    expr.Span
}

// maxPoints bounds the points a line asks for, maxDrawn the numbers that all random data points take.
const (
	maxPoints = 10_000_000
	maxDrawn  = 4_000_000
)

func (q *parser) clauses(r *expr.Parser) (c clauses, ok bool) {
	seen := map[string]bool{}
	for {
		t := r.Peek()
		if t.Kind != expr.TokenName {
			return c, true
		}
		switch t.Text {
		case "on":
			ok = q.onClause(r, &c)
		case "where":
			ok = q.whereClause(r, &c)
		case "points":
			r.Next()
			c.points, ok = q.count(r, "the number of points", 1, maxPoints)
		case "at":
			ok = q.atClause(r, &c)
		case "noise", "seed":
			ok = q.noiseClause(r, &c)
		case "from":
			ok = q.fromClause(r, &c)
		case "weight":
			q.fault(t.Span, "weight stands before the colon", "write \"loss pde weight 10: ...\"")
			return c, false
		default:
			return c, true
		}
		if !ok {
			return c, false
		}
		if seen[t.Text] {
			q.fault(t.Span, t.Text+" is given twice", "")
			return c, false
		}
		seen[t.Text] = true
	}
}

func (q *parser) onClause(r *expr.Parser, c *clauses) bool {
	from := r.Next().Hi
	var regions []geometry.Region
	to := from
	for {
		region, at, ok := q.oneRegion(r)
		if !ok {
			return false
		}
		regions = append(regions, region)
		to = at.Hi
		if !r.Op(",") {
			break
		}
	}
	c.on, c.region = true, geometry.Union(regions...)
	c.text = strings.Join(strings.Fields(q.text[from:to]), " ")
	return true
}

// regionWords are the regions that have names.
var regionWords = []string{"boundary", "interior", "sphere", "part"}

// oneRegion reads x=-1, x[2]=0, boundary, boundary(x), interior, sphere(r) or part NAME.
func (q *parser) oneRegion(r *expr.Parser) (geometry.Region, expr.Span, bool) {
	none := geometry.Region{}
	t := r.Peek()
	if t.Kind != expr.TokenName || t.Text != "part" && isReserved(t.Text) {
		err := r.Unexpected("a region")
		err.Remedy = "regions are x=-1, boundary, boundary(x), sphere(1), part NAME, interior"
		q.syntax(err)
		return none, t.Span, false
	}
	switch t.Text {
	case "part":
		r.Next()
		return q.partRegion(r)
	case "interior":
		r.Next()
		return q.domain.Interior(), t.Span, true
	}
	tree, err := r.Expression()
	if err != nil {
		q.syntax(err)
		return none, t.Span, false
	}
	if r.Op("=") {
		return q.faceRegion(r, tree)
	}
	switch {
	case tree.Kind == expr.TreeName && tree.Text == "boundary":
		return q.nonEmpty(q.domain.Boundary(), tree.Span)
	case tree.Kind == expr.TreeCall && tree.Text == "boundary":
		return q.boundaryOf(tree)
	case tree.Kind == expr.TreeCall && tree.Text == "sphere" && len(tree.Args) == 1:
		return q.sphereRegion(tree)
	}
	remedy := "regions are x=-1, boundary, boundary(x), sphere(1), part NAME, interior"
	if near := nearest(tree.Text, regionWords); near != "" {
		remedy = "did you mean " + near + "?"
	} else if q.isCoord(tree) {
		remedy = "give it its value there, as in \"on " + tree.Text + "=0\""
	}
	q.fault(tree.Span, "this is no region", remedy)
	return none, tree.Span, false
}

func (q *parser) nonEmpty(r geometry.Region, at expr.Span) (geometry.Region, expr.Span, bool) {
	if len(r.Pieces) == 0 {
		q.fault(at, "the domain has no boundary here", "time has ends, not a boundary: write t=0")
		return r, at, false
	}
	return r, at, true
}

func (q *parser) faceRegion(r *expr.Parser, tree *expr.Tree) (geometry.Region, expr.Span, bool) {
	none := geometry.Region{}
	coord, ok := q.coordOf(tree)
	if !ok {
		return none, tree.Span, false
	}
	side, at, ok := q.number(r)
	if !ok {
		return none, at, false
	}
	if c := q.p.Coords[coord]; side < c.Lo || side > c.Hi {
		q.fault(at, fmt.Sprintf("%s = %.6g is outside [%.6g, %.6g]", c.Name, side, c.Lo, c.Hi), "")
		return none, at, false
	}
	region, err := q.domain.Plane([]int{coord}, []float64{side})
	if err != nil {
		q.fault(tree.Span.Join(at), strings.TrimPrefix(err.Error(), "geometry: "), "")
		return none, at, false
	}
	return region, at, true
}

// boundaryOf reads the coordinates of boundary(x, y).
func (q *parser) boundaryOf(tree *expr.Tree) (geometry.Region, expr.Span, bool) {
	var regions []geometry.Region
	for _, a := range tree.Args {
		coords, ok := q.space(tree, []*expr.Tree{a})
		if !ok {
			return geometry.Region{}, tree.Span, false
		}
		for _, c := range coords {
			if c == q.p.Time {
				q.fault(a.Span, "time has ends, not a boundary", "write "+q.p.Coords[c].Name+"=0")
				return geometry.Region{}, tree.Span, false
			}
			region, err := q.domain.BoundaryOf(c)
			if err != nil {
				q.fault(a.Span, strings.TrimPrefix(err.Error(), "geometry: "), "")
				return geometry.Region{}, tree.Span, false
			}
			regions = append(regions, region)
		}
	}
	return q.nonEmpty(geometry.Union(regions...), tree.Span)
}

func (q *parser) partRegion(r *expr.Parser) (geometry.Region, expr.Span, bool) {
	t := r.Peek()
	if t.Kind != expr.TokenName {
		q.syntax(r.Unexpected("the name of a part of the boundary"))
		return geometry.Region{}, t.Span, false
	}
	r.Next()
	region, err := q.domain.Part(t.Text)
	if err != nil {
		have := q.domain.Parts()
		remedy := "name one in the domain: \"domain box - disc(0, 0, 0.3) part " + t.Text + "\""
		if len(have) > 0 {
			remedy = q.didYouMean(t.Text, have)
		}
		q.fault(t.Span, "no boundary is called "+quote(t.Text), remedy)
		return region, t.Span, false
	}
	return region, t.Span, true
}

func (q *parser) whereClause(r *expr.Parser, c *clauses) bool {
	r.Next()
	tree, err := r.Condition()
	if err != nil {
		q.syntax(err)
		return false
	}
	cond, ok := q.condition(tree)
	if !ok {
		return false
	}
	c.where, c.whereAt = cond, tree.Span
	c.whereText = strings.Join(strings.Fields(q.text[tree.Span.Lo:tree.Span.Hi]), " ")
	c.whereKey = c.whereText
	return true
}

// condition turns comparisons joined by and, or into a predicate that may be called from many goroutines.
func (q *parser) condition(t *expr.Tree) (func(x []float64) bool, bool) {
	if t.Kind == expr.TreeBinary && (t.Text == "and" || t.Text == "or") {
		a, aok := q.condition(t.Args[0])
		b, bok := q.condition(t.Args[1])
		if !aok || !bok {
			return nil, false
		}
		if t.Text == "and" {
			return func(x []float64) bool { return a(x) && b(x) }, true
		}
		return func(x []float64) bool { return a(x) || b(x) }, true
	}
	if t.Kind != expr.TreeBinary || strings.Index("< > <= >=", t.Text) < 0 {
		q.fault(t.Span, "this is no condition", "write a comparison, such as x > 0")
		return nil, false
	}
	a, aok := q.scalar(t.Args[0])
	b, bok := q.scalar(t.Args[1])
	if !aok || !bok {
		return nil, false
	}
	diff := q.g.Sub(a, b)
	if _, unknown, leaf, constant := q.g.Depends(diff); unknown || leaf || constant {
		q.fault(t.Span, "a condition depends on coordinates only", "leave out fields, unknowns and constants with an interval")
		return nil, false
	}
	op := t.Text
	first := q.g.Evaluator(expr.Binding{}, diff)
	pool := &sync.Pool{New: func() any { return first.Clone() }}
	return func(x []float64) bool {
		e := pool.Get().(*expr.Evaluator)
		v := e.Eval(x, nil)
		pool.Put(e)
		switch op {
		case "<":
			return v < 0
		case "<=":
			return v <= 0
		case ">":
			return v > 0
		}
		return v >= 0
	}, true
}

// atClause reads "at n random points".
func (q *parser) atClause(r *expr.Parser, c *clauses) bool {
	at := r.Next().Span
	room := maxDrawn / max(1, len(q.p.Coords))
	n, ok := q.count(r, "the number of random points", 1, room-q.drawn)
	if !ok {
		return false
	}
	q.drawn += n
	if !r.Word("random") || !r.Word("points") {
		q.syntax(r.Unexpected("\"random points\" after their number"))
		return false
	}
	c.random, c.randomAt = n, at
	return true
}

func (q *parser) noiseClause(r *expr.Parser, c *clauses) bool {
	t := r.Next()
	var ok bool
	if t.Text == "seed" {
		c.seed, ok = q.count(r, "a seed", 0, 1<<31)
	} else {
		var at expr.Span
		if c.noise, at, ok = q.number(r); ok && c.noise < 0 {
			q.fault(at, fmt.Sprintf("the noise %.6g is negative", c.noise), "it is a standard deviation, in units of the clean data's root mean square")
			return false
		}
	}
	if ok && c.random == 0 {
		q.fault(t.Span, t.Text+" belongs to random points", "write \"at 200 random points "+t.Text+" ...\"")
		return false
	}
	return ok
}

func (q *parser) fromClause(r *expr.Parser, c *clauses) bool {
	at := r.Next().Span
	t := r.Peek()
	if t.Kind != expr.TokenString {
		q.syntax(r.Unexpected("the name of a CSV file in quotes"))
		return false
	}
	r.Next()
	if c.random > 0 {
		q.fault(at, "data are either random points or a file's", "leave one of the two out")
		return false
	}
	c.file, c.fileAt = t.Text, t.Span
	return true
}
