package expr

// TreeKind is what a Tree is.
type TreeKind uint8

// The kinds of trees.
const (
	TreeNumber  TreeKind = iota // Value
	TreeName                    // Text
	TreeNeg                     // -Args[0]
	TreeBinary                  // Args[0] Text Args[1]; Text one of + - * / ^ < > <= >= and or
	TreeCall                    // Text(Args...)
	TreeIndex                   // Text[Args[0]]
	TreeAssign                  // Args[0] = Args[1], an argument such as x=-1 in u(x=-1)
	TreeSum                     // sum(Text=Args[0]..Args[1]: Args[2]), or with one argument sum(Text: Args[0])
	TreeFailure                 // what could not be parsed
)

// Tree is an expression as it was written.
type Tree struct {
	Kind  TreeKind
	Text  string
	Value float64
	Args  []*Tree
	Span       // of the whole
	Word  Span // of the name or operator
}

// MaxDepth is how deeply expressions may nest.
const MaxDepth = 200

// MaxChain is how many operators of one strength may stand in a row: trees are walked by recursion, and a browser's stack is short.
const MaxChain = 500

// Parser reads trees off tokens. After an error its place is unspecified.
type Parser struct {
	toks  []Token
	at    int
	depth int
	stop  func(name string) bool // words that end an expression
}

// NewParser returns a parser of the tokens, which end with TokenEnd. A name for which stop holds ends an expression.
func NewParser(toks []Token, stop func(name string) bool) *Parser {
	return &Parser{toks: toks, stop: stop}
}

// Peek returns the next token.
func (p *Parser) Peek() Token { return p.toks[p.at] }

// Next returns the next token and moves past it.
func (p *Parser) Next() Token {
	t := p.toks[p.at]
	if t.Kind != TokenEnd {
		p.at++
	}
	return t
}

// Op reports whether the next token is that operator, and moves past it if so.
func (p *Parser) Op(op string) bool {
	if t := p.Peek(); t.Kind == TokenOp && t.Text == op {
		p.at++
		return true
	}
	return false
}

// Word reports whether the next token is that name, and moves past it if so.
func (p *Parser) Word(name string) bool {
	if t := p.Peek(); t.Kind == TokenName && t.Text == name {
		p.at++
		return true
	}
	return false
}

// Ahead returns the token n places after the next.
func (p *Parser) Ahead(n int) Token { return p.toks[min(p.at+n, len(p.toks)-1)] }

// Unexpected is the error that another thing was expected at the next token.
func (p *Parser) Unexpected(want string) *SyntaxError {
	t := p.Peek()
	span := t.Span
	if span.Hi == span.Lo { // the end: point at the last character
		if p.at > 0 {
			span = Span{p.toks[p.at-1].Hi, p.toks[p.at-1].Hi + 1}
		} else {
			span.Hi++
		}
	}
	return &SyntaxError{span, "expected " + want + ", found " + t.describe(), ""}
}

func (t Token) describe() string {
	switch t.Kind {
	case TokenEnd:
		return "the end of the line"
	case TokenString:
		return "a quotation"
	case TokenNumber:
		return "the number " + clip(t.Text)
	}
	return "\"" + clip(t.Text) + "\""
}

// binding returns how tightly an infix operator binds, 0 if the token is none.
func (p *Parser) binding(t Token) int {
	if t.Kind == TokenName {
		switch t.Text {
		case "or":
			return 1
		case "and":
			return 2
		}
		return 0
	}
	if t.Kind != TokenOp {
		return 0
	}
	switch t.Text {
	case "<", ">", "<=", ">=":
		return 3
	case "+", "-":
		return 10
	case "*", "/":
		return 20
	case "^":
		return 40
	}
	return 0
}

const (
	bindSum   = 9
	bindMinus = 30
)

// Expression parses an arithmetic expression.
func (p *Parser) Expression() (*Tree, *SyntaxError) { return p.parse(bindSum) }

// Condition parses comparisons joined by and, or.
func (p *Parser) Condition() (*Tree, *SyntaxError) { return p.parse(0) }

// parse reads an expression of operators that bind more tightly than least.
func (p *Parser) parse(least int) (*Tree, *SyntaxError) {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > MaxDepth {
		return nil, &SyntaxError{p.Peek().Span, "the expression nests too deeply", "name its parts with let"}
	}
	left, err := p.prefix()
	if err != nil {
		return nil, err
	}
	for n := 0; ; n++ {
		t := p.Peek()
		b := p.binding(t)
		if n > MaxChain {
			return nil, &SyntaxError{t.Span, "the expression is too long", "name its parts with let, or write sum(i=1..n: ...)"}
		}
		if b == 0 {
			if err := p.implied(left); err != nil {
				return nil, err
			}
			return left, nil
		}
		if b <= least {
			return left, nil
		}
		p.at++
		below := b
		if t.Text == "^" { // from the right
			below--
		}
		right, err := p.parse(below)
		if err != nil {
			return nil, err
		}
		left = &Tree{Kind: TreeBinary, Text: t.Text, Args: []*Tree{left, right}, Span: left.Span.Join(right.Span), Word: t.Span}
	}
}

// implied reports a missing product sign after left.
func (p *Parser) implied(left *Tree) *SyntaxError {
	t := p.Peek()
	opens := t.Kind == TokenOp && t.Text == "("
	if t.Kind != TokenNumber && !opens && (t.Kind != TokenName || p.stop(t.Text)) {
		return nil
	}
	if left.Span.Hi != t.Lo && t.Kind == TokenNumber { // the caller knows better what is missing
		return nil
	}
	if _, fn := FindFn(left.Text); fn && left.Kind == TreeName {
		return &SyntaxError{left.Span.Join(t.Span), "a function's argument stands in parentheses", "write " + left.Text + "(" + clip(t.Text) + ")"}
	}
	if left.Span.Hi != t.Lo && left.Kind == TreeName && !opens { // two words: more likely a wrong word than a product
		return &SyntaxError{t.Span, "unexpected " + t.describe(), "write " + clip(left.Text) + "*" + clip(t.Text) + " for a product"}
	}
	span := left.Span.Join(t.Span)
	a, b := lastWord(left), clip(t.Text)
	if opens {
		b = "(...)"
	}
	return &SyntaxError{span, "a product needs its sign", "write " + a + "*" + b}
}

func lastWord(t *Tree) string {
	switch t.Kind {
	case TreeNumber, TreeName:
		return clip(t.Text)
	case TreeCall:
		return clip(t.Text) + "(...)"
	case TreeIndex:
		return clip(t.Text) + "[...]"
	}
	return "(...)"
}

func (p *Parser) prefix() (*Tree, *SyntaxError) {
	t := p.Peek()
	switch {
	case t.Kind == TokenNumber:
		p.at++
		return &Tree{Kind: TreeNumber, Text: t.Text, Value: t.Value, Span: t.Span, Word: t.Span}, nil
	case t.Kind == TokenName && !p.stop(t.Text) && t.Text != "and" && t.Text != "or":
		p.at++
		return p.name(t)
	case t.Kind == TokenOp && t.Text == "-":
		p.at++
		arg, err := p.parse(bindMinus)
		if err != nil {
			return nil, err
		}
		return &Tree{Kind: TreeNeg, Args: []*Tree{arg}, Span: t.Span.Join(arg.Span), Word: t.Span}, nil
	case t.Kind == TokenOp && t.Text == "+":
		return nil, &SyntaxError{t.Span, "a sign + stands before nothing", "leave it out"}
	case t.Kind == TokenOp && t.Text == "(":
		p.at++
		in, err := p.parse(0)
		if err != nil {
			return nil, err
		}
		if !p.Op(")") {
			return nil, p.Unexpected("\")\"")
		}
		out := *in
		out.Span = t.Span.Join(p.toks[p.at-1].Span)
		return &out, nil
	}
	return nil, p.Unexpected("an expression")
}

// name reads what follows a name: nothing, arguments or an index.
func (p *Parser) name(t Token) (*Tree, *SyntaxError) {
	out := &Tree{Kind: TreeName, Text: t.Text, Span: t.Span, Word: t.Span}
	switch {
	case p.Op("["):
		i, err := p.parse(bindSum)
		if err != nil {
			return nil, err
		}
		if !p.Op("]") {
			return nil, p.Unexpected("\"]\"")
		}
		out.Kind, out.Args = TreeIndex, []*Tree{i}
	case p.Op("("):
		out.Kind = TreeCall
		for !p.Op(")") {
			if len(out.Args) > 0 && !p.Op(",") {
				return nil, p.Unexpected("\",\" or \")\"")
			}
			arg, err := p.argument(t)
			if err != nil {
				return nil, err
			}
			out.Args = append(out.Args, arg)
		}
		if len(out.Args) == 1 && out.Args[0].Kind == TreeSum {
			out = out.Args[0]
		}
	default:
		return out, nil
	}
	out.Span = t.Span.Join(p.toks[p.at-1].Span)
	out.Word = t.Span
	return out, nil
}

// argument reads an argument: an expression, x=value, or for sum an index with its range and body.
func (p *Parser) argument(call Token) (*Tree, *SyntaxError) {
	if call.Text == "sum" && p.Peek().Kind == TokenName && p.Ahead(1).Kind == TokenOp && (p.Ahead(1).Text == "=" || p.Ahead(1).Text == ":") {
		return p.sum()
	}
	first, err := p.parse(bindSum)
	if err != nil {
		return nil, err
	}
	if !p.Op("=") {
		return first, nil
	}
	if first.Kind != TreeName && first.Kind != TreeIndex {
		return nil, &SyntaxError{first.Span, "only a coordinate can be given a value here", "write u(x=0) for the value at x = 0"}
	}
	v, err := p.parse(bindSum)
	if err != nil {
		return nil, err
	}
	return &Tree{Kind: TreeAssign, Args: []*Tree{first, v}, Span: first.Span.Join(v.Span), Word: first.Span}, nil
}

func (p *Parser) sum() (*Tree, *SyntaxError) {
	i := p.Next()
	out := &Tree{Kind: TreeSum, Text: i.Text, Word: i.Span}
	if p.Op("=") {
		lo, err := p.parse(bindSum)
		if err != nil {
			return nil, err
		}
		if !p.Op("..") {
			return nil, p.Unexpected("\"..\" and the last index")
		}
		hi, err := p.parse(bindSum)
		if err != nil {
			return nil, err
		}
		out.Args = []*Tree{lo, hi}
	}
	if !p.Op(":") {
		return nil, p.Unexpected("\":\" and the expression to sum")
	}
	body, err := p.parse(bindSum)
	if err != nil {
		return nil, err
	}
	out.Args = append(out.Args, body)
	out.Span = i.Span.Join(body.Span)
	return out, nil
}

// Term parses one operand: a number, a name with its arguments or index, or an expression in parentheses.
func (p *Parser) Term() (*Tree, *SyntaxError) { return p.prefix() }
