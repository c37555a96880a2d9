package state

import (
	"strings"
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

// TestProfile: how a profile settles is kept until its verdict, and a run that is not plain can become one that is profiled.
func TestProfile(t *testing.T) {
	w := ready(t, "")
	if !w.s.Profiling() {
		t.Fatal("a plain run at its start is not being profiled")
	}
	so := &experiment.Verdict{Regime: experiment.RegimeDirectional}
	told := 0
	w.s.Subscribe(Controls, func() { told++ })
	w.s.Dispatch(Said{experiment.Reply{Gen: w.s.Generation(), Is: experiment.SaysProfile, Verdict: so, Step: 300}})
	if told != 0 {
		t.Error("every word on a profile has all controls drawn anew")
	}
	if w.s.Profile.Step != 300 || w.s.Profile.Verdict != so || w.s.Verdict != nil {
		t.Errorf("profile %+v", w.s.Profile)
	}
	v := &experiment.Verdict{Regime: experiment.RegimeMagnitude, Remedy: experiment.Remedy{Arm: "gradnorm"}}
	w.s.Dispatch(Said{experiment.Reply{Gen: w.s.Generation(), Is: experiment.SaysVerdict, Verdict: v}})
	if w.s.Profiling() {
		t.Error("profiling goes on after the verdict")
	}
	w.s.Dispatch(ApplyRemedy{})
	if w.s.Applied != v || w.s.Profiling() {
		t.Errorf("applied %+v, profiling %v", w.s.Applied, w.s.Profiling())
	}
	w.s.Dispatch(PlainAgain{})
	if !w.s.Spec.Plain() || !w.s.Profiling() || w.s.Applied != nil || w.last(experiment.AskLoad).Spec.Weights != "none" {
		t.Errorf("spec %+v", w.s.Spec)
	}
}

func TestBecauseSaysTwoSentences(t *testing.T) {
	checked := 0
	for _, r := range []string{experiment.RegimeNone, experiment.RegimeMagnitude, experiment.RegimeDirectional, experiment.RegimeSingle, experiment.RegimeUndecided} {
		if n := strings.Count(Because(&experiment.Verdict{Regime: r}), "."); n != 2 {
			t.Errorf("%s: %d sentences", r, n)
		}
		checked++
	}
	if checked == 0 {
		t.Fatal("nothing was checked")
	}
}

// What is too short for a verdict is neither firm nor anything it looks like.
func TestWordsOnTheUndecided(t *testing.T) {
	some := []experiment.Evidence{{Name: "phi_*"}}
	short := &experiment.Verdict{Regime: experiment.RegimeUndecided, Evidence: some}
	open := &experiment.Verdict{Regime: experiment.RegimeNone, Or: experiment.RegimeMagnitude, Evidence: some}
	firm := &experiment.Verdict{Regime: experiment.RegimeNone, Firm: true, Evidence: some}
	for _, tt := range []struct {
		v           *experiment.Verdict
		firm, looks string
	}{
		{short, "decide nothing", "too few rows"},
		{open, "is not firm", "no harmful conflict, perhaps magnitude"},
		{firm, "is firm", "no harmful conflict"},
	} {
		if got := Firmness(tt.v); !strings.Contains(got, tt.firm) {
			t.Errorf("%s: %q", tt.v.Regime, got)
		}
		if got := (Profile{Step: 100, Verdict: tt.v}).Looks(); !strings.Contains(got, tt.looks) || !strings.Contains(got, "After 100 steps") {
			t.Errorf("%s: %q", tt.v.Regime, got)
		}
	}
	if got := Firmness(&experiment.Verdict{}); got != "" {
		t.Errorf("a verdict on nothing: %q", got)
	}
}
