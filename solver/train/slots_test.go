package train

import (
	"slices"
	"testing"

	"counterpoint/solver/combine"
	"counterpoint/solver/experiment"
)

// The settings offer exactly the methods there are.
func TestSettingsListTheMethods(t *testing.T) {
	var have []string
	for _, e := range combine.AllWeights() {
		have = append(have, e.Name)
	}
	want := slices.Clone(experiment.Weightings)
	slices.Sort(want)
	if !slices.Equal(have, want) {
		t.Errorf("weights %v, settings offer %v", have, want)
	}
	have = nil
	for _, e := range combine.AllDirections() {
		have = append(have, e.Name)
	}
	want = slices.Clone(experiment.Directions)
	slices.Sort(want)
	if !slices.Equal(have, want) {
		t.Errorf("directions %v, settings offer %v", have, want)
	}
}

// Every method trains, resumes with the same bits, and allocates nothing in a step that measures nothing extra.
func TestEveryMethodTrainsAndResumes(t *testing.T) {
	checked := 0
	try := func(name string, change func(*experiment.Spec)) {
		t.Run(name, func(t *testing.T) {
			checked++
			s := small("burgers-inverse")
			s.Precision = "f32"
			change(&s)
			a := build(t, s)
			steps(t, a, 8)
			saved := copied(a)
			steps(t, a, 8)
			b := build(t, s)
			if err := b.Restore(saved); err != nil {
				t.Fatal(err)
			}
			steps(t, b, 8)
			sameBits(t, copied(b), copied(a))
		})
	}
	for _, w := range experiment.Weightings {
		try("weights "+w, func(s *experiment.Spec) { s.Weights = w })
	}
	for _, d := range experiment.Directions {
		try("direction "+d, func(s *experiment.Spec) { s.Direction = d })
	}
	for _, a := range []string{"shared", "routed", "output"} {
		try("adapters "+a, func(s *experiment.Spec) { s.Adapters, s.Direction = a, "config" })
	}
	if checked != len(experiment.Weightings)+len(experiment.Directions)+3 {
		t.Errorf("%d methods were checked", checked)
	}
}
