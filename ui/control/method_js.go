package control

import (
	"github.com/hexops/vecty"
	"github.com/hexops/vecty/elem"

	"counterpoint/solver/experiment"
	"counterpoint/ui/state"
)

// method is the group of how the losses' gradients become a step: an arm, and the slots it fills.
func (p *Panel) method() vecty.ComponentOrHTML {
	s := p.Store
	shown := s.ArmShown()
	options := []option{}
	if shown == "" {
		options = append(options, option{Value: "", Text: "as set below"})
	}
	for _, a := range experiment.Arms() {
		options = append(options, option{Value: a.Name, Text: a.Name})
	}
	rows := []vecty.MarkupOrChild{&choice{ID: "arm", Label: "Arm", Title: "a preset of the slots below", Value: shown, Options: options, On: func(v string) {
		if v != "" {
			s.Dispatch(state.UseArm{Arm: v})
		}
	}}}
	for _, n := range []string{"weights", "direction", "optimizer", "adapters"} {
		rows = append(rows, p.setting(n))
	}
	more := []vecty.MarkupOrChild{vecty.Markup(vecty.Class("inner")), elem.Summary(vecty.Text("More of the method"))}
	names := []string{"correction", "point-weights", "trunk"}
	if s.Spec.Adapters != "none" {
		names = append(names, "rank", "behind", "form", "share", "row-norm", "adapter-lr", "adapters-from", "second-moment", "orthogonality", "consensus", "reach")
	}
	for _, n := range names {
		more = append(more, p.setting(n))
	}
	return group("Method", append(rows, elem.Details(more...))...)
}
