package control

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/hexops/vecty"
	"github.com/hexops/vecty/elem"
	"github.com/hexops/vecty/prop"

	"counterpoint/solver/experiment"
	"counterpoint/ui/plot"
	"counterpoint/ui/state"
)

// diagnosis is the card of the profile while it is made, then of the regime, the numbers that decided, what to do and why.
type diagnosis struct {
	vecty.Core
	Store *state.Store `vecty:"prop"`
}

// Mount implements vecty.Mounter.
func (c *diagnosis) Mount() {
	c.Store.Subscribe(state.Numbers, func() {
		if c.Store.Profiling() {
			vecty.Rerender(c)
		}
	})
}

// Render implements vecty.Component.
func (c *diagnosis) Render() vecty.ComponentOrHTML {
	s := c.Store
	say := func(text string) vecty.MarkupOrChild {
		return elem.Paragraph(vecty.Markup(prop.ID("diagnosis"), vecty.Class("hint")), vecty.Text(text))
	}
	plain := button("plain-again", "Profile the plain run", "plain", "start anew in the plain arm: 1000 steps, then the diagnosis", s.Info == nil || s.Hello == nil, func() { s.Dispatch(state.PlainAgain{}) })
	switch {
	case s.Verdict != nil:
		return c.found(s.Verdict)
	case s.Profiling():
		return c.settling()
	case s.Applied != nil:
		return group("Diagnosis", say("The remedy for "+state.Regime(s.Applied)+" is at work: "+s.Applied.Remedy.Arm+"."), elem.Div(vecty.Markup(vecty.Class("bar")), c.raceButton(s.Applied), plain))
	case !s.Spec.Plain():
		return group("Diagnosis", say("The plain run alone is profiled, and this run has weights, directions or adapters of its own."), elem.Div(vecty.Markup(vecty.Class("bar")), plain))
	case s.Spec.Steps < experiment.ProfileSteps:
		return group("Diagnosis", say(fmt.Sprintf("A profile takes %d steps, and this run has %d.", experiment.ProfileSteps, s.Spec.Steps)), elem.Div(vecty.Markup(vecty.Class("bar")), plain))
	}
	return group("Diagnosis", say("This run has no profile: it was taken up again within its first 1000 steps."), elem.Div(vecty.Markup(vecty.Class("bar")), plain))
}

// settling shows the profile under way: how far it is, and how the statistics settle.
func (c *diagnosis) settling() vecty.ComponentOrHTML {
	s := c.Store
	n := min(s.Now.Step, experiment.ProfileSteps)
	text := "The first 1000 steps of a plain run are its profile: then the regime of its gradients is named here, and what to do."
	if n > 0 {
		text = fmt.Sprintf("Profiling the plain run: step %d of %d.", n, experiment.ProfileSteps)
	}
	rows := []vecty.MarkupOrChild{
		elem.Paragraph(vecty.Markup(prop.ID("diagnosis"), vecty.Class("hint")), vecty.Text(text)),
		elem.Div(vecty.Markup(vecty.Class("progress"), vecty.Attribute("role", "progressbar"), vecty.Attribute("aria-label", "Profile"), vecty.Attribute("aria-valuemin", "0"),
			vecty.Attribute("aria-valuemax", strconv.Itoa(experiment.ProfileSteps)), vecty.Attribute("aria-valuenow", strconv.Itoa(n))),
			elem.Div(vecty.Markup(vecty.Style("width", fmt.Sprintf("%.1f%%", 100*float64(n)/experiment.ProfileSteps))))),
	}
	if v := s.Profile.Verdict; v != nil && n > 0 {
		rows = append(rows, gauges(v.Evidence, true), elem.Paragraph(vecty.Markup(prop.ID("settling"), vecty.Class("hint")),
			vecty.Text(s.Profile.Looks())))
	}
	return group("Diagnosis", rows...)
}

// found is the card of a verdict.
func (c *diagnosis) found(v *experiment.Verdict) vecty.ComponentOrHTML {
	s := c.Store
	what := "Leave it as it is"
	if s.Remediable() {
		what = "Start anew with " + v.Remedy.Arm
	}
	return group("Diagnosis", append(finding(v, "", what), elem.Div(vecty.Markup(vecty.Class("bar")),
		button("apply", "Apply "+v.Remedy.Arm, "primary", "start anew with the remedy, from the first step", !s.Remediable(), func() { s.Dispatch(state.ApplyRemedy{}) }),
		c.raceButton(v),
		button("share-verdict", "Share", "plain", "a link that restores this run", s.Info == nil, func() { s.Dispatch(state.Share{}) }),
	), caveats(v), effects(v, "effects"), theory())...)
}

// finding says a verdict: the regime, the numbers that decided, what to do and why. Its ids begin with id.
func finding(v *experiment.Verdict, id, what string) []vecty.MarkupOrChild {
	firm := state.Firmness(v)
	return []vecty.MarkupOrChild{
		elem.Paragraph(vecty.Markup(prop.ID(id+"diagnosis"), vecty.Class("diagnosis", "regime-"+v.Regime)), vecty.Text(state.Regime(v))),
		elem.Paragraph(vecty.Markup(vecty.Class("hint"), vecty.Property("hidden", firm == "")), vecty.Text(firm)),
		gauges(v.Evidence, false),
		elem.DescriptionList(vecty.Markup(vecty.Class("advice")),
			elem.DefinitionTerm(vecty.Text("Do")), elem.Description(vecty.Text(what+": "+v.Remedy.Reason+".")),
			elem.DefinitionTerm(vecty.Text("Gain")), elem.Description(vecty.Markup(prop.ID(id+"expected")), vecty.Text(v.Remedy.Expected+".")),
			elem.DefinitionTerm(vecty.Text("Why")), elem.Description(vecty.Markup(prop.ID(id+"because")), vecty.Text(state.Because(v))),
		),
	}
}

// caveats lists what a verdict does not hold for.
func caveats(v *experiment.Verdict) *vecty.HTML {
	var rows vecty.List
	for _, w := range v.Caveats {
		rows = append(rows, elem.ListItem(vecty.Text(strings.ToUpper(w[:1])+w[1:]+".")))
	}
	return elem.UnorderedList(vecty.Markup(vecty.Class("hint"), vecty.Property("hidden", len(rows) == 0)), rows)
}

// raceButton trains the plain run and the remedy side by side.
func (c *diagnosis) raceButton(v *experiment.Verdict) *vecty.HTML {
	s, arm := c.Store, v.Remedy.Arm
	if arm == "" || arm == "none" {
		arm = "weights"
	}
	return button("race-verdict", "Race", "plain", "train the plain run and "+arm+" side by side, from the same weights and points", s.Info == nil || s.Hello == nil, func() {
		s.Dispatch(state.StartRace{Arms: [2]string{"none", arm}})
	})
}

// effects is the table of what each arm would have done over the profiled steps, best first, under an id.
func effects(v *experiment.Verdict, id string) vecty.ComponentOrHTML {
	if len(v.Counterfactual) == 0 {
		return elem.Div()
	}
	var rows vecty.List
	for _, c := range v.Counterfactual {
		cells := []vecty.MarkupOrChild{rowHead(c.Arm), cell(plot.Number(c.Worst, 2))}
		for _, r := range c.Rate {
			cells = append(cells, elem.TableData(vecty.Markup(vecty.ClassMap{"rises": r < 0}), vecty.Text(plot.Number(r, 2))))
		}
		rows = append(rows, elem.TableRow(cells...))
	}
	return elem.Details(vecty.Markup(prop.ID(id), vecty.Class("inner")), elem.Summary(vecty.Text("What each arm would have done")),
		elem.Paragraph(vecty.Markup(vecty.Class("hint")), vecty.Text("To first order, per unit of step, over the profiled steps: the relative decrease of each loss. Below zero it rises. It is no forecast of a run.")),
		elem.Table(headings(append([]string{"arm", "worst φ"}, v.Losses...)...), elem.TableBody(rows)))
}

// gauges draws statistics on their scales; all of them, or only what decides.
func gauges(all []experiment.Evidence, deciding bool) vecty.ComponentOrHTML {
	var phis, lengths vecty.List
	for _, e := range all {
		switch {
		case deciding && !e.Decides:
		case e.Name == imbalance:
			lengths = append(lengths, gauge(e))
		default:
			phis = append(phis, gauge(e))
		}
	}
	if len(phis) > 0 {
		phis = append(phis, scale(place, -1, 0, 1, 2))
	}
	if len(lengths) > 0 {
		lengths = append(lengths, scale(decades, 1, 10, 100, 1000))
	}
	return elem.Div(vecty.Markup(vecty.Class("evidence")), phis, lengths)
}

// imbalance is the statistic that has a scale of decades.
const imbalance = "imbalance"

// scale is the numbers below gauges.
func scale(at func(float64) string, marks ...float64) *vecty.HTML {
	var spans vecty.List
	for _, v := range marks {
		spans = append(spans, elem.Span(vecty.Markup(vecty.Style("left", at(v))), vecty.Text(plot.Number(v, 1))))
	}
	return elem.Div(vecty.Markup(vecty.Class("gauge", "gauge-scale"), vecty.Attribute("aria-hidden", "true")), elem.Span(), elem.Div(spans), elem.Span())
}

// place is where a phi stands on its scale from -1 to 2.
func place(v float64) string {
	if math.IsNaN(v) {
		v = -1
	}
	return strconv.FormatFloat(100*(max(-1, min(2, v))+1)/3, 'f', 1, 64) + "%"
}

// decades is where an imbalance stands on its scale from 1 to 1000.
func decades(v float64) string {
	return strconv.FormatFloat(100*max(0, min(3, math.Log10(max(1, v))))/3, 'f', 1, 64) + "%"
}

// gauge is one statistic: its median, its interval and its threshold.
func gauge(e experiment.Evidence) *vecty.HTML {
	at := place
	if e.Name == imbalance {
		at = decades
	}
	label := e.Name + " = " + plot.Number(e.Value, 2) + ", interval " + plot.Number(e.Lo, 2) + " to " + plot.Number(e.Hi, 2) + ", threshold " + plot.Number(e.Threshold, 2) + ": " + e.Meaning
	return elem.Div(vecty.Markup(vecty.ClassMap{"gauge": true, "gauge-aside": !e.Decides}, vecty.Attribute("title", label)),
		elem.Span(vecty.Markup(vecty.Class("gauge-name")), symbol(e.Name)),
		elem.Span(vecty.Markup(vecty.Class("gauge-bar"), vecty.Attribute("role", "img"), vecty.Attribute("aria-label", label)),
			elem.Span(vecty.Markup(vecty.Class("gauge-span"), vecty.Style("left", at(e.Lo)), vecty.Style("right", "calc(100% - "+at(e.Hi)+")"))),
			elem.Span(vecty.Markup(vecty.Class("gauge-threshold"), vecty.Style("left", at(e.Threshold)))),
			elem.Span(vecty.Markup(vecty.Class("gauge-value"), vecty.Style("left", at(e.Value)))),
		),
		elem.Span(vecty.Markup(vecty.Class("gauge-number")), vecty.Text(plot.Number(e.Value, 2))),
	)
}

// symbol writes the name of a statistic: phi with its index below it.
func symbol(name string) vecty.MarkupOrChild {
	index, ok := strings.CutPrefix(name, "phi_")
	if !ok {
		return vecty.Text(name)
	}
	return elem.Span(vecty.Text("φ"), elem.Subscript(vecty.Text(strings.ReplaceAll(index, "*", "∗"))))
}
