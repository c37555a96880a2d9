package expr

import (
	"strconv"
	"strings"
)

// MathML typesets trees as presentation MathML. Each name, number, operator and group carries data-span="lo-hi", its place in the text.
type MathML struct {
	// Split divides a name into its symbol and what stands below it, such as u and x, x for u_xx; nil: names stay whole.
	Split func(name string) (symbol string, sub []string)
	// Offset turns a byte of the text into the number that data-span uses; nil: the byte itself.
	Offset func(b int) int

	out strings.Builder
}

// Equation returns a <math> element for lhs = rhs.
func (w *MathML) Equation(lhs, rhs *Tree) string {
	w.out.Reset()
	w.out.WriteString(`<math display="block">`)
	w.open("mrow", lhs.Span.Join(rhs.Span))
	w.tree(lhs, 0)
	w.plain("mo", "=")
	w.tree(rhs, 0)
	w.close("mrow")
	w.out.WriteString("</math>")
	return w.out.String()
}

// Expression returns a <math> element for a tree.
func (w *MathML) Expression(t *Tree) string {
	w.out.Reset()
	w.out.WriteString("<math>")
	w.tree(t, 0)
	w.out.WriteString("</math>")
	return w.out.String()
}

func (w *MathML) offset(b int) string {
	if w.Offset != nil {
		b = w.Offset(b)
	}
	return strconv.Itoa(b)
}

func (w *MathML) open(tag string, s Span) {
	w.out.WriteString("<" + tag + ` data-span="` + w.offset(s.Lo) + "-" + w.offset(s.Hi) + `">`)
}

func (w *MathML) close(tag string) { w.out.WriteString("</" + tag + ">") }

func (w *MathML) plain(tag, text string) {
	w.out.WriteString("<" + tag + ">" + escape(text) + "</" + tag + ">")
}

func (w *MathML) leaf(tag, text string, s Span) {
	w.open(tag, s)
	w.out.WriteString(escape(text))
	w.close(tag)
}

func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(s)
}

// tree writes a tree; it is put into parentheses if it binds no more tightly than least.
func (w *MathML) tree(t *Tree, least int) {
	switch t.Kind {
	case TreeNumber:
		w.number(t)
	case TreeName:
		w.name(t.Text, t.Word)
	case TreeNeg:
		w.group(t, least >= bindMinus, func() {
			w.leaf("mo", "−", t.Word)
			w.tree(t.Args[0], bindMinus-1)
		})
	case TreeBinary:
		w.binary(t, least)
	case TreeIndex:
		w.open("msub", t.Span)
		w.name(t.Text, t.Word)
		w.tree(t.Args[0], 0)
		w.close("msub")
	case TreeSum:
		w.group(t, least > 10, func() { w.sum(t) })
	case TreeCall:
		w.call(t, least)
	case TreeAssign:
		w.open("mrow", t.Span)
		w.tree(t.Args[0], 0)
		w.plain("mo", "=")
		w.tree(t.Args[1], 0)
		w.close("mrow")
	}
}

// group writes a row, in parentheses if wanted.
func (w *MathML) group(t *Tree, fenced bool, body func()) {
	w.open("mrow", t.Span)
	if fenced {
		w.plain("mo", "(")
	}
	body()
	if fenced {
		w.plain("mo", ")")
	}
	w.close("mrow")
}

// number writes 1e-3 as a power of ten.
func (w *MathML) number(t *Tree) {
	i := strings.IndexAny(t.Text, "eE")
	if i < 0 {
		w.leaf("mn", t.Text, t.Span)
		return
	}
	w.open("mrow", t.Span)
	if t.Text[:i] != "1" {
		w.plain("mn", t.Text[:i])
		w.plain("mo", "·")
	}
	w.out.WriteString("<msup><mn>10</mn><mn>" + escape(strings.TrimPrefix(t.Text[i+1:], "+")) + "</mn></msup>")
	w.close("mrow")
}

var greek = map[string]string{
	"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "eps": "ε", "zeta": "ζ", "eta": "η", "theta": "θ", "kappa": "κ",
	"lambda": "λ", "lam": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "chi": "χ",
	"psi": "ψ", "omega": "ω", "Omega": "Ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Phi": "Φ", "Psi": "Ψ", "Sigma": "Σ",
}

func letter(name string) string {
	if g, ok := greek[name]; ok {
		return g
	}
	return name
}

func (w *MathML) name(name string, s Span) {
	symbol, sub := name, []string(nil)
	if w.Split != nil {
		symbol, sub = w.Split(name)
	}
	if len(sub) == 0 {
		w.symbol(symbol, s)
		return
	}
	w.open("msub", s)
	w.plain("mi", letter(symbol))
	w.out.WriteString("<mrow>")
	for _, x := range sub {
		w.plain("mi", letter(x))
	}
	w.out.WriteString("</mrow>")
	w.close("msub")
}

// symbol writes a name; digits at its end go below it.
func (w *MathML) symbol(name string, s Span) {
	stem := strings.TrimRight(name, "0123456789")
	if stem == name || stem == "" {
		w.leaf("mi", letter(name), s)
		return
	}
	w.open("msub", s)
	w.plain("mi", letter(stem))
	w.plain("mn", name[len(stem):])
	w.close("msub")
}

func (w *MathML) binary(t *Tree, least int) {
	a, b := t.Args[0], t.Args[1]
	switch t.Text {
	case "/":
		w.open("mfrac", t.Span)
		w.tree(a, 0)
		w.tree(b, 0)
		w.close("mfrac")
	case "^":
		w.open("msup", t.Span)
		w.tree(a, 40)
		w.tree(b, 0)
		w.close("msup")
	case "*":
		w.group(t, least >= 20, func() {
			w.tree(a, 19)
			if b.Kind == TreeNumber || a.Kind == TreeNumber && b.Kind == TreeBinary && b.Text == "^" && b.Args[0].Kind == TreeNumber {
				w.leaf("mo", "·", t.Word)
			} else {
				w.leaf("mo", "\u2062", t.Word) // invisible times
			}
			w.tree(b, 20)
		})
	default:
		bind := map[string]int{"+": 10, "-": 10, "or": 1, "and": 2}[t.Text]
		if bind == 0 {
			bind = 3
		}
		sign := map[string]string{"-": "−", "<=": "≤", ">=": "≥"}[t.Text]
		if sign == "" {
			sign = t.Text
		}
		right := bind
		if t.Text == "+" {
			right--
		}
		w.group(t, least >= bind, func() {
			w.tree(a, bind-1)
			w.leaf("mo", sign, t.Word)
			w.tree(b, right)
		})
	}
}

func (w *MathML) sum(t *Tree) {
	if len(t.Args) == 3 {
		w.open("munderover", t.Word)
	} else {
		w.open("munder", t.Word)
	}
	w.plain("mo", "∑")
	w.out.WriteString("<mrow>")
	w.plain("mi", letter(t.Text))
	if len(t.Args) == 3 {
		w.plain("mo", "=")
		w.tree(t.Args[0], 0)
		w.out.WriteString("</mrow>")
		w.tree(t.Args[1], 0)
		w.close("munderover")
	} else {
		w.out.WriteString("</mrow>")
		w.close("munder")
	}
	w.tree(t.Args[len(t.Args)-1], 10)
}

func (w *MathML) call(t *Tree, least int) {
	one := len(t.Args) == 1
	switch {
	case t.Text == "sqrt" && one:
		w.open("msqrt", t.Span)
		w.tree(t.Args[0], 0)
		w.close("msqrt")
	case (t.Text == "abs") && one:
		w.bars(t, "|", t.Args[0])
	case t.Text == "exp" && one:
		w.open("msup", t.Span)
		w.leaf("mi", "e", t.Word)
		w.tree(t.Args[0], 0)
		w.close("msup")
	case t.Text == "lap" && one:
		w.operator(t, "Δ", least)
	case t.Text == "grad" && one:
		w.operator(t, "∇", least)
	case t.Text == "div" && one:
		w.operator(t, "∇·", least)
	case t.Text == "dn" && one:
		w.group(t, false, func() {
			w.out.WriteString("<msub><mo>∂</mo><mi>n</mi></msub>")
			w.tree(t.Args[0], 20)
		})
	case t.Text == "gradsq" && one, t.Text == "normsq" && one:
		w.open("msup", t.Span)
		w.out.WriteString("<mrow><mo>|</mo>")
		if t.Text == "gradsq" {
			w.plain("mo", "∇")
		}
		w.tree(t.Args[0], map[bool]int{true: 20, false: 0}[t.Text == "gradsq"])
		w.out.WriteString("<mo>|</mo></mrow><mn>2</mn>")
		w.close("msup")
	case t.Text == "dot" && len(t.Args) == 2:
		w.group(t, least >= 20, func() {
			w.tree(t.Args[0], 20)
			w.leaf("mo", "·", t.Word)
			w.tree(t.Args[1], 20)
		})
	case t.Text == "d" && len(t.Args) >= 2:
		w.derivative(t)
	default:
		w.open("mrow", t.Span)
		w.name(t.Text, t.Word)
		bracket := "<mo>" // it grows with what it holds, which a descender alone is no reason for
		if !tall(t.Args) {
			bracket = `<mo stretchy="false">`
		}
		w.out.WriteString("<mo>\u2061</mo>" + bracket + "(</mo>") // function application
		for i, a := range t.Args {
			if i > 0 {
				w.plain("mo", ",")
			}
			w.tree(a, 0)
		}
		w.out.WriteString(bracket + ")</mo>")
		w.close("mrow")
	}
}

// tall reports whether a fraction or a sum stands in one of the trees.
func tall(trees []*Tree) bool {
	for _, t := range trees {
		if t.Kind == TreeSum || t.Kind == TreeBinary && t.Text == "/" || tall(t.Args) {
			return true
		}
	}
	return false
}

func (w *MathML) bars(t *Tree, bar string, in *Tree) {
	w.open("mrow", t.Span)
	w.plain("mo", bar)
	w.tree(in, 0)
	w.plain("mo", bar)
	w.close("mrow")
}

func (w *MathML) operator(t *Tree, sign string, least int) {
	w.group(t, least >= 40, func() {
		w.leaf("mo", sign, t.Word)
		w.tree(t.Args[0], 20)
	})
}

// derivative writes d(E, x, 2, t) with its coordinates below: ∂_{x x t} E.
func (w *MathML) derivative(t *Tree) {
	w.open("mrow", t.Span)
	w.out.WriteString("<msub><mo>∂</mo><mrow>")
	for i, a := range t.Args[1:] {
		if a.Kind == TreeNumber && a.Value >= 1 && a.Value <= MaxOrder { // the coordinate before it again
			for range int(a.Value) - 1 {
				w.tree(t.Args[i], 0)
			}
			continue
		}
		w.tree(a, 0)
	}
	w.out.WriteString("</mrow></msub>")
	w.tree(t.Args[0], 20)
	w.close("mrow")
}
