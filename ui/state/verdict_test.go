package state

import (
	"testing"

	"counterpoint/solver/experiment"
)

func TestRemedyStartsTheRunAnew(t *testing.T) {
	w := ready(t, "")
	gen := w.s.Generation()
	v := &experiment.Verdict{Regime: experiment.RegimeMagnitude, Remedy: experiment.Remedy{Arm: "gradnorm"}}
	w.s.Dispatch(Said{experiment.Reply{Gen: gen, Is: experiment.SaysVerdict, Verdict: v}})
	if w.s.Verdict != v || !w.s.Remediable() {
		t.Fatalf("verdict %+v", w.s.Verdict)
	}
	w.s.Dispatch(Said{experiment.Reply{Gen: gen - 1, Is: experiment.SaysVerdict, Verdict: &experiment.Verdict{}}})
	if w.s.Verdict != v {
		t.Error("a verdict on another run was taken")
	}
	w.s.Dispatch(ApplyRemedy{})
	r := w.last(experiment.AskLoad)
	if r.Spec == nil || r.Spec.Weights != "gradnorm" || r.Spec.Arm != "gradnorm" || r.Gen == gen {
		t.Errorf("load request %+v", r)
	}
	if w.s.Verdict != nil {
		t.Error("the verdict outlives its run")
	}
	v = &experiment.Verdict{Remedy: experiment.Remedy{Arm: "none"}}
	w.s.Dispatch(Said{experiment.Reply{Gen: w.s.Generation(), Is: experiment.SaysVerdict, Verdict: v}})
	if w.s.Remediable() {
		t.Error("the plain arm is offered as a remedy")
	}
}
