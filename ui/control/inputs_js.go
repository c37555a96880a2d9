package control

import (
	"strconv"

	"github.com/hexops/vecty"
	"github.com/hexops/vecty/elem"
	"github.com/hexops/vecty/event"
	"github.com/hexops/vecty/prop"
)

// option is one line of a choice.
type option struct{ Value, Text, Group string }

// choice is a select. Its options carry `selected`, since properties of the select are set before it has options.
type choice struct {
	vecty.Core
	ID, Label, Title string         `vecty:"prop"`
	Value            string         `vecty:"prop"`
	Options          []option       `vecty:"prop"`
	On               func(v string) `vecty:"prop"`
}

// Render implements vecty.Component.
func (c *choice) Render() vecty.ComponentOrHTML {
	children := []vecty.MarkupOrChild{vecty.Markup(prop.ID(c.ID), vecty.Attribute("title", c.Title),
		event.Change(func(e *vecty.Event) { c.On(e.Target.Get("value").String()) }))}
	for i := 0; i < len(c.Options); {
		name := c.Options[i].Group
		var lines []vecty.MarkupOrChild
		for ; i < len(c.Options) && c.Options[i].Group == name; i++ {
			o := c.Options[i]
			lines = append(lines, elem.Option(vecty.Markup(vecty.Attribute("value", o.Value), vecty.Property("selected", o.Value == c.Value)), vecty.Text(o.Text)))
		}
		if name == "" {
			children = append(children, lines...)
			continue
		}
		children = append(children, elem.OptionsGroup(append([]vecty.MarkupOrChild{vecty.Markup(vecty.Attribute("label", name))}, lines...)...))
	}
	return row(c.ID, c.Label, c.Title, elem.Select(children...))
}

// entry is a line of text that is taken when it is finished. A number that is half typed ("1e-") stays as it is.
type entry struct {
	vecty.Core
	ID, Label, Title string `vecty:"prop"`
	Numeric          bool
	Value            string                  `vecty:"prop"`
	Check            func(text string) error `vecty:"prop"`
	On               func(text string)       `vecty:"prop"`
	draft            string
	editing, bad     bool
}

// Render implements vecty.Component.
func (c *entry) Render() vecty.ComponentOrHTML {
	value := c.Value
	if c.editing {
		value = c.draft
	}
	mode := "text"
	if c.Numeric {
		mode = "decimal"
	}
	return row(c.ID, c.Label, c.Title, elem.Input(vecty.Markup(
		prop.ID(c.ID), prop.Type(prop.TypeText), vecty.Attribute("inputmode", mode), vecty.Attribute("autocomplete", "off"), vecty.Attribute("spellcheck", "false"),
		vecty.Attribute("aria-invalid", strconv.FormatBool(c.bad)), vecty.Attribute("title", c.help()), prop.Value(value),
		event.Input(func(e *vecty.Event) {
			c.editing, c.draft = true, e.Target.Get("value").String()
			if bad := c.Check(c.draft) != nil; bad != c.bad {
				c.bad = bad
				vecty.Rerender(c)
			}
		}),
		event.Change(func(e *vecty.Event) {
			c.draft = e.Target.Get("value").String()
			c.bad = c.Check(c.draft) != nil
			c.editing = c.bad
			c.On(c.draft)
			vecty.Rerender(c)
		}),
	)))
}

func (c *entry) help() string {
	if c.bad {
		return c.Check(c.draft).Error()
	}
	return c.Title
}

// slide is a range. Its value is set once more when it is mounted: on creation it was clamped to the default range.
type slide struct {
	vecty.Core
	ID, Label, Title string          `vecty:"prop"`
	Value            float64         `vecty:"prop"`
	Min, Max         float64         `vecty:"prop"`
	On               func(v float64) `vecty:"prop"`
	input            *vecty.HTML
}

// Mount implements vecty.Mounter.
func (c *slide) Mount() { c.input.Node().Set("value", number(c.Value)) }

// Render implements vecty.Component.
func (c *slide) Render() vecty.ComponentOrHTML {
	c.input = elem.Input(vecty.Markup(prop.ID(c.ID), prop.Type(prop.TypeRange), vecty.Attribute("title", c.Title),
		vecty.Attribute("min", number(c.Min)), vecty.Attribute("max", number(c.Max)), vecty.Attribute("step", "any"), prop.Value(number(c.Value)),
		event.Input(func(e *vecty.Event) { c.On(round(e.Target.Get("valueAsNumber").Float(), c.Max-c.Min)) })))
	return row(c.ID, c.Label, c.Title, c.input, elem.Output(vecty.Markup(vecty.Attribute("for", c.ID)), vecty.Text(strconv.FormatFloat(c.Value, 'g', 3, 64))))
}

// round keeps the digits that a slider can aim at, so that links stay short.
func round(v, span float64) float64 {
	digits := 3
	for s := span; s < 1 && digits < 12; s *= 10 {
		digits++
	}
	r, err := strconv.ParseFloat(strconv.FormatFloat(v, 'f', digits, 64), 64)
	if err != nil {
		return v
	}
	return r
}

func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// tick is a checkbox.
type tick struct {
	vecty.Core
	ID, Label string
	Value     bool         `vecty:"prop"`
	On        func(v bool) `vecty:"prop"`
}

// Render implements vecty.Component.
func (c *tick) Render() vecty.ComponentOrHTML {
	return elem.Div(vecty.Markup(vecty.Class("row", "tick")), elem.Label(
		elem.Input(vecty.Markup(prop.ID(c.ID), prop.Type(prop.TypeCheckbox), prop.Checked(c.Value),
			event.Change(func(e *vecty.Event) { c.On(e.Target.Get("checked").Bool()) }))),
		vecty.Text(c.Label)))
}
