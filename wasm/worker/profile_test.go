package main

import (
	"testing"

	"counterpoint/solver/experiment"
)

// A plain run is profiled for a thousand steps and judged once; a reweighted one is not.
func TestVerdictAfterTheProfile(t *testing.T) {
	spec := experiment.Default()
	spec.Problem, spec.Width, spec.Depth, spec.Points, spec.Steps = "heat", 6, 1, "40", experiment.ProfileSteps+20
	r, err := open(spec, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	verdicts := 0
	s := &Session{run: r, Say: func(reply experiment.Reply) {
		if reply.Is == experiment.SaysVerdict {
			verdicts++
			if reply.Verdict == nil || reply.Verdict.Regime == "" || len(reply.Verdict.Evidence) == 0 || reply.Step != experiment.ProfileSteps {
				t.Errorf("verdict %+v at step %d", reply.Verdict, reply.Step)
			}
		}
	}}
	for !r.Done() {
		if !s.step() {
			t.Fatal("the run failed")
		}
	}
	if verdicts != 1 {
		t.Errorf("%d verdicts, want 1", verdicts)
	}
	if _, err := save(r); err != nil {
		t.Errorf("a profiled run cannot be saved: %v", err)
	}
	spec.Weights = "gradnorm"
	w, err := open(spec, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if _, ok := w.(*plainRun); ok {
		t.Error("a reweighted run is profiled as if it were plain")
	}
}
