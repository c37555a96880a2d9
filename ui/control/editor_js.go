package control

import (
	"fmt"
	"strconv"
	"strings"
	"syscall/js"

	"github.com/hexops/vecty"
	"github.com/hexops/vecty/elem"
	"github.com/hexops/vecty/event"
	"github.com/hexops/vecty/prop"

	"counterpoint/solver/experiment"
	"counterpoint/ui/state"
)

// editor is the problem's text: a transparent textarea above a layer that has the same characters with their marks. It stays mounted
// while it is closed, since a subscription lasts as long as the page.
type editor struct {
	vecty.Core
	Store *state.Store `vecty:"prop"`
}

// Mount implements vecty.Mounter.
func (c *editor) Mount() {
	followed := js.FuncOf(func(js.Value, []js.Value) any {
		if text := js.Global().Get("document").Call("getElementById", "text"); text.Truthy() {
			c.follow(text)
		}
		return nil
	})
	c.Store.Subscribe(state.Writing, func() {
		vecty.Rerender(c)
		js.Global().Call("requestAnimationFrame", followed) // comes after vecty's
	})
}

// Render implements vecty.Component.
func (c *editor) Render() vecty.ComponentOrHTML {
	e := &c.Store.Editor
	if !e.Open {
		return elem.Div(vecty.Markup(vecty.Property("hidden", true)))
	}
	return elem.Div(
		vecty.Markup(prop.ID("editor"), vecty.Class("editor"), vecty.Property("hidden", false)),
		elem.Label(vecty.Markup(prop.For("text"), vecty.Class("caption")), vecty.Text("Problem text"), elem.Span(vecty.Text("Ctrl+Enter trains it"))),
		c.paper(),
		c.verdict(),
		c.bar(),
		c.typeset(),
	)
}

// paper is what is written on.
func (c *editor) paper() vecty.ComponentOrHTML {
	s := c.Store
	e := &s.Editor
	return elem.Div(vecty.Markup(vecty.Class("paper")), elem.Div(vecty.Markup(vecty.Class("sheet")),
		elem.Div(vecty.Markup(prop.ID("marks"), vecty.Attribute("aria-hidden", "true"), vecty.UnsafeHTML(e.Marks()))),
		elem.TextArea(vecty.Markup(prop.ID("text"), prop.Value(e.Text), vecty.Attribute("spellcheck", "false"), vecty.Attribute("autocapitalize", "off"),
			vecty.Attribute("autocomplete", "off"), vecty.Attribute("autocorrect", "off"), vecty.Attribute("wrap", "off"), vecty.Attribute("rows", "1"),
			vecty.Attribute("aria-describedby", "verdict"), vecty.Attribute("aria-invalid", strconv.FormatBool(len(e.Faults) > 0)),
			event.Input(func(v *vecty.Event) { s.Dispatch(state.Write{Text: v.Target.Get("value").String()}) }),
			event.KeyDown(func(v *vecty.Event) {
				if v.Get("key").String() == "Enter" && (v.Get("ctrlKey").Bool() || v.Get("metaKey").Bool()) {
					v.Call("preventDefault")
					s.Dispatch(state.TrainText{})
				}
			}),
			event.KeyUp(func(v *vecty.Event) { c.follow(v.Target) }), event.Click(func(v *vecty.Event) { c.follow(v.Target) }),
		)),
	))
}

// verdict says what was found: errors with their remedies, each a button that goes to its place, or what the text describes.
func (c *editor) verdict() vecty.ComponentOrHTML {
	e := &c.Store.Editor
	var rows vecty.List
	for _, f := range e.Faults {
		rows = append(rows, elem.ListItem(c.fault(f)))
	}
	say, class := "Reading the text.", "reading"
	switch {
	case len(e.Faults) > 0:
		class = "wrong"
		say = fmt.Sprintf("%d errors. Choose one to go to its place.", len(e.Faults))
		if len(e.Faults) == 1 {
			say = "One error. Choose it to go to its place."
		}
	case e.Sound():
		class, say = "right", "The text is right: "+content(e.Info)+"."
	}
	return elem.Div(vecty.Markup(prop.ID("verdict"), vecty.ClassMap{"verdict": true, class: true, "stale": !e.Fresh()}, vecty.Attribute("role", "status"), vecty.Attribute("aria-live", "polite")),
		elem.Paragraph(vecty.Text(say)), elem.OrderedList(vecty.Markup(prop.ID("faults"), vecty.Property("hidden", len(rows) == 0)), rows))
}

func (c *editor) fault(f experiment.Fault) vecty.ComponentOrHTML {
	e := &c.Store.Editor
	place := "text"
	if f.Line > 0 {
		place = fmt.Sprintf("%d:%d", f.Line, f.Column)
	}
	return elem.Button(vecty.Markup(prop.Type(prop.TypeButton), vecty.Class("fault"), vecty.Attribute("aria-label", fmt.Sprintf("line %d, column %d: %s; %s", f.Line, f.Column, f.Message, f.Remedy)),
		event.Click(func(*vecty.Event) {
			lo, hi := state.Place(e.Text, f)
			choose(e.Text, lo, hi)
		})),
		elem.Span(vecty.Markup(vecty.Class("place")), vecty.Text(place)),
		elem.Span(elem.Strong(vecty.Text(f.Message)), elem.Span(vecty.Markup(vecty.Class("remedy")), vecty.Text(f.Remedy))))
}

// content says what a text describes.
func content(info *experiment.Info) string {
	count := func(n int, one, many string) string {
		if n == 1 {
			return "one " + one
		}
		return strconv.Itoa(n) + " " + many
	}
	text := count(len(info.Losses), "loss", "losses") + ", " + count(len(info.Fields), "field", "fields") + ", " + count(len(info.Axes), "coordinate", "coordinates")
	switch info.Truth {
	case "", "none":
		return text + ", no reference solution"
	case "exact":
		return text + ", an exact solution"
	}
	return text + ", reference by " + info.Truth
}

func (c *editor) bar() vecty.ComponentOrHTML {
	s := c.Store
	e := &s.Editor
	from := ""
	if s.Info != nil {
		from = s.Info.Text
		if s.Spec.Text != "" {
			from = s.Spec.Text
		}
	}
	return elem.Div(vecty.Markup(vecty.Class("bar"), vecty.Attribute("role", "toolbar"), vecty.Attribute("aria-label", "Text")),
		button("train-text", "▶ Train this text", "primary", "Ctrl+Enter", s.Hello == nil || len(e.Faults) > 0 && e.Fresh(), func() { s.Dispatch(state.TrainText{}) }),
		button("revert", "Revert", "plain", "back to the text that is loaded", from == "" || !e.Changed(), func() { s.Dispatch(state.Replace{Text: from}) }),
		vecty.If(e.Kept != "", button("kept", "My last text", "plain", "what you wrote before another problem was chosen", false, func() { s.Dispatch(state.Replace{Text: e.Kept}) })),
		button("close-editor", "Close", "plain", "close the editor; the text stays", false, func() { s.Dispatch(state.Edit{}) }),
	)
}

// typeset shows the loss lines of the latest text that was right. A click selects what it was made from.
func (c *editor) typeset() vecty.ComponentOrHTML {
	e := &c.Store.Editor
	if e.Info == nil {
		return elem.Div()
	}
	return elem.Div(
		vecty.Markup(prop.ID("typeset"), vecty.ClassMap{"stale": len(e.Faults) > 0}, event.Click(func(v *vecty.Event) {
			if node := v.Target.Call("closest", "[data-span]"); node.Truthy() && e.Text == e.Right {
				if lo, hi, ok := span(node); ok {
					choose(e.Text, lo, hi)
					c.follow(js.Global().Get("document").Call("getElementById", "text"))
				}
			}
		})),
		equations(e.Info.Lines, "typeset"))
}

// follow marks the smallest typeset node that the text cursor is in.
func (c *editor) follow(text js.Value) {
	e := &c.Store.Editor
	nodes := js.Global().Get("document").Call("querySelectorAll", "#typeset [data-span]")
	at, best, size := state.Character(e.Text, text.Get("selectionStart").Int()), js.Null(), 0
	for i := range nodes.Length() {
		n := nodes.Index(i)
		n.Get("classList").Call("remove", "here")
		if lo, hi, ok := span(n); ok && lo <= at && at <= hi && (best.IsNull() || hi-lo <= size) {
			best, size = n, hi-lo
		}
	}
	if !best.IsNull() && e.Text == e.Right {
		best.Get("classList").Call("add", "here")
	}
}

// span reads the characters that a typeset node stands for.
func span(node js.Value) (lo, hi int, ok bool) {
	a, b, found := strings.Cut(node.Call("getAttribute", "data-span").String(), "-")
	lo, err1 := strconv.Atoi(a)
	hi, err2 := strconv.Atoi(b)
	return lo, hi, found && err1 == nil && err2 == nil
}

// choose selects characters of the text and shows them.
func choose(text string, lo, hi int) {
	js.Global().Get("host").Call("select", state.Units(text, lo), state.Units(text, hi))
}

// opener is a button that opens a file. The input itself is not seen, but has the focus.
func opener(s *state.Store) vecty.ComponentOrHTML {
	return elem.Label(vecty.Markup(vecty.Class("btn", "plain", "opener"), vecty.Attribute("title", "go on with a saved run, or take a problem's text (.pde)")),
		elem.Input(vecty.Markup(prop.ID("open-run"), prop.Type(prop.TypeFile), vecty.Class("unseen"), vecty.Attribute("accept", ".safetensors,.pde"),
			vecty.Property("disabled", s.Hello == nil),
			event.Change(func(v *vecty.Event) {
				var got js.Func
				got = js.FuncOf(func(_ js.Value, a []js.Value) any {
					got.Release()
					if why := a[2].String(); why != "" {
						s.Dispatch(state.Tell{Sentence: a[0].String() + " could not be read: " + why + "."})
						return nil
					}
					data := make([]byte, a[1].Get("byteLength").Int())
					js.CopyBytesToGo(data, a[1])
					s.Dispatch(state.OpenFile{File: state.Opened{Name: a[0].String(), Data: data}})
					return nil
				})
				js.Global().Get("host").Call("read", v.Target, got)
			}))), vecty.Text("Open run"))
}
