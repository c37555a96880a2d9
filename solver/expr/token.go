package expr

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Span is a stretch of the text: bytes Lo to Hi-1.
type Span struct{ Lo, Hi int }

// Join returns the span from the start of s to the end of t.
func (s Span) Join(t Span) Span { return Span{min(s.Lo, t.Lo), max(s.Hi, t.Hi)} }

// SyntaxError says what is wrong at a place of the text and, if it is known, what to write instead.
type SyntaxError struct {
	Span
	Message, Remedy string
}

func (e *SyntaxError) Error() string {
	if e.Remedy == "" {
		return e.Message
	}
	return e.Message + "; " + e.Remedy
}

// TokenKind is what a token is.
type TokenKind uint8

// The kinds of tokens.
const (
	TokenEnd    TokenKind = iota
	TokenNumber           // Value
	TokenName             // Text
	TokenString           // Text, without the quotes
	TokenOp               // Text: one of + - * / ^ ( ) [ ] , : ; = < > <= >= .. '
)

// Token is one word of the language.
type Token struct {
	Kind  TokenKind
	Text  string
	Value float64
	Span
}

// Lex splits text[lo:hi] into tokens, the last of which is TokenEnd. Blanks, line ends and comments (# to the end of the line) divide
// tokens and are dropped.
func Lex(text string, lo, hi int) ([]Token, *SyntaxError) {
	l := lexer{text: text[:hi], at: lo}
	for {
		l.blank()
		if l.at >= hi {
			l.out = append(l.out, Token{Kind: TokenEnd, Span: Span{l.at, l.at}})
			return l.out, nil
		}
		if err := l.next(); err != nil {
			return l.out, err
		}
	}
}

type lexer struct {
	text string
	at   int
	out  []Token
}

func (l *lexer) blank() {
	for l.at < len(l.text) {
		switch c := l.text[l.at]; {
		case c == '#':
			if i := strings.IndexByte(l.text[l.at:], '\n'); i >= 0 {
				l.at += i
			} else {
				l.at = len(l.text)
			}
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			l.at++
		default:
			return
		}
	}
}

func (l *lexer) add(k TokenKind, text string, v float64, n int) {
	l.out = append(l.out, Token{k, text, v, Span{l.at, l.at + n}})
	l.at += n
}

func (l *lexer) fail(n int, message, remedy string) *SyntaxError {
	return &SyntaxError{Span{l.at, min(len(l.text), l.at+max(1, n))}, message, remedy}
}

func (l *lexer) next() *SyntaxError {
	rest := l.text[l.at:]
	r, size := utf8.DecodeRuneInString(rest)
	switch {
	case isDigit(rest[0]) || rest[0] == '.' && len(rest) > 1 && isDigit(rest[1]):
		return l.number(rest)
	case unicode.IsLetter(r):
		n := size
		for n < len(rest) {
			r, size := utf8.DecodeRuneInString(rest[n:])
			if r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
				break
			}
			n += size
		}
		l.add(TokenName, rest[:n], 0, n)
		return nil
	case r == '"':
		return l.quoted(rest)
	}
	for _, op := range [...]string{"..", "<=", ">="} {
		if strings.HasPrefix(rest, op) {
			l.add(TokenOp, op, 0, 2)
			return nil
		}
	}
	for _, wrong := range [...][2]string{{"**", "^"}, {"==", "="}, {"−", "-"}, {"–", "-"}, {"·", "*"}, {"×", "*"}, {"≤", "<="}, {"≥", ">="}, {"²", "^2"}, {"³", "^3"}, {"∂", "u_x or d(u, x)"}, {"∇", "grad, div or lap"}, {"Δ", "lap(u)"}, {"√", "sqrt(...)"}, {"!=", "< or >"}} {
		if strings.HasPrefix(rest, wrong[0]) {
			return l.fail(len(wrong[0]), strconv.Quote(wrong[0])+" is not in the language", "write "+wrong[1])
		}
	}
	if strings.IndexByte("+-*/^()[],:;=<>'", rest[0]) >= 0 {
		l.add(TokenOp, rest[:1], 0, 1)
		return nil
	}
	remedy := ""
	switch rest[0] {
	case '{':
		remedy = "write ( )"
	case '&':
		remedy = "write and"
	case '|':
		remedy = "write or, or abs(...)"
	}
	return l.fail(size, "unexpected character "+strconv.QuoteRune(r), remedy)
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func (l *lexer) number(rest string) *SyntaxError {
	n := 0
	digits := func() {
		for n < len(rest) && isDigit(rest[n]) {
			n++
		}
	}
	digits()
	if n < len(rest) && rest[n] == '.' && !strings.HasPrefix(rest[n:], "..") {
		n++
		digits()
	}
	if n < len(rest) && (rest[n] == 'e' || rest[n] == 'E') {
		m := n + 1
		if m < len(rest) && (rest[m] == '+' || rest[m] == '-') {
			m++
		}
		if m < len(rest) && isDigit(rest[m]) {
			n = m
			digits()
		}
	}
	v, err := strconv.ParseFloat(rest[:n], 64)
	if err != nil {
		return l.fail(n, "the number "+clip(rest[:n])+" is too large", "numbers end at 1.8e308")
	}
	l.add(TokenNumber, rest[:n], v, n)
	return nil
}

func (l *lexer) quoted(rest string) *SyntaxError {
	end := strings.IndexAny(rest[1:], "\"\n")
	if end < 0 || rest[1+end] == '\n' {
		return l.fail(1, "the quotation is not closed", "write \" at its end, on the same line")
	}
	l.add(TokenString, rest[1:1+end], 0, end+2)
	return nil
}

func clip(s string) string {
	if len(s) > 30 {
		return s[:27] + "..."
	}
	return s
}
