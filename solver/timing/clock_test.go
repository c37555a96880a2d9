package timing

import (
	"math"
	"testing"

	"counterpoint/solver/problem"
	"counterpoint/solver/train"
)

// A measurement in pieces ends, says how far it is, and its figures belong together.
func TestClock(t *testing.T) {
	p, err := problem.Load("heat")
	if err != nil {
		t.Fatal(err)
	}
	spec := Spec(p)
	spec.Width, spec.Points = 16, "64"
	run, err := train.New(spec, train.Options{Workers: 1, Problem: p})
	if err != nil {
		t.Fatal(err)
	}
	defer run.Close()
	c := New(run, 1, 0.01)
	last, pieces := -1.0, 0
	for done := false; !done; pieces++ {
		if done, err = c.Next(); err != nil {
			t.Fatal(err)
		}
		if now := c.Progress(); now < last || now > 1 {
			t.Errorf("progress goes from %g to %g", last, now)
		} else {
			last = now
		}
	}
	r := c.Timing()
	if pieces < FirstSteps+allocSteps+blocksMin || r.Blocks < blocksMin || len(r.First) != FirstSteps || last != 1 {
		t.Errorf("%d pieces, %d blocks, %d first losses, progress %g at the end", pieces, r.Blocks, len(r.First), last)
	}
	if r.Network != "2-16x4-1" || r.Kernel == "" || r.Workers != 1 || r.Allocs != 0 {
		t.Errorf("%+v", r)
	}
	if want := run.Flops() / r.Milliseconds / 1e6; math.Abs(r.Gflops-want) > 1e-9*want || math.Abs(r.Fraction-r.Gflops/r.Peak) > 1e-12 || r.Median < r.Milliseconds {
		t.Errorf("%+v", r)
	}
}

// A run that ends before it is measured is an error, not a measurement without end.
func TestClockOfShortRun(t *testing.T) {
	p, err := problem.Load("heat")
	if err != nil {
		t.Fatal(err)
	}
	spec := Spec(p)
	spec.Width, spec.Points, spec.Steps = 8, "64", 10
	run, err := train.New(spec, train.Options{Workers: 1, Problem: p})
	if err != nil {
		t.Fatal(err)
	}
	defer run.Close()
	if _, err := New(run, 1, 0.01).Measure(); err == nil || run.StepCount() != 10 {
		t.Errorf("%v after %d steps", err, run.StepCount())
	}
}
