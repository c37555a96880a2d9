package control

import (
	"strings"

	"github.com/hexops/vecty"
	"github.com/hexops/vecty/elem"
	"github.com/hexops/vecty/prop"
)

// Pieces of MathML: names, operators, numbers, with an index, fractions.
func mi(s string) string           { return "<mi>" + s + "</mi>" }
func mo(s string) string           { return `<mo stretchy="false">` + s + "</mo>" }
func mn(s string) string           { return "<mn>" + s + "</mn>" }
func mrow(s ...string) string      { return "<mrow>" + strings.Join(s, "") + "</mrow>" }
func msub(base, low string) string { return "<msub>" + base + low + "</msub>" }
func mfrac(a, b string) string     { return "<mfrac>" + a + b + "</mfrac>" }
func msqrt(s ...string) string     { return "<msqrt>" + mrow(s...) + "</msqrt>" }
func transposed(s string) string   { return "<msup>" + mi(s) + mo("⊤") + "</msup>" }

// formula is a line of mathematics.
func formula(s ...string) *vecty.HTML {
	return elem.Paragraph(vecty.Markup(vecty.Class("formula"), vecty.UnsafeHTML(`<math xmlns="http://www.w3.org/1998/Math/MathML" display="block">`+mrow(s...)+`</math>`)))
}

// theory is what the statistics are, typeset, folded. The definitions are those of docs/diagnosis.md.
func theory() vecty.ComponentOrHTML {
	text := func(s string) *vecty.HTML { return elem.Paragraph(vecty.Markup(vecty.Class("hint")), vecty.Text(s)) }
	quadratic := mrow(transposed("w"), mi("Q"), mi("w"))
	least := "<munder>" + mo("min") + mi("i") + "</munder>"
	simplex := "<munder>" + mo("min") + mrow(mi("w"), mo("∈"), mi("Δ")) + "</munder>"
	return elem.Details(vecty.Markup(prop.ID("theory"), vecty.Class("inner")), elem.Summary(vecty.Text("The theory")),
		text("Q holds the inner products of the gradients of K losses in the metric of the step, and m their lengths:"),
		formula(msub(mi("Q"), mi("ij")), mo("="), "<msubsup>"+mi("g")+mi("i")+mo("⊤")+"</msubsup>", "<msup>"+mi("P")+mrow(mo("−"), mn("1"))+"</msup>", msub(mi("g"), mi("j")),
			mo(","), "<mspace width='1em'/>", msub(mi("m"), mi("i")), mo("="), msqrt(msub(mi("Q"), mi("ii")))),
		text("A step with weights w keeps of what a step of the same length for loss i alone would do the fraction"),
		formula(msub(mi("f"), mi("i")), mo("("), mi("w"), mo(")"), mo("="), mfrac(mrow(mo("("), mi("Q"), mi("w"), msub(mo(")"), mi("i"))), mrow(msub(mi("m"), mi("i")), msqrt(quadratic)))),
		text("and its least share, on a scale that does not depend on K, is"),
		formula(mi("φ"), mo("("), mi("w"), mo(")"), mo("="), msqrt(mi("K")), least, msub(mi("f"), mi("i")), mo("("), mi("w"), mo(")")),
		text("so that φ is 1 for gradients at right angles and of one length, and below 0 when some loss rises. No direction does better than"),
		formula(msub(mi("φ"), mo("∗")), mo("="), msqrt(mi("K"), simplex, transposed("w"), mi("C"), mi("w")), mo(","), "<mspace width='1em'/>",
			msub(mi("C"), mi("ij")), mo("="), mfrac(msub(mi("Q"), mi("ij")), mrow(msub(mi("m"), mi("i")), msub(mi("m"), mi("j"))))),
		text("The regime is read off the medians over the last half of the profile:"),
		elem.UnorderedList(vecty.Markup(vecty.Class("hint")),
			elem.ListItem(vecty.Text("directional: "), symbol("phi_*"), vecty.Text(" is below 1/3, in half of the rows and for the averaged gradients ("), symbol("phi_*E"), vecty.Text(") too;")),
			elem.ListItem(vecty.Text("none: else, if unit weights reach 1/3 ("), symbol("phi_1"), vecty.Text(");")),
			elem.ListItem(vecty.Text("magnitude: else. Weights of equal gradient norms serve if "), symbol("phi_b"), vecty.Text(" reaches 1/3, joint-rate weights if not."))),
	)
}
