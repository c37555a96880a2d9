package expr

import (
	"fmt"
	"strings"
	"testing"
)

// polish writes a tree with its operators in front.
func polish(t *Tree) string {
	var args []string
	for _, a := range t.Args {
		args = append(args, polish(a))
	}
	name := t.Text
	switch t.Kind {
	case TreeNeg:
		name = "neg"
	case TreeIndex:
		name += "[]"
	case TreeSum:
		name = "sum " + name
	case TreeAssign:
		name = "let"
	}
	if len(args) == 0 {
		return name
	}
	return "(" + name + " " + strings.Join(args, " ") + ")"
}

func parseText(text string) (*Tree, *SyntaxError) {
	toks, err := Lex(text, 0, len(text))
	if err != nil {
		return nil, err
	}
	p := NewParser(toks, func(string) bool { return false })
	t, err := p.Condition()
	if err == nil && p.Peek().Kind != TokenEnd {
		err = p.Unexpected("the end")
	}
	return t, err
}

func TestPrecedence(t *testing.T) {
	for text, want := range map[string]string{
		"a + b*c":              "(+ a (* b c))",
		"a - b - c":            "(- (- a b) c)",
		"a/b*c":                "(* (/ a b) c)",
		"-x^2":                 "(neg (^ x 2))",
		"-a*b":                 "(* (neg a) b)",
		"2*-a":                 "(* 2 (neg a))",
		"2^-x":                 "(^ 2 (neg x))",
		"2^3^4":                "(^ 2 (^ 3 4))",
		"u_x^2":                "(^ u_x 2)",
		"2^-x*3":               "(* (^ 2 (neg x)) 3)",
		"--x":                  "(neg (neg x))",
		"(a + b)*c":            "(* (+ a b) c)",
		"d(u, x[i], 2)":        "(d u (x[] i) 2)",
		"u(x=-1, t=0)":         "(u (let x (neg 1)) (let t 0))",
		"sum(i=1..d-1: c[i])":  "(sum i 1 (- d 1) (c[] i))",
		"sum(i: x[i]^2)":       "(sum i (^ (x[] i) 2))",
		"x > 0 and y < 1 or z": "(or (and (> x 0) (< y 1)) z)",
		"1..2":                 "",
		"1.5e-3 + .5":          "(+ 1.5e-3 .5)",
		"2e":                   "",
		"a b":                  "",
		"2x":                   "",
		"f(":                   "",
		"x = 1":                "",
	} {
		tree, err := parseText(text)
		if (err != nil) != (want == "") {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if err == nil && polish(tree) != want {
			t.Errorf("%q reads as %s, want %s", text, polish(tree), want)
		}
	}
}

// TestSpans checks that every node of a tree covers its own text.
func TestSpans(t *testing.T) {
	text := "sin(a + b)*c[2] - (u_x)^2/4"
	tree, err := parseText(text)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	var walk func(*Tree)
	walk = func(n *Tree) {
		got = append(got, text[n.Span.Lo:n.Span.Hi])
		for _, a := range n.Args {
			walk(a)
		}
	}
	walk(tree)
	want := fmt.Sprint([]string{text, "sin(a + b)*c[2]", "sin(a + b)", "a + b", "a", "b", "c[2]", "2", "(u_x)^2/4", "(u_x)^2", "(u_x)", "2", "4"})
	if fmt.Sprint(got) != want {
		t.Fatalf("spans cover %q, want %s", got, want)
	}
}

func TestMathML(t *testing.T) {
	split := func(name string) (string, []string) {
		if s, c, ok := strings.Cut(name, "_"); ok {
			return s, strings.Split(c, "")
		}
		return name, nil
	}
	for text, want := range map[string]string{
		"a/b":          `<math><mfrac data-span="0-3"><mi data-span="0-1">a</mi><mi data-span="2-3">b</mi></mfrac></math>`,
		"u_xt":         `<math><msub data-span="0-4"><mi>u</mi><mrow><mi>x</mi><mi>t</mi></mrow></msub></math>`,
		"lap(u)":       `<math><mrow data-span="0-6"><mo data-span="0-3">Δ</mo><mi data-span="4-5">u</mi></mrow></math>`,
		"1e-3":         `<math><mrow data-span="0-4"><msup><mn>10</mn><mn>-3</mn></msup></mrow></math>`,
		"exp(x)":       `<math><msup data-span="0-6"><mi data-span="0-3">e</mi><mi data-span="4-5">x</mi></msup></math>`,
		"nu1":          `<math><msub data-span="0-3"><mi>ν</mi><mn>1</mn></msub></math>`,
		"d(F, x, 2)":   `<math><mrow data-span="0-10"><msub><mo>∂</mo><mrow><mi data-span="5-6">x</mi><mi data-span="5-6">x</mi></mrow></msub><mi data-span="2-3">F</mi></mrow></math>`,
		"(a + b)^2":    `<math><msup data-span="0-9"><mrow data-span="0-7"><mo>(</mo><mi data-span="1-2">a</mi><mo data-span="3-4">+</mo><mi data-span="5-6">b</mi><mo>)</mo></mrow><mn data-span="8-9">2</mn></msup></math>`,
		"a - (b - c)":  `<math><mrow data-span="0-11"><mi data-span="0-1">a</mi><mo data-span="2-3">−</mo><mrow data-span="4-11"><mo>(</mo><mi data-span="5-6">b</mi><mo data-span="7-8">−</mo><mi data-span="9-10">c</mi><mo>)</mo></mrow></mrow></math>`,
		"abs(x)<1":     `<math><mrow data-span="0-8"><mrow data-span="0-6"><mo>|</mo><mi data-span="4-5">x</mi><mo>|</mo></mrow><mo data-span="6-7">&lt;</mo><mn data-span="7-8">1</mn></mrow></math>`,
		"sum(i: x[i])": `<math><mrow data-span="0-12"><munder data-span="0-3"><mo>∑</mo><mrow><mi>i</mi></mrow></munder><msub data-span="7-11"><mi data-span="7-8">x</mi><mi data-span="9-10">i</mi></msub></mrow></math>`,
	} {
		tree, err := parseText(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		w := MathML{Split: split}
		if got := w.Expression(tree); got != want {
			t.Errorf("%q\ngot  %s\nwant %s", text, got, want)
		}
	}
}
