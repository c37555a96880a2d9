package control

import (
	"strings"

	"github.com/hexops/vecty"

	"counterpoint/ui/state"
)

// panels holds the controls of what the panels show.
func (p *Panel) panels(show func(func(d *state.Display))) []vecty.MarkupOrChild {
	d := &p.Store.Display
	among := func(id, label, title string, names []string, value string, set func(d *state.Display, v string)) *choice {
		var options []option
		for _, n := range names {
			options = append(options, option{Value: n, Text: strings.ToUpper(n[:1]) + n[1:]})
		}
		return &choice{ID: id, Label: label, Title: title, Value: value, Options: options, On: func(v string) { show(func(d *state.Display) { set(d, v) }) }}
	}
	rows := []vecty.MarkupOrChild{
		among("shape", "Drawn as", "how the large field is drawn", state.Shapes, d.Shape, func(d *state.Display, v string) { d.Shape = v }),
	}
	if d.Shape == state.Shapes[1] {
		rows = append(rows,
			&slide{ID: "spin", Label: "Turn", Title: "of the surface, degrees; arrow keys on the stage do it too", Value: d.Spin, Min: -180, Max: 180, On: func(v float64) { show(func(d *state.Display) { d.Spin = v }) }},
			&slide{ID: "tilt", Label: "Tilt", Title: "of the surface, degrees", Value: d.Tilt, Min: 5, Max: 85, On: func(v float64) { show(func(d *state.Display) { d.Tilt = v }) }})
	}
	return append(rows,
		among("range", "Colour range", "one range for prediction and truth, or each its own", state.Ranges, d.Range, func(d *state.Display, v string) { d.Range = v }),
		among("curves", "Chart", "what the chart shows of each loss: its value, times its weight, or the weight", state.Curves, d.Curves, func(d *state.Display, v string) { d.Curves = v }),
		among("gradients", "Gradients", "arrows and cosines now, cosines over time, the statistics that decide, conflict by layer", state.Gradients, d.Gradients, func(d *state.Display, v string) { d.Gradients = v }),
		&tick{ID: "slices", Label: "Curves through the pinned point", Value: d.Slices, On: func(v bool) { show(func(d *state.Display) { d.Slices = v }) }},
		&tick{ID: "points-shown", Label: "Collocation points", Value: d.Points, On: func(v bool) { show(func(d *state.Display) { d.Points = v }) }},
	)
}
