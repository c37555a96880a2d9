package train

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"counterpoint/solver/problem"
)

// Every entry of the catalogue trains as its text asks, on a smaller network and 128 points a line: nothing diverges, and the sum of its
// losses falls on fixed points. `make test-long` takes more steps, in both precisions.
func TestCatalogueTrains(t *testing.T) { trainCatalogue(t, 20, "f32") }

func trainCatalogue(t *testing.T, steps int, precision string) {
	trained := 0
	for _, name := range problem.Names() {
		before, after, err := trainEntry(name, steps, precision)
		if err != nil {
			t.Errorf("%s, %s: %v", name, precision, err)
			continue
		}
		trained++
		if !(after < before) { // false for NaN too
			t.Errorf("%s, %s: the losses went from %g to %g in %d steps", name, precision, before, after, steps)
		}
	}
	if want := len(problem.Names()); trained != want || want < 120 {
		t.Errorf("%d of %d entries trained, in %s", trained, want, precision)
	}
}

// trainEntry returns the sum of the losses at the start and after the steps.
func trainEntry(name string, steps int, precision string) (before, after float64, err error) {
	p, err := problem.Load(name)
	if err != nil {
		return 0, 0, err
	}
	s := p.Spec()
	s.Problem, s.Steps, s.Precision, s.Width, s.Depth = name, steps, precision, 24, 2
	s.Resample, s.Schedule, s.LR = 0, "constant", 1e-3
	var counts []string
	for _, l := range p.Losses {
		counts = append(counts, l.Name+"="+strconv.Itoa(128))
	}
	s.Points = strings.Join(counts, ",")
	r, err := New(s, Options{Problem: p})
	if err != nil {
		return 0, 0, err
	}
	defer r.Close()
	for i := range steps {
		if err := r.Step(); err != nil {
			return 0, 0, err
		}
		if i == 0 {
			before = total(r.view.loss)
		}
	}
	if err := r.Evaluate(); err != nil {
		return 0, 0, err
	}
	return before, total(r.view.loss), nil
}

func total(losses []float64) float64 {
	sum := 0.0
	for _, v := range losses {
		if v < 0 {
			return math.NaN() // a mean of squares is not negative
		}
		sum += v
	}
	return sum
}
