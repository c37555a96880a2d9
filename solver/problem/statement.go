package problem

import (
	"fmt"
	"sort"
	"strings"
	"unicode/utf8"

	"counterpoint/solver/experiment"
	"counterpoint/solver/expr"
	"counterpoint/solver/geometry"
)

// MaxText is the longest text that is parsed, in bytes.
const MaxText = 1 << 20

// maxFaults is how many faults are reported, enough how many are collected before reading stops.
const (
	maxFaults = 20
	enough    = 200
)

// statement is one line with its continuations: a keyword and text[lo:hi].
type statement struct {
	word   string
	at     expr.Span // of the keyword
	lo, hi int
}

// parser carries what is known of the text so far.
type parser struct {
	file, text string
	open       func(name string) ([]byte, error)
	faults     []expr.SyntaxError
	stmts      []statement
	chosen     string // case

	p          *Problem
	g          *expr.Graph
	names      map[string]symbol
	order      []string        // declared names, in order
	broken     map[string]bool // names whose declaration has a fault: they cause no further ones
	spaces     []space         // vector coordinates that live in a ball or everywhere
	domain     *geometry.Domain
	carved     bool
	work       int         // lowering steps so far
	moves      []int       // maps used by the line at hand
	normals    []expr.Span // where dn stands in it
	lines      int
	drawn      int // random data points so far
	solidCount int
	restricted int   // pieces with conditions so far
	wide       []int // bytes that continue a character
}

// fault records an error. Only the first at one place is kept.
func (q *parser) fault(at expr.Span, message, remedy string) {
	if len(q.faults) >= enough {
		return
	}
	for _, f := range q.faults {
		if f.Span.Lo == at.Lo {
			return
		}
	}
	q.faults = append(q.faults, expr.SyntaxError{Span: at, Message: message, Remedy: remedy})
}

func (q *parser) syntax(err *expr.SyntaxError) { q.fault(err.Span, err.Message, err.Remedy) }

// report turns the faults into what the user sees: in the order of the text, at most maxFaults.
func (q *parser) report() []experiment.Fault {
	sort.SliceStable(q.faults, func(i, j int) bool { return q.faults[i].Lo < q.faults[j].Lo })
	var out []experiment.Fault
	for _, f := range q.faults {
		if len(out) == maxFaults {
			break
		}
		p := q.place(f.Span)
		out = append(out, experiment.Fault{File: q.file, Line: p.Line, Column: p.Column, Length: p.Length, Message: f.Message, Remedy: f.Remedy})
	}
	return out
}

// place counts lines and characters. A span ends with its line.
func (q *parser) place(s expr.Span) Place {
	lo := min(s.Lo, len(q.text))
	start := strings.LastIndexByte(q.text[:lo], '\n') + 1
	hi := min(max(s.Hi, lo), len(q.text))
	if i := strings.IndexByte(q.text[lo:hi], '\n'); i >= 0 {
		hi = lo + i
	}
	return Place{
		Line:   strings.Count(q.text[:start], "\n") + 1,
		Column: utf8.RuneCountInString(q.text[start:lo]) + 1,
		Length: max(1, utf8.RuneCountInString(q.text[lo:hi])),
	}
}

// keywords are the words a statement begins with.
var keywords = []string{
	"title", "source", "note", "tags", "published", "coord", "time", "field", "const", "unknown", "let", "mode", "domain",
	"exact", "truth", "loss", "default", "case", "transform", "periodic",
}

// split divides the text into statements.
func (q *parser) split() {
	for at := 0; at < len(q.text) && len(q.faults) < enough; {
		end := strings.IndexByte(q.text[at:], '\n')
		if end < 0 {
			end = len(q.text)
		} else {
			end += at
		}
		q.line(at, end)
		at = end + 1
	}
}

func (q *parser) line(lo, hi int) {
	body := strings.TrimSpace(stripComment(q.text[lo:hi]))
	if body == "" {
		return
	}
	if c := q.text[lo]; c == ' ' || c == '\t' {
		if len(q.stmts) == 0 {
			at := lo + strings.Index(q.text[lo:hi], body)
			q.fault(expr.Span{Lo: at, Hi: at + len(body)}, "a line that begins with a blank continues the one above, and there is none", "begin it in the first column")
			return
		}
		q.stmts[len(q.stmts)-1].hi = hi
		return
	}
	n := strings.IndexFunc(body, func(r rune) bool { return r < 'a' || r > 'z' })
	if n < 0 {
		n = len(body)
	}
	s := statement{word: body[:n], at: expr.Span{Lo: lo, Hi: lo + max(n, 1)}, lo: lo + n, hi: hi}
	if !contains(keywords, s.word) {
		first, _, _ := strings.Cut(body, " ")
		s.at.Hi = lo + len(first)
		s.word = ""
		q.fault(s.at, "a line begins with its keyword, not "+quote(first), q.keywordRemedy(first, body))
	}
	q.stmts = append(q.stmts, s)
}

func (q *parser) keywordRemedy(word, body string) string {
	if near := nearest(strings.TrimSuffix(word, ":"), keywords); near != "" {
		return "did you mean " + near + "?"
	}
	if strings.Contains(body, "=") {
		return "write \"loss NAME: \" before an equation, \"let \" before a definition"
	}
	return "the keywords are " + strings.Join(keywords, ", ")
}

// stripComment cuts a line at its #, unless that stands in a quotation.
func stripComment(line string) string {
	quoted := false
	for i := range len(line) {
		switch line[i] {
		case '"':
			quoted = !quoted
		case '#':
			if !quoted {
				return line[:i]
			}
		}
	}
	return line
}

// words returns the statement's text without comments, its lines joined by blanks.
func (q *parser) words(s statement) string {
	var out []string
	for _, line := range strings.Split(q.text[s.lo:s.hi], "\n") {
		out = append(out, strings.Fields(stripComment(line))...)
	}
	return strings.Join(out, " ")
}

// maxStatement is the longest statement, in bytes.
const maxStatement = 1 << 16

// reserved are the words that end an expression; they cannot be declared.
var reserved = []string{"on", "where", "points", "at", "from", "weight", "noise", "seed", "random", "in", "by", "true", "positive", "and", "or", "part"}

func isReserved(name string) bool { return contains(reserved, name) }

// read returns a parser of the statement's tokens, nil after a fault.
func (q *parser) read(s statement) *expr.Parser {
	if s.hi-s.lo > maxStatement {
		q.fault(s.at, fmt.Sprintf("the statement is %d bytes long; at most %d are read", s.hi-s.lo, maxStatement), "name its parts with let")
		return nil
	}
	toks, err := expr.Lex(q.text, s.lo, s.hi)
	if err != nil {
		q.syntax(err)
		return nil
	}
	return expr.NewParser(toks, isReserved)
}

// end reports whatever is left of a statement.
func (q *parser) end(r *expr.Parser, want string) bool {
	if r.Peek().Kind == expr.TokenEnd {
		return true
	}
	q.syntax(r.Unexpected(want))
	return false
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

func quote(s string) string {
	if utf8.RuneCountInString(s) > 30 {
		s = string([]rune(s)[:27]) + "..."
	}
	return "\"" + s + "\""
}
