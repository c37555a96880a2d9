package train

import (
	"math"
	"reflect"
	"slices"
	"testing"

	"counterpoint/solver/gradient"
)

// Halves leave the step's penalty as it is.
func TestHalvesKeepThePenalty(t *testing.T) {
	s := small("burgers")
	s.Adapters, s.Resample = "private", 1
	r := build(t, s)
	shaken(r)
	e := r.double
	e.evaluate()
	e.weighted()
	want := slices.Clone(e.dir)
	e.losses.Halves(1, gradient.NewSet[float64](len(r.names()), r.blocks))
	e.weighted()
	if !slices.Equal(e.dir, want) {
		t.Error("the direction has changed")
	}
}

// Data stay where they are: they have no noise.
func TestHalvesOfData(t *testing.T) {
	s := small("burgers-inverse")
	s.Resample = 1
	r := build(t, s)
	r.double.evaluate()
	halves := gradient.NewSet[float64](len(r.names()), r.blocks)
	r.double.losses.Halves(1, halves)
	still := 0
	for k, row := range halves.Rows {
		noise, norm := r.double.set.Inner(row, row), r.double.set.Inner(r.double.grads.Rows[k], r.double.grads.Rows[k])
		if data := r.p.Losses[k].Lines[0].Data != nil; data != (noise == 0) || norm == 0 {
			t.Errorf("%s: noise %g, gradient %g", r.names()[k], noise, norm)
		} else if data {
			still++
		}
	}
	if still == 0 {
		t.Error("no loss on data")
	}
}

// The tangent kernel is that of the exact residuals, whatever the run estimates.
func TestTangentOfAnEstimatedRun(t *testing.T) {
	s := small("heat-5d")
	want, err := build(t, s).Tangent(48)
	if err != nil {
		t.Fatal(err)
	}
	s.Estimator = "dense"
	got, err := build(t, s).Tangent(48)
	if err != nil || !reflect.DeepEqual(got, want) || len(got.Eigen) == 0 {
		t.Errorf("phi %g, exactly %g, %v", got.Phi, want.Phi, err)
	}
}

// A run that starts from another has no metric before its own first step.
func TestStatisticsAfterStartFrom(t *testing.T) {
	a, b := build(t, small("burgers")), build(t, small("burgers"))
	steps(t, a, 3)
	if err := b.StartFrom(a); err != nil {
		t.Fatal(err)
	}
	for i, v := range b.Statistics(nil) {
		if !math.IsNaN(v) {
			t.Errorf("statistic %d is %g", i, v)
		}
	}
}

// On fixed points an estimate's directions are the noise of its loss, and the others have none.
func TestProfileOfAnEstimatedRun(t *testing.T) {
	s := small("heat-5d")
	s.Estimator, s.Points = "dense", "300"
	r := build(t, s)
	p := Profiled(r)
	for range 12 {
		if err := p.Step(); err != nil {
			t.Fatal(err)
		}
	}
	k := len(r.names())
	for _, row := range p.Profile.Rows {
		if len(row.Split) != k*k || !(row.Split[0] > 0) || row.Split[k*k-1] != 0 || row.Change != nil {
			t.Errorf("step %d: split %g, change %g", row.Step, row.Split, row.Change)
		}
	}
	if len(p.Profile.Rows) != 2 {
		t.Errorf("%d rows", len(p.Profile.Rows))
	}
}
