package state

import (
	"math"
	"strings"
	"testing"

	"counterpoint/solver/experiment"
)

// brought is a page that was given a file, and the request that went to the worker.
func brought(t *testing.T) (*worker, experiment.Request) {
	t.Helper()
	w := ready(t, "problem=heat")
	var asked experiment.Request
	before := w.s.Perform
	w.s.Perform = func(e Effect) {
		if f, ok := e.(SendFile); ok {
			if asked = f.Request; f.Handle != "file" {
				t.Errorf("the worker gets %v", f.Handle)
			}
			return
		}
		before(e)
	}
	w.s.Dispatch(Bring{Name: "run.jsonl", Size: 5, Handle: "file"})
	if asked.Do != experiment.AskTrace {
		t.Fatalf("asked for %+v", asked)
	}
	return w, asked
}

// TestBringLab: the Lab's own profile is asked of the worker and comes back as a file to bring; where there is none the view says why.
func TestBringLab(t *testing.T) {
	w := ready(t, "problem=heat")
	var given []Given
	before := w.s.Perform
	w.s.Perform = func(e Effect) {
		if g, ok := e.(Given); ok {
			given = append(given, g)
			return
		}
		before(e)
	}
	w.s.Dispatch(BringLab{})
	ask := w.last(experiment.AskExport)
	w.s.Dispatch(Said{experiment.Reply{ID: ask.ID, Gen: ask.Gen, Is: experiment.SaysFile, File: &experiment.File{Name: "heat.profile.jsonl", Data: []byte("{}")}}})
	if ask.Name != "profile" || len(given) != 1 || given[0].File.Name != "heat.profile.jsonl" || w.s.Own.Fault != nil {
		t.Errorf("asked for %q, given %+v, fault %v", ask.Name, given, w.s.Own.Fault)
	}
	w.s.Dispatch(BringLab{})
	ask = w.last(experiment.AskExport)
	w.s.Dispatch(Said{experiment.Reply{ID: ask.ID, Gen: ask.Gen, Is: experiment.SaysFailed, Failed: &experiment.Failure{Message: "this run has no profile: press Reset"}}})
	if f := w.s.Own.Fault; len(given) != 1 || f == nil || !strings.Contains(f.Message, "press Reset") || w.s.Failure != nil {
		t.Errorf("given %+v, fault %+v, failure %+v", given, f, w.s.Failure)
	}
}

func TestBring(t *testing.T) {
	w, ask := brought(t)
	if w.s.Tab != OwnTab || !w.s.Own.Reading || !strings.Contains(w.address, "view=own") {
		t.Errorf("view %q, reading %v, address %s", w.s.Tab, w.s.Own.Reading, w.address)
	}
	tr := &experiment.Trace{Losses: []string{"pde", "ic"}, Rows: 40, Step: []int{0, 10}, Loss: []float64{1, 2, 3, 4}, Gram: []float64{4, 1, 1, 9, 4, -1, -1, math.NaN()}}
	v := &experiment.Verdict{Regime: experiment.RegimeMagnitude}
	w.s.Dispatch(Said{experiment.Reply{ID: ask.ID, Gen: ask.Gen, Is: experiment.SaysTrace, Trace: tr, Verdict: v}})
	o := &w.s.Own
	if o.Reading || o.Trace == nil || !strings.Contains(w.s.Status, "magnitude imbalance") || !strings.Contains(w.s.Status, "40 rows") {
		t.Errorf("%+v, status %q", o, w.s.Status)
	}
	if w.s.Verdict != nil {
		t.Error("the verdict on the trace is taken for one on the run")
	}
	w.s.Dispatch(ShowRow{7})
	if o.Row != 1 || o.Snapshot().Step != 10 || o.Rows()[0].Length != 2 || o.Rows()[0].Against != "" {
		t.Errorf("row %d: %+v", o.Row, o.Rows())
	}
	if step, loss := o.Losses(); step[1] != 10 || loss[1][1] != 4 {
		t.Errorf("courses %v %v", step, loss)
	}
	w.s.Dispatch(Bring{Name: "empty.csv"})
	if o.Fault == nil || o.Trace == nil {
		t.Error("an empty file is taken, or throws away what is shown")
	}
}

// TestBringFaults: line and remedy are said, and what was shown stays.
func TestBringFaults(t *testing.T) {
	w, ask := brought(t)
	w.s.Dispatch(Said{experiment.Reply{ID: ask.ID, Gen: ask.Gen, Is: experiment.SaysTrace, Faults: []experiment.Fault{{Line: 3, Message: "NaN is no JSON", Remedy: "write null"}}}})
	if want := "run.jsonl was not taken: line 3: NaN is no JSON; write null."; w.s.Status != want {
		t.Errorf("status %q, want %q", w.s.Status, want)
	}
	w.s.Dispatch(Said{experiment.Reply{ID: ask.ID, Gen: ask.Gen, Is: experiment.SaysTrace, Faults: []experiment.Fault{{Message: "late"}}}})
	if strings.Contains(w.s.Status, "late") {
		t.Error("an answer is heard twice")
	}
}

// TestBringAndCrash: a file that was being read when the worker stopped is said to be unread.
func TestBringAndCrash(t *testing.T) {
	w, _ := brought(t)
	w.s.Dispatch(Crashed{"no memory"})
	w.hello()
	if o := &w.s.Own; o.Reading || o.Fault == nil {
		t.Errorf("%+v", o)
	}
}

// TestHookText: each hook can be pasted: it defines the two functions that it or its reader calls.
func TestHookText(t *testing.T) {
	for i, h := range Hooks {
		text := HookText(i)
		for _, need := range []string{"import json", "def header(", "def gram_row("} {
			if strings.Count(text, need) != 1 {
				t.Errorf("%s: %q is there %d times", h.Framework, need, strings.Count(text, need))
			}
		}
	}
	w := ready(t, "")
	w.other = nil
	w.s.Dispatch(CopyHook{0})
	if len(w.other) != 1 || w.other[0] != "CopyText" {
		t.Errorf("effects %v", w.other)
	}
}
