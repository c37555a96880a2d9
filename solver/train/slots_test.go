package train

import (
	"slices"
	"testing"

	"counterpoint/solver/combine"
	"counterpoint/solver/experiment"
	"counterpoint/solver/loss"
	"counterpoint/solver/optimize"
)

// The settings offer exactly the methods there are, and every arm by a method's name has a source.
func TestSettingsListTheMethods(t *testing.T) {
	check := func(what string, have, offered []string) {
		want := slices.Clone(offered)
		slices.Sort(want)
		if !slices.Equal(have, want) {
			t.Errorf("%s %v, settings offer %v", what, have, want)
		}
	}
	var weights, directions, optimizers []string
	points := []string{"none"}
	for _, e := range combine.AllWeights() {
		weights = append(weights, e.Name)
	}
	for _, e := range combine.AllDirections() {
		directions = append(directions, e.Name)
	}
	for _, e := range optimize.All() {
		optimizers = append(optimizers, e.Name)
	}
	for _, e := range loss.AllPointWeights() {
		points = append(points, e.Name)
	}
	slices.Sort(points)
	check("weights", weights, experiment.Weightings)
	check("directions", directions, experiment.Directions)
	check("optimizers", optimizers, experiment.Optimizers)
	check("point weights", points, experiment.PointWeightings)
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
	for _, a := range experiment.AdapterKinds[1:] {
		try("adapters "+a, func(s *experiment.Spec) {
			s.Adapters, s.Direction, s.SecondMoment, s.Orthogonal, s.AdaptersFrom = a, "config", "total", 0.1, 3
		})
	}
	for _, o := range experiment.Optimizers[1:] {
		try("optimizer "+o, func(s *experiment.Spec) { s.Optimizer, s.Weights = o, "gradnorm" })
	}
	try("correction gua", func(s *experiment.Spec) { s.Correction, s.Adapters, s.AdapterLR = "gua", "shared", 0.1 })
	for _, p := range experiment.PointWeightings[1:] {
		try("point-weights "+p, func(s *experiment.Spec) { s.PointWeights = p })
	}
	if n := len(experiment.Weightings) + len(experiment.Directions) + len(experiment.AdapterKinds) - 1 + 2 + 1 + 3; checked != n {
		t.Errorf("%d methods were checked", checked)
	}
}
