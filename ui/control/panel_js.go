package control

import (
	"github.com/hexops/vecty"
	"github.com/hexops/vecty/elem"
	"github.com/hexops/vecty/event"
	"github.com/hexops/vecty/prop"

	"counterpoint/ui/state"
)

// Panel is the root: everything beside the stage.
type Panel struct {
	vecty.Core
	Store *state.Store
	other int // the held coordinate that the shared slider moves
}

// Mount implements vecty.Mounter.
func (p *Panel) Mount() { p.Store.Subscribe(state.Controls, func() { vecty.Rerender(p) }) }

// Render implements vecty.Component.
func (p *Panel) Render() vecty.ComponentOrHTML {
	s := p.Store
	if s.Bench.On {
		return p.bench()
	}
	return elem.Div(
		vecty.Markup(prop.ID("app"), vecty.Class("panel")),
		&training{Store: s},
		elem.Div(
			vecty.Markup(vecty.Class("report")),
			&counters{Store: s},
			elem.Paragraph(vecty.Markup(prop.ID("status"), vecty.Class("status"), vecty.Attribute("role", "status"), vecty.Attribute("aria-live", "polite")), vecty.Text(s.Status)),
			p.troubles(),
		),
		&race{Store: s},
		p.problem(),
		&diagnosis{Store: s},
		p.method(),
		p.settings("Network", "width", "depth", "activation", "precision"),
		p.settings("Training", "steps", "lr", "schedule", "points", "finish"),
		p.more(),
		p.view(),
		&losses{Store: s},
		&probe{Store: s},
		p.keep(),
		&share{Store: s},
	)
}

// training is the bar that starts, steps and resets.
type training struct {
	vecty.Core
	Store *state.Store `vecty:"prop"`
}

// Render implements vecty.Component.
func (c *training) Render() vecty.ComponentOrHTML {
	s := c.Store
	label := "▶ Run"
	phase := s.Activity()
	switch phase {
	case state.Training:
		label = "❚❚ Pause"
	case state.Done, state.Failed:
		label = "▶ Run again"
	}
	loaded := s.Info != nil && s.Hello != nil
	return elem.Div(
		vecty.Markup(vecty.Class("bar", "training"), vecty.Attribute("role", "toolbar"), vecty.Attribute("aria-label", "Training")),
		button("run", label, "primary", "space bar", s.Phase == state.Starting || s.Hello == nil, func() { s.Dispatch(state.Toggle{}) }),
		button("step", "Step", "plain", "one step; key S", phase != state.Ready, func() { s.Dispatch(state.StepOnce{}) }),
		button("reset", "Reset", "plain", "start anew; key R", !loaded, func() { s.Dispatch(state.Reset{}) }),
	)
}

// troubles lists what was wrong, most urgent first.
func (p *Panel) troubles() vecty.ComponentOrHTML {
	var rows vecty.List
	if f := p.Store.Failure; f != nil {
		rows = append(rows, elem.ListItem(vecty.Markup(vecty.Class("bad")), vecty.Text(f.Message)))
	}
	for _, n := range p.Store.Notes {
		rows = append(rows, elem.ListItem(vecty.Text(n)))
	}
	return elem.UnorderedList(vecty.Markup(prop.ID("notes"), vecty.Class("notes"), vecty.Attribute("role", "alert"), vecty.Property("hidden", len(rows) == 0)), rows)
}

// keep is the bar of what can be taken away.
func (p *Panel) keep() vecty.ComponentOrHTML {
	s := p.Store
	theme := "Dark theme"
	if s.Display.Dark {
		theme = "Light theme"
	}
	return elem.Div(
		vecty.Markup(vecty.Class("bar"), vecty.Attribute("role", "toolbar"), vecty.Attribute("aria-label", "Keep")),
		button("share", "Copy link", "plain", "a link that restores this run", s.Info == nil, func() { s.Dispatch(state.Share{}) }),
		button("png", "PNG", "plain", "save the picture", s.Info == nil, func() { s.Dispatch(state.SavePicture{}) }),
		button("csv", "CSV", "plain", "save losses and errors as a table", s.Info == nil, func() { s.Dispatch(state.SaveTable{}) }),
		button("save", "Save run", "plain", "save the run as a file to go on with", !s.Loaded(), func() { s.Dispatch(state.SaveRun{}) }),
		opener(s),
		button("theme", theme, "plain", "switch the colours of the page", false, func() {
			d := s.Display
			d.Dark = !d.Dark
			s.Dispatch(state.Show{Display: d})
		}),
	)
}

func button(id, label, class, title string, disabled bool, on func()) *vecty.HTML {
	return elem.Button(
		vecty.Markup(prop.ID(id), prop.Type(prop.TypeButton), vecty.Class("btn", class), vecty.Attribute("title", title),
			vecty.Property("disabled", disabled), event.Click(func(*vecty.Event) { on() })),
		vecty.Text(label),
	)
}

func group(title string, rows ...vecty.MarkupOrChild) *vecty.HTML {
	return elem.FieldSet(append([]vecty.MarkupOrChild{elem.Legend(vecty.Text(title))}, rows...)...)
}

func row(id, label, title string, control ...vecty.MarkupOrChild) *vecty.HTML {
	return elem.Div(append([]vecty.MarkupOrChild{
		vecty.Markup(vecty.Class("row")),
		elem.Label(vecty.Markup(prop.For(id), vecty.Attribute("title", title)), vecty.Text(label)),
	}, control...)...)
}
