package problem

import (
	"unicode/utf8"

	"counterpoint/solver/expr"
)

// mathml typesets an equation. Names of derivatives are split as the language reads them.
func (q *parser) mathml(eq equation) string {
	w := expr.MathML{
		Split: q.typesetName,
		Offset: func(b int) int { // characters from the start, as an editor counts
			return utf8.RuneCountInString(q.text[:min(b, len(q.text))])
		},
	}
	return w.Equation(eq.lhs, eq.rhs)
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
