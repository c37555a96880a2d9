package control

import (
	"math"
	"strconv"
	"strings"

	"github.com/hexops/vecty"
	"github.com/hexops/vecty/elem"
	"github.com/hexops/vecty/event"
	"github.com/hexops/vecty/prop"

	"counterpoint/ui/plot"
	"counterpoint/ui/state"
)

// counters are the numbers that change with every frame. They are no live region: the status line speaks for them.
type counters struct {
	vecty.Core
	Store *state.Store `vecty:"prop"`
}

// Mount implements vecty.Mounter.
func (c *counters) Mount() { c.Store.Subscribe(state.Numbers, func() { vecty.Rerender(c) }) }

// Render implements vecty.Component.
func (c *counters) Render() vecty.ComponentOrHTML {
	s := c.Store
	rate, total, err := "–", "–", "–"
	if s.Now.Rate > 0 {
		rate = plot.Number(s.Now.Rate, 2)
	}
	if len(s.Now.Loss) > 0 {
		total = plot.Science(s.Now.Total, 2)
	}
	if e := largest(s.Now.Error); !math.IsNaN(e) {
		err = state.Percent(e)
	}
	item := func(id, name, value string) *vecty.HTML {
		return elem.Div(elem.DefinitionTerm(vecty.Text(name)), elem.Description(vecty.Markup(prop.ID(id)), vecty.Text(value)))
	}
	return elem.DescriptionList(vecty.Markup(vecty.Class("counters")),
		item("count-step", "step", strconv.Itoa(s.Now.Step)), item("count-rate", "steps/s", rate),
		item("count-loss", "total loss", total), item("count-error", "error", err))
}

func largest(v []float64) float64 {
	m := math.NaN()
	for _, x := range v {
		if !(m >= x) && !math.IsNaN(x) {
			m = x
		}
	}
	return m
}

// losses is the table of what the charts show, for those who read rather than look.
type losses struct {
	vecty.Core
	Store *state.Store `vecty:"prop"`
}

// Mount implements vecty.Mounter.
func (c *losses) Mount() { c.Store.Subscribe(state.Numbers, func() { vecty.Rerender(c) }) }

// Render implements vecty.Component.
func (c *losses) Render() vecty.ComponentOrHTML {
	var rows vecty.List
	for _, r := range c.Store.Rows() {
		rows = append(rows, elem.TableRow(rowHead(r.Name), cell(plot.Science(r.Loss, 1)), cell(plot.Number(r.Weight, 2)), cell(plot.Science(r.Length, 1)), cell(against(r.Against))))
	}
	return elem.FieldSet(elem.Legend(vecty.Text("Losses")), elem.Table(vecty.Markup(prop.ID("losses")),
		elem.Caption(vecty.Markup(vecty.Class("unseen")), vecty.Text("Losses, their weights, the lengths of their gradients, and which pairs conflict")),
		headings("loss", "value", "weight", "|gradient|", "conflicts with"),
		elem.TableBody(rows)))
}

// probe shows the values at the pinned point, which can also be typed.
type probe struct {
	vecty.Core
	Store *state.Store `vecty:"prop"`
}

// Mount implements vecty.Mounter.
func (c *probe) Mount() {
	c.Store.Subscribe(state.Numbers, func() { vecty.Rerender(c) })
}

// Render implements vecty.Component.
func (c *probe) Render() vecty.ComponentOrHTML {
	s := c.Store
	if s.Info == nil {
		return group("Probe")
	}
	rows := []vecty.MarkupOrChild{c.point()}
	if q := s.Probe; q != nil {
		for i, name := range s.Info.Fields {
			if i >= len(q.Prediction) {
				break
			}
			text := name + " = " + plot.Number(q.Prediction[i], 6)
			if i < len(q.Truth) {
				text += ", truth " + plot.Number(q.Truth[i], 6) + ", difference " + plot.Number(q.Prediction[i]-q.Truth[i], 3)
			}
			rows = append(rows, elem.Paragraph(vecty.Markup(vecty.Class("probed")), vecty.Text(text)))
		}
		rows = append(rows, elem.Button(vecty.Markup(prop.ID("unpin"), prop.Type(prop.TypeButton), vecty.Class("btn", "plain"),
			event.Click(func(*vecty.Event) { s.Dispatch(state.PinAt{}) })), vecty.Text("Unpin")))
	}
	return group("Probe", rows...)
}

// point is the entry of the probed point: one number per coordinate.
func (c *probe) point() vecty.ComponentOrHTML {
	s := c.Store
	var names, values []string
	for i, a := range s.Info.Axes {
		names = append(names, a.Name)
		if i < len(s.Pin) {
			values = append(values, strconv.FormatFloat(s.Pin[i], 'g', 4, 64))
		}
	}
	return &entry{
		ID: "pin", Label: "At " + strings.Join(names, ", "), Title: "one number per coordinate, or click in a map",
		Value: strings.Join(values, ", "),
		Check: func(text string) error { _, err := s.ParsePoint(text); return err },
		On: func(text string) {
			if at, err := s.ParsePoint(text); err == nil {
				s.Dispatch(state.PinAt{At: at})
			}
		},
	}
}
