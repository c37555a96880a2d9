package problem

import (
	"sort"
	"unicode/utf8"

	"counterpoint/solver/expr"
)

// mathml typesets an equation. Names of derivatives are split as the language reads them.
func (q *parser) mathml(eq equation) string {
	w := expr.MathML{Split: q.typesetName, Offset: q.characters}
	return w.Equation(eq.lhs, eq.rhs)
}

// characters returns how many characters stand before a byte of the text, as an editor counts.
func (q *parser) characters(b int) int {
	b = min(b, len(q.text))
	if q.wide == nil {
		q.wide = []int{}
		for i := range len(q.text) { // bytes that continue a character
			if !utf8.RuneStart(q.text[i]) {
				q.wide = append(q.wide, i)
			}
		}
	}
	return b - sort.SearchInts(q.wide, b)
}

// typesetName splits u_xt into the symbol u and the coordinates x, t.
func (q *parser) typesetName(name string) (symbol string, sub []string) {
	if _, declared := q.names[name]; declared {
		for i := len(name) - 1; i > 0; i-- {
			if name[i] == '_' {
				return name[:i], []string{name[i+1:]}
			}
		}
		return name, nil
	}
	for i := len(name) - 1; i > 0; i-- {
		if name[i] != '_' {
			continue
		}
		for _, r := range q.readings(name[i+1:]) {
			for _, c := range r {
				sub = append(sub, q.p.Coords[c].Name)
			}
			return name[:i], sub
		}
		return name, nil
	}
	return name, nil
}
