package problem

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"counterpoint/solver/experiment"
	"counterpoint/solver/expr"
	"counterpoint/solver/geometry"
)

// Parse reads a problem from text. file is its path or label, for messages, for its name and to find the data files it names. All
// faults of the text are returned, up to 20, and the problem is nil if there are any.
func Parse(file, text string) (*Problem, []experiment.Fault) {
	return ParseCase(file, text, "", nil)
}

// ParseCase is Parse with the constants of one of the text's cases (none if empty). open reads the data files the text names; nil
// reads them from the file system, relative to file.
func ParseCase(file, text, chosen string, open func(name string) ([]byte, error)) (*Problem, []experiment.Fault) {
	if open == nil {
		open = func(name string) ([]byte, error) { return os.ReadFile(filepath.Join(filepath.Dir(file), name)) }
	}
	text = strings.TrimPrefix(text, "\ufeff")
	q := &parser{file: file, text: text, open: open, chosen: chosen, g: expr.NewGraph(), names: map[string]symbol{}, broken: map[string]bool{}}
	if len(text) > MaxText {
		return nil, []experiment.Fault{{File: file, Line: 1, Column: 1, Length: 1, Message: fmt.Sprintf("the text is %d bytes long; at most %d are read", len(text), MaxText), Remedy: "keep data in a CSV file"}}
	}
	if at := invalid(text); at >= 0 {
		q.fault(expr.Span{Lo: at, Hi: at + 1}, "the text is not UTF-8 here", "save it as UTF-8")
		return nil, q.report()
	}
	q.p = &Problem{Name: baseName(file), Text: text, Graph: q.g, Time: -1, Defaults: map[string]string{}}
	q.split()
	q.run()
	if len(q.faults) > 0 {
		return nil, q.report()
	}
	q.p.Family = q.p.family()
	if chosen != "" {
		q.p.Name += "@" + chosen
		q.p.Family = "parameter"
	}
	return q.p, nil
}

func invalid(text string) int {
	if utf8.ValidString(text) {
		return -1
	}
	for i, r := range text {
		if r == utf8.RuneError {
			if _, n := utf8.DecodeRuneInString(text[i:]); n == 1 {
				return i
			}
		}
	}
	return -1
}

func baseName(file string) string {
	name := filepath.Base(file)
	return strings.TrimSuffix(name, filepath.Ext(name))
}

// run reads the statements in the order of what depends on what, whatever their order in the text.
func (q *parser) run() {
	q.each(q.texts, "title", "source", "note", "tags", "published")
	q.cases()
	q.each(q.declare, "const", "coord", "time", "field", "unknown")
	q.derivativeNames()
	q.dimensions()
	if q.domain == nil {
		return
	}
	q.each(q.domainStatement, "domain")
	q.p.Domain = q.domain
	q.each(q.periodicStatement, "periodic")
	q.each(q.definition, "let", "mode")
	q.p.Exact = q.blank()
	q.p.Transform = q.blank()
	q.each(q.perField, "exact", "transform")
	q.each(q.truthStatement, "truth")
	q.each(q.lossStatement, "loss")
	q.each(q.defaultStatement, "default")
	q.whole()
}

func (q *parser) each(f func(statement), words ...string) {
	for _, s := range q.stmts {
		if contains(words, s.word) && len(q.faults) < enough {
			f(s)
		}
	}
}

func (q *parser) blank() []expr.ID {
	out := make([]expr.ID, len(q.p.Fields))
	for i := range out {
		out[i] = expr.None
	}
	return out
}

func (q *parser) texts(s statement) {
	p := q.p
	words := q.words(s)
	if words == "" {
		q.fault(s.at, s.word+" has no text", "")
		return
	}
	once := func(dst *string) {
		if *dst != "" {
			q.fault(s.at, s.word+" is given twice", "keep one of the two")
			return
		}
		*dst = words
	}
	switch s.word {
	case "title":
		once(&p.Title)
	case "source":
		once(&p.Source)
	case "published":
		once(&p.Published)
	case "note":
		p.Note = strings.TrimSpace(p.Note + " " + words)
	case "tags":
		for _, t := range strings.Split(words, ",") {
			if t = strings.TrimSpace(t); t != "" {
				p.Tags = append(p.Tags, t)
			}
		}
	}
}

// dimensions checks that there is something to solve on and makes the domain.
func (q *parser) dimensions() {
	p := q.p
	top := expr.Span{Lo: 0, Hi: 1}
	switch {
	case q.has(""): // a misspelt keyword, which says more
	case !q.has("coord") && !q.has("time"):
		q.fault(top, "the problem has no coordinates", "write a line such as \"coord x in [0, 1]\"")
	case !q.has("field"):
		q.fault(top, "the problem has no fields", "write a line such as \"field u\"")
	case !q.has("loss"):
		q.fault(top, "the problem has no losses", "write a line such as \"loss pde: u_t = u_xx\"")
	}
	lo, hi := make([]float64, len(p.Coords)), make([]float64, len(p.Coords))
	for i, c := range p.Coords {
		lo[i], hi[i] = c.Lo, c.Hi
	}
	q.g.Dim = len(p.Coords)
	p.Periodic = make([]bool, len(p.Coords))
	if len(p.Coords) > 0 {
		q.domain = geometry.NewDomain(lo, hi, p.Time)
		q.carveSpaces()
	}
}

func (q *parser) has(word string) bool {
	for _, s := range q.stmts {
		if s.word == word {
			return true
		}
	}
	return false
}

// whole makes the checks that need everything.
func (q *parser) whole() {
	if len(q.faults) > 0 {
		return
	}
	q.p.Measure = q.measure()
	if q.g.Full() {
		q.fault(expr.Span{Lo: 0, Hi: 1}, "the problem's expressions are too large once derivatives are taken", "lower the dimension, or the order of its derivatives")
	}
}
