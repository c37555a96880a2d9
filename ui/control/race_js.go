package control

import (
	"math"
	"strconv"

	"github.com/hexops/vecty"
	"github.com/hexops/vecty/elem"
	"github.com/hexops/vecty/prop"

	"counterpoint/solver/experiment"
	"counterpoint/ui/plot"
	"counterpoint/ui/state"
)

// race is the card that starts a race of two arms, and says how it stands.
type race struct {
	vecty.Core
	Store *state.Store `vecty:"prop"`
	arms  [2]string    // as chosen in the menus, before a race
	open  bool
}

// Mount implements vecty.Mounter.
func (c *race) Mount() {
	c.Store.Subscribe(state.Numbers, func() {
		if c.Store.Racing() {
			vecty.Rerender(c)
		}
	})
}

// Render implements vecty.Component.
func (c *race) Render() vecty.ComponentOrHTML {
	s := c.Store
	racing := s.Racing()
	if racing {
		c.arms = s.Race.Arms
	}
	if c.arms[0] == "" {
		c.arms = [2]string{"none", "weights"}
		if v := s.Verdict; v != nil && s.Remediable() {
			c.arms[1] = v.Remedy.Arm
		}
	}
	rows := []vecty.MarkupOrChild{
		vecty.Markup(prop.ID("race"), vecty.ClassMap{"racing": racing}, vecty.Property("open", racing || c.open)),
		elem.Summary(vecty.Text("Race two arms")),
		c.menu(0), c.menu(1), c.pace(),
		elem.Div(vecty.Markup(vecty.Class("bar")),
			button("race-start", "Race", "plain", "train both arms from the same weights and points", s.Info == nil || s.Hello == nil, func() {
				c.open = true
				s.Dispatch(state.StartRace{Arms: c.arms})
			}),
			button("race-end", "End the race", "plain", "go back to the run", !racing, func() { s.Dispatch(state.EndRace{}) }),
		),
	}
	if racing {
		rows = append(rows, c.table(), elem.Paragraph(vecty.Markup(prop.ID("standing"), vecty.Class("hint"), vecty.Property("hidden", s.Standing().Over)), vecty.Text(s.Standing().Sentence())))
	} else {
		rows = append(rows, elem.Paragraph(vecty.Markup(vecty.Class("hint")), vecty.Text("Two workers train the same network from the same weights on the same points; only the arm differs.")))
	}
	return elem.Details(rows...)
}

// menu is the choice of an arm.
func (c *race) menu(i int) vecty.ComponentOrHTML {
	var options []option
	for _, a := range experiment.Arms() {
		text := a.Name
		if text == "none" {
			text = "none (plain)"
		}
		options = append(options, option{Value: a.Name, Text: text})
	}
	return &choice{ID: "race-arm" + strconv.Itoa(i), Label: []string{"One arm", "The other"}[i], Title: "how losses are weighed, gradients merged, adapters placed",
		Value: c.arms[i], Options: options, On: func(v string) {
			c.arms[i] = v
			if s := c.Store; s.Racing() {
				s.Dispatch(state.StartRace{Arms: c.arms, Stand: !s.Race.Running})
			}
			vecty.Rerender(c)
		}}
}

func (c *race) pace() vecty.ComponentOrHTML {
	return &choice{ID: "race-pace", Label: "Equal", Title: "what both arms get the same of", Value: c.Store.Race.Pace,
		Options: []option{{Value: state.EqualSteps, Text: "steps"}, {Value: state.EqualTime, Text: "training time"}},
		On:      func(v string) { c.Store.Dispatch(state.SetPace{Pace: v}) }}
}

// table is what the picture of the race shows, in numbers.
func (c *race) table() vecty.ComponentOrHTML {
	s := c.Store
	st := s.Standing()
	var rows vecty.List
	for i, l := range s.Race.Lanes {
		step, rate, seconds := "0", "–", "–"
		if l != nil {
			step = strconv.Itoa(l.Now.Step)
			if l.Now.Rate > 0 {
				rate = plot.Number(l.Now.Rate, 2)
			}
			if l.Now.Seconds > 0 {
				seconds = plot.Number(l.Now.Seconds, 3)
			}
		}
		value := "–"
		if v := st.Value[i]; !math.IsNaN(v) {
			value = plot.Science(v, 1)
			if st.Quantity == "relative error" {
				value = state.Percent(v)
			}
		}
		rows = append(rows, elem.TableRow(vecty.Markup(vecty.ClassMap{"leader": st.Leader == i}),
			elem.TableHeader(vecty.Markup(vecty.Attribute("scope", "row")), elem.Span(vecty.Markup(vecty.Class("swatch", "lane"+strconv.Itoa(i)))), vecty.Text(s.Race.Arms[i])),
			cell(step), cell(rate), cell(seconds), cell(value)))
	}
	return elem.Table(vecty.Markup(prop.ID("lanes")),
		elem.Caption(vecty.Markup(vecty.Class("unseen")), vecty.Text("The two arms of the race: steps taken, steps a second, seconds of training, and "+st.Quantity)),
		headings("arm", "step", "steps/s", "seconds", map[bool]string{true: "error", false: "loss"}[st.Quantity == "relative error"]),
		elem.TableBody(rows))
}
