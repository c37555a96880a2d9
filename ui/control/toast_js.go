package control

import (
	"github.com/hexops/vecty"
	"github.com/hexops/vecty/elem"
	"github.com/hexops/vecty/prop"

	"counterpoint/ui/state"
)

// Toast says that nothing is drawn any more, and offers the way out.
type Toast struct {
	vecty.Core
	Store *state.Store
}

// Mount implements vecty.Mounter.
func (c *Toast) Mount() { c.Store.Subscribe(state.Controls, func() { vecty.Rerender(c) }) }

// Render implements vecty.Component.
func (c *Toast) Render() vecty.ComponentOrHTML {
	s := c.Store
	if !s.Sight.Lost {
		return elem.Div(vecty.Markup(prop.ID("toast"), vecty.Property("hidden", true)))
	}
	label, title := "Redraw", "loads the page again, which goes on with the run"
	if !s.Returns() {
		label, title = "Save run", "saves the run as a file; load the page again and open it there"
	}
	return elem.Div(
		vecty.Markup(prop.ID("toast"), vecty.Class("toast"), vecty.Attribute("role", "alert"), vecty.Property("hidden", false)),
		elem.Paragraph(vecty.Text(s.Blindness())),
		button("redraw", label, "primary", title, false, func() { s.Dispatch(state.Redraw{}) }),
	)
}
