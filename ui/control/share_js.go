package control

import (
	"github.com/hexops/vecty"
	"github.com/hexops/vecty/elem"
	"github.com/hexops/vecty/prop"

	"counterpoint/ui/state"
)

// share is the menu of what can be passed on of the present run.
type share struct {
	vecty.Core
	Store *state.Store `vecty:"prop"`
	panel string
}

// Render implements vecty.Component.
func (c *share) Render() vecty.ComponentOrHTML {
	s := c.Store
	options := []option{{Value: "", Text: "the whole stage"}}
	known := false
	for _, p := range s.Panelled() {
		options = append(options, option{Value: p, Text: p})
		known = known || p == c.panel
	}
	if !known {
		c.panel = ""
	}
	files := []vecty.MarkupOrChild{vecty.Markup(vecty.Class("bar"))}
	for _, e := range state.Exports {
		files = append(files, button("export-"+e.Name, e.Label, "plain", e.Doc, !s.Loaded(), func() { s.Dispatch(state.SaveFile{Name: e.Name}) }))
	}
	return elem.Details(
		vecty.Markup(prop.ID("sharing")),
		elem.Summary(vecty.Text("Share and save")),
		elem.Div(vecty.Markup(vecty.Class("bar")),
			button("embed", "Copy a frame", "plain", "HTML that shows this run in a frame of another page", s.Info == nil, func() { s.Dispatch(state.ShareFrame{}) }),
			button("clip", "Film of six seconds", "plain", "record the stage, if this browser can", s.Info == nil, func() { s.Dispatch(state.SaveClip{}) })),
		&choice{ID: "panel", Label: "Picture of", Title: "which panel is saved as PNG", Value: c.panel, Options: options, On: func(v string) {
			c.panel = v
			vecty.Rerender(c)
		}},
		elem.Div(vecty.Markup(vecty.Class("bar")), button("png-panel", "Save PNG", "plain", "save that panel as PNG", s.Info == nil, func() { s.Dispatch(state.SavePicture{Panel: c.panel}) })),
		elem.Div(files...),
		elem.Paragraph(vecty.Markup(vecty.Class("hint")), vecty.Text("The page's address restores this run to the bit on the same kernels. hide=header,controls in it hides parts of the page.")),
	)
}
