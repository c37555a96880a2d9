package problem

import (
	"fmt"
	"strings"

	"counterpoint/solver/expr"
	"counterpoint/solver/geometry"
)

// carveSpaces puts vector coordinates declared "in ball(r)", "in radial(r)" or "in normal(s)" where they live.
func (q *parser) carveSpaces() {
	for i, b := range q.spaces {
		coords := make([]int, b.n)
		for k := range coords {
			coords[k] = b.first + k
		}
		if i > 0 {
			q.fault(expr.Span{Lo: 0, Hi: 1}, "two coordinates live in a ball or are normal; at most one may", "")
			return
		}
		solid := geometry.SolidBall(make([]float64, b.n), b.r)
		switch b.kind {
		case "radial":
			solid = geometry.SolidRadial(make([]float64, b.n), b.r)
		case "normal":
			solid = geometry.Gaussian(b.n, b.r)
		}
		q.carve(coords, solid, expr.Span{Lo: 0, Hi: 1})
	}
}

// measure says how points of the open domain are distributed.
func (q *parser) measure() string {
	switch {
	case q.carved:
		return "uniform in the domain left by the solids, times the intervals of the other coordinates"
	case len(q.spaces) == 0:
		return "uniform in the box of the intervals"
	}
	s := q.spaces[0]
	text := fmt.Sprintf("uniform in the ball of radius %g of %s", s.r, s.name)
	switch s.kind {
	case "radial":
		text = fmt.Sprintf("uniform radius up to %g, uniform direction of %s", s.r, s.name)
	case "normal":
		text = fmt.Sprintf("normal with standard deviation %g in each of %s, of which %g to %g is shown", s.r, s.name, q.p.Coords[s.first].Lo, q.p.Coords[s.first].Hi)
	}
	if len(q.p.Coords) > s.n {
		text += ", uniform in the intervals of the other coordinates"
	}
	return text
}

func (q *parser) carve(coords []int, s *geometry.Solid, at expr.Span) {
	d, err := q.domain.Carve(coords, s)
	if err != nil {
		q.fault(at, strings.TrimPrefix(err.Error(), "geometry: "), "")
		return
	}
	if d.Interior().Measure() == 0 {
		q.fault(at, "nothing is left of the domain", "check the solids' places and radii")
		return
	}
	q.domain = d
	lo, hi := d.Bounds()
	for i := range q.p.Coords {
		q.p.Coords[i].Lo, q.p.Coords[i].Hi = lo[i], hi[i]
	}
}

// domainStatement reads a solid: "box - disc(0, 0, 0.3) part hole + rect(0, 0, 1, 2) & ...", from the left, with parentheses. Its
// coordinates are all but time.
func (q *parser) domainStatement(s statement) {
	r := q.read(s)
	if r == nil {
		return
	}
	var coords []int
	for i := range q.p.Coords {
		if i != q.p.Time {
			coords = append(coords, i)
		}
	}
	switch {
	case q.carved:
		q.fault(s.at, "domain is given twice", "join the two with + or -")
		return
	case len(q.spaces) > 0:
		q.fault(s.at, "a ball or a normal distribution is a domain already", "declare the coordinate in an interval, then carve it")
		return
	case len(coords) < 1 || len(coords) > 3:
		q.fault(s.at, fmt.Sprintf("a domain is carved in 1 to 3 dimensions, not %d", len(coords)), "")
		return
	}
	q.carved = true
	solid, ok := q.solids(r, coords, 0)
	if ok && q.end(r, "+, -, and, part or the end of the line") {
		q.carve(coords, solid, s.at)
	}
}

// solids reads solids joined by + - and, from the left.
func (q *parser) solids(r *expr.Parser, coords []int, depth int) (*geometry.Solid, bool) {
	left, ok := q.solid(r, coords, depth)
	if !ok {
		return nil, false
	}
	for {
		op := r.Peek()
		if op.Text != "+" && op.Text != "-" && op.Text != "and" || op.Kind == expr.TokenString {
			return left, true
		}
		r.Next()
		right, ok := q.solid(r, coords, depth)
		if !ok {
			return nil, false
		}
		switch op.Text {
		case "+":
			left = left.Plus(right)
		case "-":
			left = left.Minus(right)
		case "and":
			left = left.And(right)
		}
	}
}

// maxSolids bounds the solids of a domain and their nesting.
const maxSolids = 64

func (q *parser) solid(r *expr.Parser, coords []int, depth int) (*geometry.Solid, bool) {
	t := r.Peek()
	var s *geometry.Solid
	var ok bool
	q.solidCount++
	switch {
	case depth > maxSolids || q.solidCount > maxSolids:
		q.fault(t.Span, fmt.Sprintf("the domain has more than %d solids", maxSolids), "")
		return nil, false
	case r.Op("("):
		if s, ok = q.solids(r, coords, depth+1); !ok {
			return nil, false
		}
		if !r.Op(")") {
			q.syntax(r.Unexpected("\")\""))
			return nil, false
		}
	case t.Kind == expr.TokenName && !isReserved(t.Text):
		tree, err := r.Term()
		if err != nil {
			q.syntax(err)
			return nil, false
		}
		if s, ok = q.primitive(tree, coords); !ok {
			return nil, false
		}
	default:
		q.syntax(r.Unexpected("a solid: box, rect, disc, ball or polygon"))
		return nil, false
	}
	if r.Word("part") {
		n := r.Peek()
		if n.Kind != expr.TokenName {
			q.syntax(r.Unexpected("the part's name"))
			return nil, false
		}
		r.Next()
		s = s.Named(n.Text)
	}
	return s, true
}

// primitive makes box (all of the intervals), box(lo..., hi...), rect(x0, y0, x1, y1), disc(x, y, r), ball(x, y, z, r),
// polygon(x0, y0, x1, y1, ...).
func (q *parser) primitive(t *expr.Tree, coords []int) (*geometry.Solid, bool) {
	n := len(coords)
	if t.Kind == expr.TreeName && t.Text == "box" {
		lo, hi := make([]float64, n), make([]float64, n)
		for k, c := range coords {
			lo[k], hi[k] = q.p.Coords[c].Lo, q.p.Coords[c].Hi
		}
		return geometry.SolidBox(lo, hi), true
	}
	shapes := map[string]struct {
		dim, args int
		example   string
	}{
		"box": {n, 2 * n, "box, or box with its lower and its upper corner"}, "rect": {2, 4, "rect(x0, y0, x1, y1)"},
		"disc": {2, 3, "disc(x, y, r)"}, "ball": {n, n + 1, "ball with its centre and radius"}, "polygon": {2, -1, "polygon(x0, y0, x1, y1, x2, y2)"},
	}
	shape, known := shapes[t.Text]
	if t.Kind != expr.TreeCall || !known {
		q.fault(t.Span, "this is no solid", "solids are box, rect(x0, y0, x1, y1), disc(x, y, r), ball(x, y, z, r), polygon(x0, y0, ...)")
		return nil, false
	}
	if shape.dim != n {
		q.fault(t.Span, fmt.Sprintf("%s lives in %d dimensions, the domain in %d", t.Text, shape.dim, n), "")
		return nil, false
	}
	if shape.args >= 0 && len(t.Args) != shape.args || shape.args < 0 && (len(t.Args) < 6 || len(t.Args)%2 != 0 || len(t.Args) > 400) {
		q.fault(t.Span, fmt.Sprintf("%s does not take %d numbers", t.Text, len(t.Args)), "write "+shape.example)
		return nil, false
	}
	v := make([]float64, len(t.Args))
	for i, a := range t.Args {
		var ok bool
		if v[i], ok = q.fixedNumber(a); !ok {
			return nil, false
		}
	}
	return q.shape(t, v, n)
}

func (q *parser) shape(t *expr.Tree, v []float64, n int) (*geometry.Solid, bool) {
	switch t.Text {
	case "box", "rect":
		for k := range n {
			if !(v[k] < v[n+k]) {
				q.fault(t.Span, "the upper corner is not above the lower one", "write the lower corner first")
				return nil, false
			}
		}
		return geometry.SolidBox(v[:n], v[n:]), true
	case "polygon":
		return geometry.SolidPolygon(v), true
	}
	if !(v[n] > 0) {
		q.fault(t.Span, fmt.Sprintf("the radius %.6g is not positive", v[n]), "")
		return nil, false
	}
	return geometry.SolidBall(v[:n], v[n]), true
}

// sphereRegion is the boundary of the ball that the vector coordinate lives in, or any sphere about the origin of the space.
func (q *parser) sphereRegion(t *expr.Tree) (geometry.Region, expr.Span, bool) {
	radius, ok := q.fixedNumber(t.Args[0])
	if !ok {
		return geometry.Region{}, t.Span, false
	}
	var coords, rest []int
	for i := range q.p.Coords {
		if i == q.p.Time {
			rest = append(rest, i)
			continue
		}
		coords = append(coords, i)
	}
	inside := radius > 0 && len(coords) > 0
	if inside {
		lo, hi := q.domain.Bounds()
		for _, c := range coords {
			inside = inside && lo[c] <= -radius && radius <= hi[c]
		}
	}
	if !inside {
		q.fault(t.Span, fmt.Sprintf("the sphere of radius %.6g about the origin is not within the domain", radius), "")
		return geometry.Region{}, t.Span, false
	}
	piece := geometry.Sphere(make([]float64, len(coords)), radius)
	if len(rest) > 0 {
		lo, hi := q.domain.Bounds()
		piece = geometry.Product(piece, coords, geometry.Box(lo[rest[0]:rest[0]+1], hi[rest[0]:rest[0]+1]), rest)
	}
	return geometry.Of(piece), t.Span, true
}
