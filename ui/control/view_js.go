package control

import (
	"strings"

	"github.com/hexops/vecty"

	"counterpoint/ui/state"
)

// view is the group of what is drawn and how.
func (p *Panel) view() vecty.ComponentOrHTML {
	s := p.Store
	show := func(change func(d *state.Display)) {
		d := s.Display
		change(&d)
		s.Dispatch(state.Show{Display: d})
	}
	var quantities, maps []option
	for _, q := range s.Quantities() {
		quantities = append(quantities, option{Value: q, Text: strings.ToUpper(q[:1]) + q[1:]})
	}
	for _, m := range state.Maps {
		maps = append(maps, option{Value: m, Text: strings.ToUpper(m[:1]) + m[1:]})
	}
	rows := []vecty.MarkupOrChild{
		&choice{ID: "show", Label: "Large map", Title: "what is shown large", Value: s.Display.Main, Options: quantities, On: func(v string) { show(func(d *state.Display) { d.Main = v }) }},
		&choice{ID: "map", Label: "Colours", Title: "colours of prediction and truth", Value: s.Display.Map, Options: maps, On: func(v string) { show(func(d *state.Display) { d.Map = v }) }},
	}
	rows = append(rows, p.panels(show)...)
	rows = append(rows, p.slice()...)
	rows = append(rows,
		&tick{ID: "contours", Label: "Contour lines", Value: s.Display.Contours, On: func(v bool) { show(func(d *state.Display) { d.Contours = v }) }},
		&tick{ID: "residual", Label: "Residual map", Value: s.Display.Residual, On: func(v bool) { show(func(d *state.Display) { d.Residual = v }) }},
		&tick{ID: "turn", Label: "Turn the geometry while training", Value: s.Display.Turning && !s.Display.Still, On: func(v bool) {
			show(func(d *state.Display) { d.Turning, d.Still = v, d.Still && !v })
		}},
	)
	return group("View", rows...)
}

// most is how many held coordinates of space have a slider each; the others share one.
const most = 4

// slice holds the controls of field, axes and held coordinates, where there is a choice.
func (p *Panel) slice() (rows []vecty.MarkupOrChild) {
	s := p.Store
	if s.Info == nil {
		return nil
	}
	if len(s.Info.Fields) > 1 {
		rows = append(rows, p.pick("field", "Field", s.Info.Fields, s.View.Field, func(i int) {
			v := s.View
			v.Field = i
			s.Dispatch(state.Look{View: v})
		}))
	}
	if len(s.Info.Axes) < 3 {
		return rows
	}
	var names []string
	for _, a := range s.Info.Axes {
		names = append(names, a.Name)
	}
	rows = append(rows,
		p.pick("across", "Across", names, s.View.X, func(i int) { s.Dispatch(state.Look{View: state.Turn(s.View, i, s.View.Y)}) }),
		p.pick("up", "Up", names, s.View.Y, func(i int) { s.Dispatch(state.Look{View: state.Turn(s.View, s.View.X, i)}) }))
	held := 0
	var others []int
	for i, a := range s.Info.Axes {
		if i == s.View.X || i == s.View.Y {
			continue
		}
		if !a.Time && held == most {
			others = append(others, i)
			continue
		}
		if !a.Time {
			held++
		}
		rows = append(rows, p.held("at."+a.Name, a.Name, i))
	}
	if len(others) == 0 {
		return rows
	}
	var rest []string
	at := 0
	for k, i := range others {
		rest = append(rest, s.Info.Axes[i].Name)
		if i == p.other {
			at = k
		}
	}
	return append(rows, p.pick("other", "Others", rest, at, func(k int) {
		p.other = others[k]
		vecty.Rerender(p)
	}), p.held("at.other", rest[at], others[at]))
}

// held is the slider of coordinate i, which the slice holds.
func (p *Panel) held(id, label string, i int) *slide {
	s := p.Store
	a := s.Info.Axes[i]
	return &slide{ID: id, Label: label, Title: "where the slice lies", Value: s.View.Slice[i], Min: a.Lo, Max: a.Hi, On: func(x float64) {
		v := s.View
		v.Slice = append([]float64(nil), v.Slice...)
		v.Slice[i] = x
		s.Dispatch(state.Look{View: v})
	}}
}

// pick is a choice among names by index.
func (p *Panel) pick(id, label string, names []string, at int, on func(i int)) *choice {
	var options []option
	value := ""
	for i, n := range names {
		options = append(options, option{Value: n, Text: n})
		if i == at {
			value = n
		}
	}
	return &choice{ID: id, Label: label, Title: label, Value: value, Options: options, On: func(v string) {
		for i, n := range names {
			if n == v {
				on(i)
			}
		}
	}}
}
