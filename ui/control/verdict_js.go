package control

import (
	"math"
	"strconv"

	"github.com/hexops/vecty"
	"github.com/hexops/vecty/elem"
	"github.com/hexops/vecty/prop"

	"counterpoint/solver/experiment"
	"counterpoint/ui/plot"
	"counterpoint/ui/state"
)

// verdict is the card that says which regime the run is in, by which numbers, and what to do. Until the profile is complete it says how
// far that is.
func (p *Panel) verdict() vecty.ComponentOrHTML {
	s := p.Store
	v := s.Verdict
	if v == nil && s.Now.Step > 1000 {
		return group("Diagnosis", elem.Paragraph(vecty.Markup(prop.ID("diagnosis"), vecty.Class("hint")),
			vecty.Text("This run has no profile: it was taken up again within its first 1000 steps, or it is not of the plain arm. Reset starts one.")))
	}
	if v == nil {
		return group("Diagnosis", elem.Paragraph(vecty.Markup(prop.ID("diagnosis"), vecty.Class("hint")),
			vecty.Text("The first 1000 steps of a plain run are its profile: then the regime of its gradients is named here.")))
	}
	var rows vecty.List
	for _, e := range v.Evidence {
		if e.Decides {
			rows = append(rows, evidence(e))
		}
	}
	var caveats vecty.List
	for _, c := range v.Caveats {
		caveats = append(caveats, elem.ListItem(vecty.Text(c)))
	}
	return group("Diagnosis",
		elem.Paragraph(vecty.Markup(prop.ID("diagnosis"), vecty.Class("diagnosis", "regime-"+v.Regime)), vecty.Text(state.Regime(v))),
		elem.Div(vecty.Markup(vecty.Class("evidence")), rows),
		elem.Paragraph(vecty.Markup(vecty.Class("hint")), vecty.Text(v.Remedy.Reason+". Expected gain: "+v.Remedy.Expected+".")),
		elem.UnorderedList(vecty.Markup(vecty.Class("hint"), vecty.Property("hidden", len(caveats) == 0)), caveats),
		elem.Div(vecty.Markup(vecty.Class("bar"), vecty.Property("hidden", !s.Remediable())),
			button("apply", "Start anew with "+v.Remedy.Arm, "plain", "apply the remedy from the first step", false, func() { s.Dispatch(state.ApplyRemedy{}) })),
	)
}

// evidence is one deciding statistic on its scale from -1 to 2, its interval and its threshold drawn in.
func evidence(e experiment.Evidence) *vecty.HTML {
	at := func(v float64) string {
		if math.IsNaN(v) {
			v = -1
		}
		return strconv.FormatFloat(100*(max(-1, min(2, v))+1)/3, 'f', 1, 64) + "%"
	}
	label := e.Name + " = " + plot.Number(e.Value, 2) + ", threshold " + plot.Number(e.Threshold, 2) + ": " + e.Meaning
	return elem.Div(vecty.Markup(vecty.Class("gauge"), vecty.Attribute("title", label)),
		elem.Span(vecty.Markup(vecty.Class("gauge-name")), vecty.Text(e.Name)),
		elem.Span(vecty.Markup(vecty.Class("gauge-bar"), vecty.Attribute("role", "img"), vecty.Attribute("aria-label", label)),
			elem.Span(vecty.Markup(vecty.Class("gauge-span"), vecty.Style("left", at(e.Lo)), vecty.Style("right", "calc(100% - "+at(e.Hi)+")"))),
			elem.Span(vecty.Markup(vecty.Class("gauge-threshold"), vecty.Style("left", at(e.Threshold)))),
			elem.Span(vecty.Markup(vecty.Class("gauge-value"), vecty.Style("left", at(e.Value)))),
		),
		elem.Span(vecty.Markup(vecty.Class("gauge-number")), vecty.Text(plot.Number(e.Value, 2))),
	)
}
