package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"counterpoint/solver/experiment"
)

// solving is a desk whose session trains real runs.
func solving(t *testing.T) *desk {
	d := newDesk(t)
	d.s.Parse, d.s.Save, d.s.Inspect = parse, save, inspect
	d.s.Open = func(spec experiment.Spec) (run, error) { return open(spec, nil) }
	d.s.Resume = func(data []byte) (run, error) { return resume(data, nil) }
	return d
}

// little is a run of heat that takes a moment.
func little(steps int) *experiment.Spec {
	s := experiment.Default()
	s.Problem, s.Width, s.Depth, s.Points, s.Steps = "heat", 8, 2, "64", steps
	return &s
}

// saved returns the checkpoint that the session answers with.
func (d *desk) saved(gen int) []byte {
	d.t.Helper()
	d.ask(experiment.Request{ID: 77, Gen: gen, Do: experiment.AskSave})
	r := d.said[len(d.said)-1]
	if r.Is != experiment.SaysFile || r.ID != 77 || r.File == nil {
		d.t.Fatalf("asked to save, it says %+v", r)
	}
	return r.File.Data
}

// TestGoesOnFromCheckpoint: a run that was saved, lost and taken up again ends in the checkpoint of one that was left alone.
func TestGoesOnFromCheckpoint(t *testing.T) {
	d := solving(t)
	view := &experiment.View{Quantities: []string{experiment.Prediction}, X: 1, Y: 0, Slice: []float64{0, 0}, W: 4, H: 4, Hz: 8}
	d.ask(experiment.Request{ID: 1, Gen: 1, Do: experiment.AskLoad, Spec: little(20), View: view}, experiment.Request{ID: 2, Gen: 1, Do: experiment.AskStep, N: 7})
	half := d.saved(1)
	d.ask(experiment.Request{ID: 3, Gen: 1, Do: experiment.AskStep, N: 5})
	want := d.saved(1)

	e := solving(t)
	e.ask(experiment.Request{ID: 4, Do: experiment.AskParse, Data: half})
	r := e.said[len(e.said)-1]
	if r.Is != experiment.SaysParsed || r.Saved == nil || r.Saved.Step != 7 || r.Saved.Spec.Problem != "heat" || r.Saved.Kernel == "" || r.Info == nil {
		t.Fatalf("the checkpoint is said to be %+v", r)
	}
	e.ask(experiment.Request{ID: 5, Gen: 9, Do: experiment.AskLoad, Spec: &r.Saved.Spec, View: view, Data: half})
	if f := e.frames[len(e.frames)-1]; f.Step != 7 || f.Gen != 9 || len(f.Grids) != 1 {
		t.Errorf("it shows step %d of generation %d with %d maps", f.Step, f.Gen, len(f.Grids))
	}
	e.ask(experiment.Request{ID: 6, Gen: 9, Do: experiment.AskStep, N: 5})
	if !bytes.Equal(e.saved(9), want) {
		t.Error("the run that was taken up again is another")
	}
}

// TestFinishedRunSaysSo: a checkpoint of the last step loads as a run that is done.
func TestFinishedRunSaysSo(t *testing.T) {
	d := solving(t)
	d.ask(experiment.Request{ID: 1, Gen: 1, Do: experiment.AskLoad, Spec: little(3)}, experiment.Request{ID: 2, Gen: 1, Do: experiment.AskRun})
	for range 3 {
		d.s.Work(25 * time.Millisecond)
		d.now = d.now.Add(time.Second)
	}
	data := d.saved(1)
	d.heard()
	d.ask(experiment.Request{ID: 3, Gen: 2, Do: experiment.AskLoad, Spec: little(3), Data: data})
	if got := d.heard(); got != "loaded done" {
		t.Errorf("heard %q", got)
	}
}

// TestWrongFiles: what is no checkpoint is refused in words, and the run that is there stays.
func TestWrongFiles(t *testing.T) {
	d := solving(t)
	d.ask(experiment.Request{ID: 1, Gen: 1, Do: experiment.AskLoad, Spec: little(20)}, experiment.Request{ID: 2, Gen: 1, Do: experiment.AskStep, N: 2})
	good := d.saved(1)
	for name, data := range map[string][]byte{
		"text": []byte("title Heat\ncoord x in [0, 1]\n"), "cut": good[:len(good)-9], "head": good[:20],
		"problem": bytes.Replace(good, []byte(`\"problem\":\"heat\"`), []byte(`\"problem\":\"hext\"`), 1),
	} {
		d.ask(experiment.Request{ID: 8, Do: experiment.AskParse, Data: data})
		r := d.said[len(d.said)-1]
		if r.Is != experiment.SaysParsed || len(r.Faults) != 1 || r.Saved != nil || !strings.Contains(r.Faults[0].Message, "checkpoint") {
			t.Errorf("%s: %+v", name, r)
		}
	}
	if d.saved(1) == nil {
		t.Error("the run is gone")
	}
}
