package control

import (
	"strconv"

	"github.com/hexops/vecty"
	"github.com/hexops/vecty/elem"
	"github.com/hexops/vecty/event"
	"github.com/hexops/vecty/prop"

	"counterpoint/ui/state"
)

// Lesson is the card of the present lesson.
type Lesson struct {
	vecty.Core
	Store *state.Store
	seen  bool // whether the next page could be turned to when this was rendered
}

// Mount implements vecty.Mounter.
func (c *Lesson) Mount() {
	c.Store.Subscribe(state.Controls, func() { vecty.Rerender(c) })
	c.Store.Subscribe(state.Numbers, func() {
		if c.Store.Lesson != "" && c.next() != c.seen {
			vecty.Rerender(c)
		}
	})
}

// next reports whether there is a next page and what it waits for is there.
func (c *Lesson) next() bool {
	s := c.Store
	l := state.FindLesson(s.Lesson)
	return l != nil && s.Leaf+1 < len(l.Pages) && s.Seen(l.Pages[s.Leaf+1].When)
}

// Render implements vecty.Component.
func (c *Lesson) Render() vecty.ComponentOrHTML {
	s := c.Store
	l := state.FindLesson(s.Lesson)
	if l == nil {
		return elem.Div(vecty.Markup(prop.ID("lesson"), vecty.Property("hidden", true)))
	}
	c.seen = c.next()
	page := l.Pages[s.Leaf]
	wait := ""
	if s.Leaf+1 < len(l.Pages) && !c.seen {
		wait = "Next " + l.Pages[s.Leaf+1].When.Words() + "."
	}
	race := page.Race
	return elem.Div(vecty.Markup(prop.ID("lesson"), vecty.Class("lesson"), vecty.Property("hidden", false), vecty.Attribute("role", "region"), vecty.Attribute("aria-label", "Lesson")),
		elem.Div(vecty.Markup(vecty.Class("caption")), elem.Strong(vecty.Text(l.Title)), elem.Span(vecty.Text(strconv.Itoa(s.Leaf+1)+" of "+strconv.Itoa(len(l.Pages))))),
		elem.Paragraph(vecty.Markup(prop.ID("lesson-text"), vecty.Attribute("aria-live", "polite")), vecty.Text(page.Text)),
		elem.Details(vecty.Markup(vecty.Class("hook"), vecty.Property("hidden", s.Leaf+1 < len(l.Pages))),
			elem.Summary(vecty.Text("Repeat the numbers")), elem.Preformatted(vecty.Markup(vecty.Attribute("tabindex", "0")), elem.Code(vecty.Text(l.Command)))),
		elem.Paragraph(vecty.Markup(vecty.Class("hint"), vecty.Property("hidden", wait == "")), vecty.Text(wait)),
		elem.Div(vecty.Markup(vecty.Class("bar")),
			button("lesson-back", "Back", "plain", "the page before", s.Leaf == 0, func() { s.Dispatch(state.TurnPage{By: -1}) }),
			button("lesson-next", "Next", "plain", "the next page", !c.seen, func() { s.Dispatch(state.TurnPage{By: 1}) }),
			vecty.If(race[0] != "", button("lesson-race", "Race "+race[0]+" and "+race[1], "plain", "train both from the same weights", s.Info == nil, func() { s.Dispatch(state.StartRace{Arms: race}) })),
			button("lesson-end", "Close", "plain", "close the lesson; the run stays", false, func() { s.Dispatch(state.OpenLesson{}) })))
}

// lessons is the header's menu of lessons: links, so that they can be opened anywhere.
func lessons(s *state.Store) vecty.ComponentOrHTML {
	var items vecty.List
	for _, l := range state.Lessons {
		name := l.Name
		items = append(items, elem.ListItem(elem.Anchor(vecty.Markup(prop.ID("lesson-"+name), prop.Href("#"+l.Address()),
			event.Click(func(e *vecty.Event) {
				e.Target.Call("closest", "details").Set("open", false)
				s.Dispatch(state.OpenLesson{Name: name})
			}).PreventDefault()), vecty.Text(l.Title))))
	}
	return elem.Details(vecty.Markup(prop.ID("lessons"), vecty.Class("menu")), elem.Summary(vecty.Text("Lessons")), elem.UnorderedList(items))
}
