package control

import (
	"strconv"

	"github.com/hexops/vecty"
	"github.com/hexops/vecty/elem"
	"github.com/hexops/vecty/event"
	"github.com/hexops/vecty/prop"

	"counterpoint/solver/experiment"
	"counterpoint/ui/plot"
	"counterpoint/ui/state"
)

// Own is the panel of a run that another program recorded: where to bring it, what it shows, and the hooks that write one.
type Own struct {
	vecty.Core
	Store *state.Store
}

// Mount implements vecty.Mounter.
func (o *Own) Mount() { o.Store.Subscribe(state.Controls, func() { vecty.Rerender(o) }) }

// Render implements vecty.Component.
func (o *Own) Render() vecty.ComponentOrHTML {
	s := o.Store
	own := &s.Own
	rows := []vecty.MarkupOrChild{vecty.Markup(prop.ID("own"), vecty.Class("panel")), o.drop(), o.said()}
	if own.Trace != nil {
		rows = append(rows, &traceRow{Store: s}, traceVerdict(own.Verdict), &traceLosses{Store: s})
	}
	return elem.Div(append(rows, o.hooks())...)
}

// drop is where a file is brought: picked here, dropped anywhere, or pasted as text.
func (o *Own) drop() vecty.ComponentOrHTML {
	return group("A run of your own",
		elem.Label(vecty.Markup(vecty.Class("drop"), prop.For("bring")),
			elem.Strong(vecty.Text("Drop a pinn-gram trace here")),
			elem.Span(vecty.Text("or click to choose one, or paste its text: JSON lines, gzipped or not, CSV, NPZ. It stays in this browser.")),
			elem.Input(vecty.Markup(prop.ID("bring"), prop.Type(prop.TypeFile), vecty.Attribute("accept", ".jsonl,.json,.gz,.csv,.npz,.txt"),
				vecty.Attribute("aria-label", "a pinn-gram trace"), event.Change(o.pick)))),
		button("own-lab", "Take the Lab's run", "plain", "its profile, as the trace that it is saved as: what a trace of yours will look like here",
			o.Store.Hello == nil || o.Store.Now.Step == 0, func() { o.Store.Dispatch(state.BringLab{}) }))
}

// pick brings the file that the input was given, and empties the input, so that the same file can be chosen again.
func (o *Own) pick(e *vecty.Event) {
	if files := e.Target.Get("files"); files.Length() > 0 {
		file := files.Index(0)
		e.Target.Set("value", "")
		o.Store.Dispatch(state.Bring{Name: file.Get("name").String(), Size: int64(file.Get("size").Float()), Handle: file})
	}
}

// said is what became of the file.
func (o *Own) said() vecty.ComponentOrHTML {
	own := &o.Store.Own
	text, class := "", "hint"
	switch {
	case own.Reading:
		text = "Reading " + own.Name + "."
	case own.Fault != nil:
		text, class = own.Name+" was not taken: "+state.FaultText(own.Fault)+".", "fault-of-file"
	case own.Trace != nil:
		text = own.Name + ": " + strconv.Itoa(own.Trace.Rows) + " rows of " + strconv.Itoa(len(own.Trace.Losses)) + " losses"
		if own.Trace.Problem != "" {
			text += " of " + own.Trace.Problem
		}
		if own.Trace.Framework != "" {
			text += ", written by " + own.Trace.Framework
		}
		text += "."
	default:
		text = "A trace holds the losses and the inner products of their gradients, step by step. The hooks below write one."
	}
	return elem.Paragraph(vecty.Markup(prop.ID("own-said"), vecty.Class(class), vecty.Attribute("role", "status")), vecty.Text(text))
}

// hooks shows the code that writes a trace, by framework.
func (o *Own) hooks() vecty.ComponentOrHTML {
	rows := []vecty.MarkupOrChild{}
	for i, h := range state.Hooks {
		rows = append(rows, elem.Details(vecty.Markup(vecty.Class("hook")),
			elem.Summary(vecty.Text(h.Framework)),
			elem.Preformatted(vecty.Markup(vecty.Attribute("tabindex", "0"), vecty.Attribute("aria-label", "code for "+h.Framework)), elem.Code(vecty.Text(h.Code))),
			elem.Paragraph(vecty.Markup(vecty.Class("hint"), vecty.Property("hidden", h.Use == "")), vecty.Text(h.Use)),
			button("hook"+strconv.Itoa(i), "Copy", "plain", "copy it with the functions it stands on", false, func() { o.Store.Dispatch(state.CopyHook{Hook: i}) })))
	}
	return group("Hooks", rows...)
}

// traceRow is the slider through the rows.
type traceRow struct {
	vecty.Core
	Store *state.Store `vecty:"prop"`
}

// Mount implements vecty.Mounter.
func (c *traceRow) Mount() {
	c.Store.Subscribe(state.Tracing, func() {
		if c.Store.Own.Trace != nil {
			vecty.Rerender(c)
		}
	})
}

// Render implements vecty.Component.
func (c *traceRow) Render() vecty.ComponentOrHTML {
	o := &c.Store.Own
	last := len(o.Trace.Step) - 1
	return group("Row", elem.Div(vecty.Markup(vecty.Class("row", "slider")),
		elem.Label(vecty.Markup(prop.For("own-row")), vecty.Text("Step")),
		elem.Input(vecty.Markup(prop.ID("own-row"), prop.Type(prop.TypeRange), vecty.Attribute("min", "0"), vecty.Attribute("max", strconv.Itoa(last)), vecty.Attribute("step", "1"),
			vecty.Attribute("aria-valuetext", "step "+strconv.Itoa(o.Trace.Step[o.Row])), prop.Value(strconv.Itoa(o.Row)),
			event.Input(func(e *vecty.Event) { c.Store.Dispatch(state.ShowRow{Row: e.Target.Get("valueAsNumber").Int()}) }))),
		elem.Output(vecty.Markup(prop.ID("own-step"), vecty.Attribute("for", "own-row")), vecty.Text(strconv.Itoa(o.Trace.Step[o.Row])))))
}

// traceLosses is the row's table.
type traceLosses struct {
	vecty.Core
	Store *state.Store `vecty:"prop"`
}

// Mount implements vecty.Mounter.
func (c *traceLosses) Mount() {
	c.Store.Subscribe(state.Tracing, func() {
		if c.Store.Own.Trace != nil {
			vecty.Rerender(c)
		}
	})
}

// Render implements vecty.Component.
func (c *traceLosses) Render() vecty.ComponentOrHTML {
	var rows vecty.List
	for _, r := range c.Store.Own.Rows() {
		rows = append(rows, elem.TableRow(rowHead(r.Name), cell(plot.Science(r.Loss, 1)), cell(plot.Science(r.Length, 1)), cell(against(r.Against))))
	}
	return elem.FieldSet(elem.Legend(vecty.Text("Losses at this step")), elem.Table(vecty.Markup(prop.ID("own-losses")),
		elem.Caption(vecty.Markup(vecty.Class("unseen")), vecty.Text("Losses, lengths of their gradients, and which pairs conflict")),
		headings("loss", "value", "|gradient|", "conflicts with"), elem.TableBody(rows)))
}

// traceVerdict is the verdict on a trace: what the Lab's card says of a run, without what only a run can do.
func traceVerdict(v *experiment.Verdict) vecty.ComponentOrHTML {
	what := "Leave it as it is"
	if v.Remedy.Arm != "none" {
		what = "Try " + v.Remedy.Arm
	}
	return group("Diagnosis", append(finding(v, "own-", what), caveats(v), effects(v, "own-effects"))...)
}
