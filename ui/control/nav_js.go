package control

import (
	"github.com/hexops/vecty"
	"github.com/hexops/vecty/elem"
	"github.com/hexops/vecty/event"
	"github.com/hexops/vecty/prop"

	"counterpoint/ui/state"
)

// tabs names the page's views for people.
var tabs = map[string]string{state.LabTab: "Lab", state.AtlasTab: "Atlas", state.OwnTab: "Bring your own run"}

// Nav is the header's choice among the page's views.
type Nav struct {
	vecty.Core
	Store *state.Store
}

// Mount implements vecty.Mounter.
func (n *Nav) Mount() { n.Store.Subscribe(state.Controls, func() { vecty.Rerender(n) }) }

// Render implements vecty.Component.
func (n *Nav) Render() vecty.ComponentOrHTML {
	var items vecty.List
	for _, tab := range state.Tabs {
		current := "false"
		if tab == n.Store.Tab {
			current = "page"
		}
		items = append(items, elem.Button(
			vecty.Markup(prop.ID("view-"+tab), prop.Type(prop.TypeButton), vecty.Class("tab"), vecty.Attribute("aria-current", current),
				event.Click(func(*vecty.Event) { n.Store.Dispatch(state.OpenTab{Tab: tab}) })),
			vecty.Text(tabs[tab])))
	}
	return elem.Navigation(vecty.Markup(prop.ID("nav"), vecty.Attribute("aria-label", "Views")), items, lessons(n.Store))
}
