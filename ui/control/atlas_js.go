package control

import (
	"slices"
	"strings"

	"github.com/hexops/vecty"
	"github.com/hexops/vecty/elem"
	"github.com/hexops/vecty/event"
	"github.com/hexops/vecty/prop"

	"counterpoint/solver/experiment"
	"counterpoint/ui/plot"
	"counterpoint/ui/state"
)

// Atlas is the panel of what a study found of many problems.
type Atlas struct {
	vecty.Core
	Store *state.Store
}

// Mount implements vecty.Mounter.
func (c *Atlas) Mount() { c.Store.Subscribe(state.Controls, func() { vecty.Rerender(c) }) }

// Render implements vecty.Component.
func (c *Atlas) Render() vecty.ComponentOrHTML {
	s := c.Store
	a := s.Atlas()
	if a == nil {
		return elem.Div(vecty.Markup(prop.ID("atlas"), vecty.Class("panel")), group("Atlas",
			elem.Paragraph(vecty.Markup(prop.ID("atlas-said")), vecty.Text("No atlas has been computed yet. It will place every problem of the catalogue by the two statistics that decide its regime, and say which arm wins there and by how much.")),
			elem.Paragraph(vecty.Markup(vecty.Class("hint")), vecty.Text("Until then the picture shows where the regimes lie, and in it the run in the Lab once it has its verdict."))))
	}
	gain := "gain, one seed"
	if slices.ContainsFunc(a.Points, func(p experiment.AtlasPoint) bool { return p.Seeds > 1 }) {
		gain = "gain [95 %]"
	}
	var rows vecty.List
	for _, p := range a.Points {
		regime := p.Regime
		if !p.Firm && regime != experiment.RegimeUndecided {
			regime += "?"
		}
		name := p.Problem
		rows = append(rows, elem.TableRow(
			elem.TableHeader(vecty.Markup(vecty.Attribute("scope", "row")), elem.Button(vecty.Markup(prop.Type(prop.TypeButton), vecty.Class("link"), vecty.Attribute("title", "open it in the Lab"),
				event.Click(func(*vecty.Event) {
					s.Dispatch(state.OpenTab{Tab: state.LabTab})
					s.Dispatch(state.Choose{Problem: name})
				})), vecty.Text(name))),
			cell(regime), cell(strings.ReplaceAll(p.Winner, "+", "+\u200b")), cell(gainText(p))))
	}
	return elem.Div(vecty.Markup(prop.ID("atlas"), vecty.Class("panel")),
		group("Atlas", elem.Paragraph(vecty.Markup(prop.ID("atlas-said"), vecty.Class("hint")), vecty.Text("One disc a problem: colour is the arm with the lowest median error, size its gain over the plain arm.")),
			elem.Paragraph(vecty.Markup(prop.ID("atlas-note"), vecty.Class("hint"), vecty.Property("hidden", a.Note == "")), vecty.Text(a.Note)),
			elem.Preformatted(vecty.Markup(vecty.Attribute("tabindex", "0"), vecty.Class("command")), elem.Code(vecty.Text(a.Command)))),
		elem.Div(vecty.Markup(vecty.Class("wide")), elem.Table(headings("problem", "regime", "winner", gain), elem.TableBody(rows))))
}

// gainText is a point's gain with its interval; one seed has none.
func gainText(p experiment.AtlasPoint) string {
	if p.Seeds == 1 {
		return plot.Number(p.Gain, 2)
	}
	return plot.Number(p.Gain, 2) + " [" + plot.Number(p.Lo, 2) + ", " + plot.Number(p.Hi, 2) + "]"
}
