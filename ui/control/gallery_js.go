package control

import (
	"fmt"
	"strings"
	"syscall/js"

	"github.com/hexops/vecty"
	"github.com/hexops/vecty/elem"
	"github.com/hexops/vecty/event"
	"github.com/hexops/vecty/prop"

	"counterpoint/solver/experiment"
	"counterpoint/ui/state"
)

// The sheet of pictures, thumbnails.png, has tiles of this size, so many a row, in the catalogue's order.
const (
	tileW, tileH = 64, 48
	tileColumns  = 12
)

// gallery is the catalogue in pictures, by family, with a filter. It is a modal dialog, so that the browser keeps the focus in it and
// closes it by Escape.
type gallery struct {
	vecty.Core
	Store  *state.Store `vecty:"prop"`
	open   bool
	words  string
	family string
}

// Render implements vecty.Component.
func (c *gallery) Render() vecty.ComponentOrHTML {
	return elem.Div(
		button("gallery-open", "Gallery", "plain", "all problems in pictures", c.Store.Hello == nil, func() {
			c.open = true
			vecty.Rerender(c)
			if d := byID("gallery"); d.Truthy() && !d.Get("open").Truthy() {
				d.Call("showModal")
			}
			once("gallery-words", 600, func(words js.Value) { words.Call("focus") })
		}),
		vecty.Tag("dialog", append([]vecty.MarkupOrChild{vecty.Markup(prop.ID("gallery"), vecty.Attribute("aria-labelledby", "gallery-title"),
			event.KeyDown(func(e *vecty.Event) { e.Call("stopPropagation") }),
			&vecty.EventListener{Name: "close", Listener: func(*vecty.Event) {
				c.open = false
				vecty.Rerender(c)
			}})}, c.content()...)...),
	)
}

// content is what the dialog holds while it is open.
func (c *gallery) content() []vecty.MarkupOrChild {
	if !c.open || c.Store.Hello == nil {
		return nil
	}
	families := []option{{Value: "", Text: "All families"}}
	for _, f := range experiment.Families {
		families = append(families, option{Value: f, Text: familyName(f)})
	}
	found := c.Store.Hello.Find(c.family, c.words)
	var groups vecty.List
	for _, f := range experiment.Families {
		var tiles vecty.List
		for _, i := range found {
			if e := &c.Store.Hello.Catalogue[i]; e.Family == f {
				tiles = append(tiles, c.tile(e, i))
			}
		}
		if len(tiles) > 0 {
			groups = append(groups, elem.Heading3(vecty.Text(familyName(f))), elem.Div(vecty.Markup(vecty.Class("tiles")), tiles))
		}
	}
	return []vecty.MarkupOrChild{
		elem.Div(vecty.Markup(vecty.Class("gallery-head")),
			elem.Heading2(vecty.Markup(prop.ID("gallery-title")), vecty.Text("Problems")),
			elem.Input(vecty.Markup(prop.ID("gallery-words"), prop.Type(prop.TypeText), vecty.Attribute("placeholder", "filter by words"), vecty.Attribute("aria-label", "Filter by words"),
				vecty.Attribute("autocomplete", "off"), prop.Value(c.words), event.Input(func(e *vecty.Event) {
					c.words = e.Target.Get("value").String()
					vecty.Rerender(c)
				}))),
			&choice{ID: "gallery-family", Label: "Family", Title: "show one family", Value: c.family, Options: families, On: func(v string) {
				c.family = v
				vecty.Rerender(c)
			}},
			elem.Span(vecty.Markup(prop.ID("gallery-count"), vecty.Attribute("role", "status")), vecty.Text(fmt.Sprintf("%d of %d", len(found), len(c.Store.Hello.Catalogue)))),
			button("gallery-close", "Close", "plain", "Escape", false, func() { byID("gallery").Call("close") }),
		),
		elem.Div(vecty.Markup(vecty.Class("gallery-body"), event.KeyDown(walk)), groups),
	}
}

// tile is one problem: its solution, its title and a sentence.
func (c *gallery) tile(e *experiment.Entry, i int) vecty.ComponentOrHTML {
	at := fmt.Sprintf("-%dpx -%dpx", i%tileColumns*tileW, i/tileColumns*tileH)
	title := e.Title
	if _, variant, ok := strings.Cut(e.Name, "@"); ok {
		title += " · " + variant
	}
	name := e.Name
	return elem.Button(vecty.Markup(vecty.ClassMap{"tile": true, "chosen": name == c.Store.Spec.Problem}, prop.Type(prop.TypeButton), vecty.Attribute("data-problem", name),
		event.Click(func(*vecty.Event) {
			byID("gallery").Call("close")
			c.Store.Dispatch(state.Choose{Problem: name})
		})),
		elem.Span(vecty.Markup(vecty.Class("thumb"), vecty.Style("background-position", at), vecty.Attribute("aria-hidden", "true"))),
		elem.Span(elem.Strong(vecty.Text(title)), elem.Span(vecty.Markup(vecty.Class("tile-note")), vecty.Text(e.Sentence()))),
	)
}

// walk moves the focus among the tiles by the arrow keys.
func walk(e *vecty.Event) {
	here := e.Target.Call("closest", ".tile")
	if !here.Truthy() {
		return
	}
	key := e.Get("key").String()
	tiles := js.Global().Get("document").Call("querySelectorAll", "#gallery .tile")
	at := here.Call("getBoundingClientRect")
	x, y := at.Get("left").Float(), at.Get("top").Float()
	best, least := js.Null(), 1e9
	for i := range tiles.Length() {
		t := tiles.Index(i)
		r := t.Call("getBoundingClientRect")
		dx, dy := r.Get("left").Float()-x, r.Get("top").Float()-y
		far := 1e9
		switch {
		case key == "ArrowRight" && dy > -1 && dy < 1 && dx > 1, key == "ArrowLeft" && dy > -1 && dy < 1 && dx < -1:
			far = max(dx, -dx)
		case key == "ArrowDown" && dy > 1, key == "ArrowUp" && dy < -1:
			far = 1000*max(dy, -dy) + max(dx, -dx)
		}
		if far < least {
			best, least = t, far
		}
	}
	if strings.HasPrefix(key, "Arrow") {
		e.Call("preventDefault")
		if !best.IsNull() {
			best.Call("focus")
		}
	}
}

func byID(id string) js.Value { return js.Global().Get("document").Call("getElementById", id) }

// once calls f with the element of that id as soon as the page has it, within so many frames: under load a component is rendered late.
func once(id string, frames int, f func(js.Value)) {
	var c js.Func
	c = js.FuncOf(func(js.Value, []js.Value) any {
		c.Release()
		if e := byID(id); e.Truthy() {
			f(e)
		} else if frames > 0 {
			once(id, frames-1, f)
		}
		return nil
	})
	js.Global().Call("requestAnimationFrame", c)
}

func familyName(f string) string {
	if n := families[f]; n != "" {
		return n
	}
	return f
}
