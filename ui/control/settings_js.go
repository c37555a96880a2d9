package control

import (
	"strconv"

	"github.com/hexops/vecty"
	"github.com/hexops/vecty/elem"
	"github.com/hexops/vecty/prop"

	"counterpoint/solver/experiment"
	"counterpoint/ui/state"
)

// labels names settings for people; a setting without one goes by its own name.
var labels = map[string]string{
	"seed": "Seed", "steps": "Steps", "width": "Width", "depth": "Hidden layers", "activation": "Activation", "precision": "Precision",
	"points": "Points", "sampler": "Sampler", "resample": "Resample every", "lr": "Learning rate", "lr-end": "Final rate",
	"schedule": "Schedule", "warmup": "Warm-up steps", "finish": "Finish with", "finish-steps": "Finish steps", "log": "Log every",
	"weights": "Weights", "direction": "Direction", "optimizer": "Optimizer", "adapters": "Adapters", "correction": "Correction", "point-weights": "Point weights",
	"trunk": "Trunk", "rank": "Rank", "behind": "Behind", "form": "Form", "share": "Scale", "row-norm": "Row norm", "adapter-lr": "Adapter rate",
	"adapters-from": "Adapters from", "second-moment": "Second moment", "orthogonality": "Orthogonality", "consensus": "Consensus", "gates": "Gates", "reach": "Reach",
	"transform": "Hard constraints", "fourier": "Fourier", "fourier-scale": "Fourier scale", "estimator": "Laplacian", "directions": "Random directions",
}

// families names the families of problems in the menu.
var families = map[string]string{
	"forward-k2": "Two losses", "forward-k3": "Three losses", "forward-system": "Systems", "inverse": "Inverse",
	"multiphysics-k4": "Multiphysics, four losses", "multiphysics-k5": "Multiphysics, five losses", "multiphysics-k6": "Multiphysics, six losses",
	"parameter": "Parameter", "high-dim": "Many dimensions",
}

// problem is the group of the equation, its losses and its constants.
func (p *Panel) problem() vecty.ComponentOrHTML {
	s := p.Store
	rows := []vecty.MarkupOrChild{&choice{
		ID: "problem", Label: "Equation", Title: "problems of the catalogue", Value: s.Spec.Problem, Options: p.catalogue(),
		On: func(v string) { s.Dispatch(state.Choose{Problem: v}) },
	}}
	rows = append(rows, elem.Div(vecty.Markup(vecty.Class("bar")),
		button("edit", "Edit as text", "plain", "write the equation, its losses and conditions", s.Hello == nil || s.Editor.Open, func() {
			s.Dispatch(state.Edit{Open: true})
		}), &gallery{Store: s}), &editor{Store: s})
	rows = append(rows, p.setting("seed"))
	if s.Info != nil {
		for _, c := range s.Info.Sliders {
			if !(c.Lo < c.Hi) {
				continue
			}
			rows = append(rows, &slide{
				ID: "set." + c.Name, Label: c.Name, Title: "constant of the equation; training goes on while it moves",
				Value: s.Constant(c), Min: c.Lo, Max: c.Hi, On: func(v float64) { s.Dispatch(state.Move{Name: c.Name, Value: v}) },
			})
		}
		if !s.Editor.Open {
			rows = append(rows, equations(s.Info.Lines, "line"))
		}
	}
	return group("Problem", rows...)
}

// catalogue lists the problems by family, in the worker's order.
func (p *Panel) catalogue() []option {
	if p.Store.Hello == nil {
		return []option{{Value: p.Store.Spec.Problem, Text: "loading…"}}
	}
	var out []option
	known := false
	for _, f := range append(append([]string(nil), experiment.Families...), "") {
		for _, e := range p.Store.Hello.Catalogue {
			if e.Family == f || f == "" && families[e.Family] == "" {
				out = append(out, option{e.Name, e.Title, families[e.Family]})
				known = known || e.Name == p.Store.Spec.Problem
			}
		}
	}
	if !known && p.Store.Spec.Text != "" {
		out = append(out, option{p.Store.Spec.Problem, "Your own text", ""})
	}
	return out
}

// equations shows loss lines, typeset where the worker could. Their ids begin with id.
func equations(lines []experiment.Line, id string) vecty.ComponentOrHTML {
	var rows vecty.List
	for i, l := range lines {
		math := elem.Code(vecty.Text(l.Text))
		if l.MathML != "" {
			math = elem.Span(vecty.Markup(vecty.UnsafeHTML(l.MathML)))
		}
		rows = append(rows, elem.Div(
			elem.DefinitionTerm(vecty.Markup(vecty.Class("loss")), vecty.Text(l.Loss)),
			elem.Description(vecty.Markup(prop.ID(id+strconv.Itoa(i))), math, elem.Span(vecty.Markup(vecty.Class("region")), vecty.Text(l.Region))),
		))
	}
	return elem.DescriptionList(vecty.Markup(vecty.Class("lines"), vecty.Attribute("aria-label", "Losses of the problem")), rows)
}

// settings is a group of settings by name.
func (p *Panel) settings(title string, names ...string) vecty.ComponentOrHTML {
	var rows []vecty.MarkupOrChild
	for _, n := range names {
		rows = append(rows, p.setting(n))
	}
	return group(title, rows...)
}

// more holds the settings that few touch, folded.
func (p *Panel) more() vecty.ComponentOrHTML {
	rows := []vecty.MarkupOrChild{elem.Summary(vecty.Text("More settings"))}
	for _, n := range []string{"lr-end", "warmup", "finish-steps", "sampler", "resample", "transform", "fourier", "fourier-scale", "estimator", "directions"} {
		rows = append(rows, p.setting(n))
	}
	rows = append(rows, p.threads())
	return elem.Details(rows...)
}

// threads is the choice of how many web workers share each step.
func (p *Panel) threads() vecty.ComponentOrHTML {
	s := p.Store
	var options []option
	for _, n := range []int{1, 2, 3, 4, 6, 8, 12, experiment.MostThreads} {
		options = append(options, option{Value: strconv.Itoa(n), Text: strconv.Itoa(n)})
	}
	return &choice{
		ID: "threads", Label: "Web workers", Title: "that share each step: the result has the same bits for any number; the run starts anew", Value: strconv.Itoa(max(1, s.Threads)), Options: options,
		On: func(v string) {
			if n, err := strconv.Atoi(v); err == nil {
				s.Dispatch(state.ShareOut{Threads: n})
			}
		},
	}
}

// setting is the control of one setting, made from its description.
func (p *Panel) setting(name string) vecty.ComponentOrHTML {
	s, t := p.Store, experiment.FindSetting(name)
	if t == nil {
		panic("control: unknown setting")
	}
	label := labels[name]
	if label == "" {
		label = name
	}
	on := func(v string) { s.Dispatch(state.Change{Setting: name, Text: v}) }
	if t.Kind == experiment.Choice {
		var options []option
		for _, c := range t.Choices {
			text := c
			if c == "" {
				text = "nothing"
			}
			options = append(options, option{Value: c, Text: text})
		}
		return &choice{ID: name, Label: label, Title: t.Doc, Value: s.Text(name), Options: options, On: on}
	}
	return &entry{
		ID: name, Label: label, Title: t.Doc, Numeric: t.Kind != experiment.Words, Value: s.Text(name), On: on,
		Check: func(text string) error { return s.Check(name, text) },
	}
}
