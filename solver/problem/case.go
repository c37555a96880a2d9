package problem

import (
	"fmt"
	"strings"

	"counterpoint/solver/experiment"
	"counterpoint/solver/expr"
)

const maxCases = 64

// cases reads the case statements. They come before the declarations, whose values they change.
func (q *parser) cases() {
	q.each(q.caseStatement, "case")
	if q.chosen == "" {
		return
	}
	var names []string
	for _, c := range q.p.Cases {
		if c.Name == q.chosen {
			return
		}
		names = append(names, c.Name)
	}
	q.fault(expr.Span{Lo: 0, Hi: 1}, "the text has no case "+quote(q.chosen), "it has "+strings.Join(names, ", "))
}

// caseStatement reads "NAME: const = value, ...".
func (q *parser) caseStatement(s statement) {
	if len(q.p.Cases) == maxCases {
		q.fault(s.at, fmt.Sprintf("there are more than %d cases", maxCases), "")
		return
	}
	r := q.read(s)
	if r == nil {
		return
	}
	t := r.Peek()
	if t.Kind != expr.TokenName {
		q.syntax(r.Unexpected("the name of a case"))
		return
	}
	r.Next()
	for _, c := range q.p.Cases {
		if c.Name == t.Text {
			q.fault(t.Span, "case "+quote(t.Text)+" is given twice", "choose another name")
			return
		}
	}
	if !r.Op(":") {
		q.syntax(r.Unexpected("\":\" and constants with their values"))
		return
	}
	c := Case{Name: t.Text, Set: map[string]float64{}}
	for {
		n := r.Peek()
		if n.Kind != expr.TokenName {
			q.syntax(r.Unexpected("the name of a constant"))
			return
		}
		r.Next()
		if !r.Op("=") {
			q.syntax(r.Unexpected("\"=\" and the value"))
			return
		}
		v, _, ok := q.number(r)
		if !ok {
			return
		}
		if !q.declaresConst(n.Text) {
			q.fault(n.Span, quote(n.Text)+" is no constant of this text", q.didYouMean(n.Text, q.constNames()))
			return
		}
		c.Set[n.Text] = v
		if !r.Op(",") {
			break
		}
	}
	if q.end(r, "\",\" or the end of the line") {
		q.p.Cases = append(q.p.Cases, c)
	}
}

func (q *parser) didYouMean(name string, list []string) string {
	if near := nearest(name, list); near != "" {
		return "did you mean " + near + "?"
	}
	switch len(list) {
	case 0:
		return "there are none"
	case 1:
		return "there is " + list[0]
	}
	return "there are " + strings.Join(list, ", ")
}

// constNames lists the scalar constants that the text declares, before they are read.
func (q *parser) constNames() []string {
	var out []string
	for _, s := range q.stmts {
		if s.word != "const" {
			continue
		}
		toks, _ := expr.Lex(q.text, s.lo, s.hi)
		for i, t := range toks {
			if t.Kind == expr.TokenName && i+1 < len(toks) && toks[i+1].Text == "=" {
				out = append(out, t.Text)
			}
		}
	}
	return out
}

func (q *parser) declaresConst(name string) bool { return contains(q.constNames(), name) }

func (q *parser) caseValue(name string) (float64, bool) {
	for _, c := range q.p.Cases {
		if c.Name == q.chosen && q.chosen != "" {
			v, ok := c.Set[name]
			return v, ok
		}
	}
	return 0, false
}

// defaultStatement reads "name=value name=value".
func (q *parser) defaultStatement(s statement) {
	words := strings.Fields(q.words(s))
	if len(words) == 0 {
		q.fault(s.at, "default names no setting", "write \"default width=64 steps=10000\"")
	}
	for _, w := range words {
		at := s.at
		if i := strings.Index(q.text[s.lo:s.hi], w); i >= 0 {
			at = expr.Span{Lo: s.lo + i, Hi: s.lo + i + len(w)}
		}
		name, text, ok := strings.Cut(w, "=")
		if !ok {
			q.fault(at, "expected name=value, found "+quote(w), "write \"default width=64 steps=10000\"")
			continue
		}
		t := experiment.FindSetting(name)
		if t == nil {
			var names []string
			for i := range experiment.Settings {
				names = append(names, experiment.Settings[i].Name)
			}
			q.fault(at, "unknown setting "+quote(name), q.didYouMean(name, names))
			continue
		}
		spec := experiment.Default()
		if err := t.SetText(&spec, text); err != nil {
			q.fault(at, err.Error(), "")
			continue
		}
		q.p.Defaults[name] = text
	}
}
