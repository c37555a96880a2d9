package problem

import (
	"fmt"
	"sort"
	"strings"

	"counterpoint/solver/expr"
)

// value is what an expression means: a scalar, or a vector of them.
type value struct {
	id  expr.ID
	vec []expr.ID // not nil: a vector
}

// symbolKind is what a declared name stands for.
type symbolKind uint8

const (
	symCoord  symbolKind = iota + 1 // index
	symCoords                       // a vector coordinate: index of its first, len
	symField                        // index
	symValue                        // a constant, unknown, let or mode: value
	symIndex                        // the running index of a sum: index
)

type symbol struct {
	kind  symbolKind
	what  string // for messages: coordinate, field, constant, ...
	index int
	n     int
	value value
	at    expr.Span
}

// declareName enters a name, or reports why it cannot be one.
func (q *parser) declareName(name string, at expr.Span, s symbol) bool {
	s.at = at
	have, taken := q.names[name]
	_, fn := expr.FindFn(name)
	switch {
	case taken:
		q.fault(at, quote(name)+" is declared already, as "+article(have.what), "choose another name")
	case isReserved(name):
		q.fault(at, quote(name)+" is a word of the language", "choose another name")
	case name == "pi" || name == "e":
		q.fault(at, quote(name)+" is a number", "choose another name")
	case fn || name != "d" && contains(operators, name):
		q.fault(at, quote(name)+" is a function", "choose another name")
	case name == "exact" || name == "mms" || name == "boundary" || name == "interior" || name == "sphere" || name == "ball":
		q.fault(at, quote(name)+" is a word of the language", "choose another name")
	default:
		q.names[name] = s
		q.order = append(q.order, name)
		return true
	}
	return false
}

func article(what string) string {
	if strings.IndexByte("aeiou", what[0]) >= 0 {
		return "an " + what
	}
	return "a " + what
}

// derivativeNames reports declared names that also read as a derivative.
func (q *parser) derivativeNames() {
	for _, name := range q.order {
		i := strings.LastIndexByte(name, '_')
		if i <= 0 {
			continue
		}
		if f, ok := q.names[name[:i]]; !ok || f.kind != symField {
			continue
		}
		if readings := q.readings(name[i+1:]); len(readings) > 0 {
			q.fault(q.names[name].at, fmt.Sprintf("%s is declared, but also reads as the derivative %s", quote(name), q.spell(name[:i], readings[0])), "choose another name")
		}
	}
}

// readings lists the ways (two at most) to split a suffix into names of coordinates, as indices.
func (q *parser) readings(suffix string) [][]int {
	var out [][]int
	var walk func(rest string, sofar []int)
	walk = func(rest string, sofar []int) {
		if len(out) == 2 || len(sofar) > 40 {
			return
		}
		if rest == "" {
			out = append(out, append([]int(nil), sofar...))
			return
		}
		for i, c := range q.p.Coords {
			if q.names[c.Name].kind == symCoord && strings.HasPrefix(rest, c.Name) {
				walk(rest[len(c.Name):], append(sofar, i))
			}
		}
	}
	if len(suffix) <= 200 && q.splits(suffix) {
		walk(suffix, nil)
	}
	return out
}

// splits reports whether a suffix can be split at all, in time linear in its length (walk alone could take exponential time to find
// that it cannot).
func (q *parser) splits(suffix string) bool {
	can := make([]bool, len(suffix)+1)
	can[0] = true
	for i := range suffix {
		for _, c := range q.p.Coords {
			if can[i] && q.names[c.Name].kind == symCoord && strings.HasPrefix(suffix[i:], c.Name) {
				can[i+len(c.Name)] = true
			}
		}
	}
	return can[len(suffix)]
}

// spell writes a derivative as d(u, x, t).
func (q *parser) spell(field string, coords []int) string {
	s := "d(" + field
	for _, c := range coords[:min(len(coords), 8)] {
		s += ", " + q.p.Coords[c].Name
	}
	return s + ")"
}

// name resolves a name: declared names first, then numbers, then FIELD_COORDS.
func (q *parser) name(name string, at expr.Span) (value, bool) {
	if s, ok := q.names[name]; ok {
		return q.symbol(s), true
	}
	if q.broken[name] {
		return value{}, false
	}
	switch name {
	case "pi":
		return value{id: q.g.Num(pi)}, true
	case "e":
		return value{id: q.g.Num(e)}, true
	}
	if i := strings.LastIndexByte(name, '_'); i > 0 && i < len(name)-1 {
		if v, ok, known := q.derivativeName(name[:i], name[i+1:], at); known {
			return v, ok
		}
	}
	if _, ok := expr.FindFn(name); ok || contains(operators, name) {
		q.fault(at, quote(name)+" is a function", "give it its argument: "+name+"(...)")
		return value{}, false
	}
	q.unknownName("unknown name "+quote(name), name, at)
	return value{}, false
}

const (
	pi = 3.14159265358979323846
	e  = 2.71828182845904523536
)

func (q *parser) symbol(s symbol) value {
	switch s.kind {
	case symCoord:
		return value{id: q.g.Coord(s.index)}
	case symCoords:
		v := make([]expr.ID, s.n)
		for i := range v {
			v[i] = q.g.Coord(s.index + i)
		}
		return value{vec: v}
	case symField:
		return value{id: q.g.Leaf(expr.Leaf{Field: s.index})}
	case symIndex:
		return value{id: q.g.Num(float64(s.index))}
	}
	return s.value
}

// derivativeName reads FIELD_COORDS. known is false if the first part is no name at all.
func (q *parser) derivativeName(field, suffix string, at expr.Span) (v value, ok, known bool) {
	s, have := q.names[field]
	if !have {
		return value{}, false, false
	}
	readings := q.readings(suffix)
	if s.kind != symField {
		if len(readings) == 0 {
			return value{}, false, false
		}
		remedy := ""
		switch s.kind {
		case symValue:
			remedy = "write " + q.spell(field, readings[0])
			if s.what == "constant" {
				remedy = "its derivative is 0"
			}
		default:
			remedy = "derivatives are taken of fields: " + q.example(readings[0])
		}
		q.fault(at, field+" is "+article(s.what)+", not a field; "+field+"_"+suffix+" has no meaning", remedy)
		return value{}, false, true
	}
	switch len(readings) {
	case 0:
		if len(q.broken) > 0 {
			return value{}, false, true
		}
		if near := nearest(field+"_"+suffix, q.order); near != "" && len(suffix) > 2 {
			q.fault(at, "unknown name "+quote(field+"_"+suffix), "did you mean "+near+"?")
			return value{}, false, true
		}
		for _, n := range q.order {
			if q.names[n].kind == symCoords && strings.HasPrefix(suffix, n) {
				q.fault(at, n+" is a vector of coordinates, which "+quote(field+"_"+suffix)+" cannot name", "write d("+field+", "+n+"[1])")
				return value{}, false, true
			}
		}
		q.fault(at, quote(suffix)+" is not made of coordinates, so "+quote(field+"_"+suffix)+" is no derivative", "the coordinates are "+q.coordNames())
		return value{}, false, true
	case 2:
		q.fault(at, field+"_"+suffix+" can be read as "+q.spell(field, readings[0])+" and as "+q.spell(field, readings[1]), "write the one you mean")
		return value{}, false, true
	}
	l := expr.Leaf{Field: s.index}
	for _, c := range readings[0] {
		var fits bool
		if l.Alpha, fits = l.Alpha.With(c); !fits {
			q.fault(at, fmt.Sprintf("%s_%s is a derivative of order %d; they go up to total order %d", field, suffix, len(readings[0]), expr.MaxOrder), "introduce a field for a lower derivative and a loss that defines it")
			return value{}, false, true
		}
	}
	return value{id: q.g.Leaf(l)}, true, true
}

func (q *parser) example(coords []int) string {
	f := "u"
	if len(q.p.Fields) > 0 {
		f = q.p.Fields[0]
	}
	s := f + "_"
	for _, c := range coords[:min(len(coords), 4)] {
		s += q.p.Coords[c].Name
	}
	return s
}

func (q *parser) coordNames() string {
	var out []string
	for _, n := range q.order {
		if s := q.names[n]; s.kind == symCoord || s.kind == symCoords {
			out = append(out, n)
		}
	}
	return strings.Join(out, ", ")
}

// notation recognises other ways to write what the language can say: du/dt, x1.
func (q *parser) notation(name string) string {
	if name == "i" || name == "I" || name == "j" {
		return "complex fields cannot be said: write the real and the imaginary part as two fields"
	}
	for _, n := range q.order {
		switch s := q.names[n]; {
		case s.kind == symCoords:
			for i := range s.n {
				if name == q.p.Coords[s.index+i].Name {
					return fmt.Sprintf("write %s[%d]", n, i+1)
				}
			}
		case (s.kind == symField || s.kind == symCoord) && name == "d"+n && len(q.p.Coords) > 0 && len(q.p.Fields) > 0:
			c, f := q.p.Coords[len(q.p.Coords)-1].Name, q.p.Fields[0]
			if s.kind == symField {
				f = n
			} else {
				c = n
			}
			return "derivatives are written " + f + "_" + c + " or d(" + f + ", " + c + ")"
		}
	}
	return ""
}

// candidates lists what a misspelt name may have meant: declared names, functions, and the fields' derivatives to second order.
func (q *parser) candidates() []string {
	out := append([]string(nil), q.order...)
	out = append(out, expr.FnNames()...)
	out = append(out, operators...)
	out = append(out, "pi", "exact")
	if len(q.p.Fields)*len(q.p.Coords)*len(q.p.Coords) > 400 {
		return out
	}
	for _, f := range q.p.Fields {
		for i, c := range q.p.Coords {
			if q.names[c.Name].kind != symCoord {
				continue
			}
			out = append(out, f+"_"+c.Name)
			for _, c2 := range q.p.Coords[i:] {
				if q.names[c2.Name].kind == symCoord {
					out = append(out, f+"_"+c.Name+c2.Name)
				}
			}
		}
	}
	return out
}

func (q *parser) unknownName(message, name string, at expr.Span) {
	if remedy := q.notation(name); remedy != "" {
		q.fault(at, message, remedy)
		return
	}
	if near := nearest(name, q.candidates()); near != "" {
		q.fault(at, message, "did you mean "+near+"?")
		return
	}
	have := append([]string(nil), q.order...)
	sort.Strings(have)
	if len(have) > 12 {
		have = append(have[:12], "...")
	}
	remedy := "declare it with const, unknown, let or field"
	if len(have) > 0 {
		remedy += " (declared: " + strings.Join(have, ", ") + ")"
	}
	q.fault(at, message, remedy)
}
