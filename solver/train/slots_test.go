package train

import (
	"math"
	"slices"
	"strings"
	"testing"

	"counterpoint/solver/combine"
	"counterpoint/solver/experiment"
	"counterpoint/solver/loss"
	"counterpoint/solver/optimize"
	"counterpoint/solver/problem"
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

// The average behind jointrate-adam holds Gram matrices in Adam's metric from its first step on, none in the eps that stands for it
// before: it stays among those seen, and the weights follow the norms within tens of steps.
func TestJointRateAdamMoves(t *testing.T) {
	s := small("klein-gordon")
	s.Width, s.Depth, s.LR, s.Weights = 32, 3, 5e-3, "jointrate-adam"
	r := build(t, s)
	k := len(r.names())
	var first, low, high []float64
	for step := range 50 {
		steps(t, r, 1)
		if step == 0 {
			if r.slots.obs.Metric != nil {
				t.Fatal("a metric before Adam's first step")
			}
			continue
		}
		if step == 1 {
			first, low, high = slices.Clone(r.view.weight), slices.Clone(r.slots.metric), slices.Clone(r.slots.metric)
		}
		for i, v := range r.slots.metric {
			low[i], high[i] = min(low[i], v), max(high[i], v)
		}
	}
	gram := r.slots.weights.State()[0].F64
	for i := range k {
		if q := gram[i*k+i]; q < low[i*k+i] || q > high[i*k+i] {
			t.Errorf("loss %d: average %g of squared norms within [%g, %g]", i, q, low[i*k+i], high[i*k+i])
		}
	}
	moved := 0.0
	for i, w := range r.view.weight {
		moved = max(moved, math.Abs(math.Log(w/first[i])))
	}
	if moved < 0.1 { // 50 steps forget two fifths; the norms here change by factors
		t.Errorf("weights %v after 50 steps, %v after the first", r.view.weight, first)
	}
}

// Methods that set the equations against the other losses do so whatever the order in which the text states them.
func TestEquationsInAnyOrder(t *testing.T) {
	p, err := problem.Load("thermoelastic")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(p.Text, "\n")
	var at []int
	for i, line := range lines {
		if strings.HasPrefix(line, "loss momentum:") || strings.HasPrefix(line, "loss heat:") {
			at = append(at, i)
		}
	}
	if len(at) != 2 {
		t.Fatalf("equations at lines %v", at)
	}
	lines[at[0]], lines[at[1]] = lines[at[1]], lines[at[0]]
	ends := func(change func(*experiment.Spec), text string) []float64 {
		s := small("thermoelastic")
		s.Text = text
		change(&s)
		r := build(t, s)
		if got, want := r.Equations(), []bool{true, true, false, false}; !slices.Equal(got, want) {
			t.Fatalf("equations %v of %v", got, r.names())
		}
		steps(t, r, 25)
		return r.double.theta
	}
	for name, change := range map[string]func(*experiment.Spec){
		"dcgd": func(s *experiment.Spec) { s.Direction = "dcgd" },
		"lra":  func(s *experiment.Spec) { s.Weights = "lra" },
	} {
		a, b, moved := ends(change, p.Text), ends(change, strings.Join(lines, "\n")), ends(func(*experiment.Spec) {}, p.Text)
		differ, away := 0.0, 0.0
		for i := range a {
			differ, away = max(differ, math.Abs(a[i]-b[i])), max(away, math.Abs(a[i]-moved[i]))
		}
		if differ > 1e-9 || away < 1e-4 { // sums in another order; a method that does nothing would pass
			t.Errorf("%s: parameters differ by %g with the equations swapped, by %g from the plain run's", name, differ, away)
		}
	}
}
