package state

import (
	"strings"
	"testing"

	"counterpoint/solver/experiment"
)

// filed answers a request for a checkpoint.
func (w *worker) filed(step int) {
	w.t.Helper()
	r := w.last(experiment.AskSave)
	w.s.Dispatch(Said{experiment.Reply{ID: r.ID, Gen: r.Gen, Is: experiment.SaysFile, Step: step, File: &experiment.File{Name: "x", Data: []byte("checkpoint")}}})
}

// trained is a page whose run was trained to a step and paused, so that the browser keeps it.
func trained(t *testing.T, link string, step int) *worker {
	w := ready(t, link)
	w.s.Dispatch(Toggle{})
	w.s.Dispatch(Arrived{w.frame(step - 10)})
	f := w.frame(step)
	f.Seconds = 2
	w.s.Dispatch(Arrived{f})
	w.s.Dispatch(Said{experiment.Reply{Gen: f.Gen, Is: experiment.SaysVerdict, Verdict: &experiment.Verdict{Regime: experiment.RegimeNone}}})
	w.s.Dispatch(Toggle{})
	w.s.Dispatch(Said{experiment.Reply{Gen: w.s.Generation(), Is: experiment.SaysPaused, Step: step}})
	w.filed(step)
	return w
}

// TestReloadGoesOn: the page loaded again with the same link takes up the run, its step and its history; with another it begins.
func TestReloadGoesOn(t *testing.T) {
	w := trained(t, "width=20", 310)
	if len(w.stored) != 1 {
		t.Fatalf("%d runs are kept", len(w.stored))
	}
	again := &worker{t: t, s: NewStore(), stored: w.stored}
	again.perform()
	again.s.Dispatch(Open{w.address})
	again.hello()
	again.parsed()
	if r := again.last(experiment.AskLoad); string(r.Data) != "checkpoint" || r.Spec.Width != 20 {
		t.Fatalf("loaded %+v", r)
	}
	again.loaded()
	if s := again.s; s.Phase != Ready || !strings.Contains(s.Status, "continued from step 310") || s.History.Rows != 2 || s.History.Loss[1][1] != 0.5 {
		t.Errorf("phase %d, status %q, history %+v", s.Phase, s.Status, s.History)
	}
	if v := again.s.Verdict; v == nil || v.Regime != experiment.RegimeNone {
		t.Errorf("the verdict is %+v", v)
	}
	f := again.frame(311)
	f.Seconds = 0.5
	again.s.Dispatch(Arrived{f})
	if got := again.s.History.Seconds[2]; got != 2.5 {
		t.Errorf("after %g seconds of training, want 2.5", got)
	}
	again.s.Dispatch(Reset{})
	if r := again.last(experiment.AskLoad); len(again.stored) != 0 || len(r.Data) != 0 || again.s.History.Rows != 0 {
		t.Errorf("after Reset %d runs are kept, %d bytes loaded", len(again.stored), len(r.Data))
	}
	again.loaded()
	if strings.Contains(again.s.Status, "continued") {
		t.Errorf("after Reset: %q", again.s.Status)
	}
	other := &worker{t: t, s: NewStore(), stored: w.stored}
	other.perform()
	other.s.Dispatch(Open{"width=21"})
	other.hello()
	other.parsed()
	if r := other.last(experiment.AskLoad); len(r.Data) != 0 {
		t.Error("another run was taken up")
	}
}

// TestRunThatCannotGoOn begins anew and is forgotten.
func TestRunThatCannotGoOn(t *testing.T) {
	w := trained(t, "", 310)
	for _, k := range w.stored {
		k.Kernel = "older"
	}
	w.s.Dispatch(Open{w.address})
	w.parsed()
	load := w.last(experiment.AskLoad)
	spec := w.s.Spec
	w.s.Dispatch(Said{experiment.Reply{ID: load.ID, Gen: load.Gen, Is: experiment.SaysFailed, Failed: &experiment.Failure{Message: "damaged", Spec: &spec}}})
	if r := w.last(experiment.AskLoad); len(r.Data) != 0 || r.Gen <= load.Gen || w.s.Phase != Loading || len(w.stored) != 0 {
		t.Errorf("loaded %+v in phase %d, %d kept", r, w.s.Phase, len(w.stored))
	}
	if notes := strings.Join(w.s.Notes, " "); !strings.Contains(notes, "damaged") || !strings.Contains(notes, "older") {
		t.Errorf("notes %q", w.s.Notes)
	}
	w.loaded()
	if w.s.Phase != Ready {
		t.Errorf("phase %d", w.s.Phase)
	}
}

// TestKeptWhileTraining: first after three seconds of training, then every ten, and never two at a time.
func TestKeptWhileTraining(t *testing.T) {
	w := ready(t, "")
	w.s.Dispatch(Toggle{})
	asked := 0
	for step := 1; step <= 100; step++ {
		n := len(w.sent)
		f := w.frame(step)
		f.Seconds = float64(step)
		w.s.Dispatch(Arrived{f})
		if len(w.sent) > n {
			asked++
			w.s.Dispatch(Hidden{}) // it is under way
			if len(w.sent) != n+1 {
				t.Error("asked twice at once")
			}
			w.filed(step)
		}
	}
	if asked != 10 {
		t.Errorf("kept %d times in 100 s, want 10", asked)
	}
	n := len(w.sent)
	w.s.Dispatch(Hidden{})
	if len(w.sent) != n+1 {
		t.Error("not kept when the page is hidden")
	}
	w.filed(100)
	w.s.Dispatch(Unkept{"QuotaExceededError"})
	w.s.Dispatch(Unkept{"QuotaExceededError"})
	f := w.frame(200)
	f.Seconds = 500
	n = len(w.sent)
	w.s.Dispatch(Arrived{f})
	if len(w.sent) != n || len(w.s.Notes) != 1 || !strings.Contains(w.s.Notes[0], "Quota") || w.s.Phase != Training {
		t.Errorf("after the browser refused: %d requests more, notes %q", len(w.sent)-n, w.s.Notes)
	}
}

func TestSaveAndOpenFile(t *testing.T) {
	w := ready(t, "width=20")
	w.s.Dispatch(SaveRun{})
	w.other = nil
	w.filed(0)
	if len(w.other) != 1 || w.other[0] != "Download" || len(w.stored) != 0 {
		t.Errorf("Save run: %q, %d kept", w.other, len(w.stored))
	}
	w.s.Dispatch(OpenFile{Opened{"notes.txt", []byte("x")}})
	r := w.last(experiment.AskParse)
	w.s.Dispatch(Said{experiment.Reply{ID: r.ID, Gen: r.Gen, Is: experiment.SaysParsed, Faults: []experiment.Fault{{Message: "checkpoint: 1 byte"}}}})
	if !strings.Contains(w.s.Status, "notes.txt is no saved run: 1 byte") || w.s.Phase != Ready {
		t.Errorf("a wrong file: phase %d, status %q", w.s.Phase, w.s.Status)
	}
	w.s.Dispatch(OpenFile{Opened{"run.safetensors", []byte("good")}})
	r = w.last(experiment.AskParse)
	i := info("heat")
	spec := i.Defaults.Clone()
	spec.Width = 33
	w.s.Dispatch(Said{experiment.Reply{ID: r.ID, Gen: r.Gen, Is: experiment.SaysParsed, Info: &i, Saved: &experiment.Saved{Spec: spec, Step: 70}}})
	if l := w.last(experiment.AskLoad); string(l.Data) != "good" || l.Spec.Width != 33 || !strings.Contains(w.address, "problem=heat") || !strings.Contains(w.address, "width=33") {
		t.Errorf("loaded %+v at %q", l, w.address)
	}
	w.loaded()
	if !strings.Contains(w.s.Status, "continued from step 70") {
		t.Errorf("status %q", w.s.Status)
	}
	w.s.Dispatch(OpenFile{Opened{"mine.pde", []byte("coord x")}})
	if r := w.last(experiment.AskParse); r.Text != "coord x" || !w.s.Editor.Open {
		t.Errorf("a text: asked %+v", r)
	}
}

// TestTableComesBack: what Table writes, the history reads, and nothing else.
func TestTableComesBack(t *testing.T) {
	w := trained(t, "", 310)
	table := string(w.s.Table().Data)
	var h History
	h.Reset(2, 1)
	h.read(table)
	s := w.s.History
	w.s.History = h
	if again := string(w.s.Table().Data); again != table || h.Rows != s.Rows {
		t.Errorf("%q came back as %q", table, again)
	}
	row := experiment.Snapshot{Step: int(h.Step[len(h.Step)-1]), Loss: []float64{1, 2}, Weight: []float64{1, 1}, Gram: []float64{1, 0, 0, 1}, BlockGram: []float64{1, 0, 0, 1}}
	for range 2 { // the first replaces the latest row
		h.Add(&row)
		row.Step++
	}
	for i, c := range h.columns() {
		if len(*c) != s.Rows+1 {
			t.Errorf("column %d has %d rows after another was added to %d", i, len(*c), s.Rows)
		}
	}
	for _, wrong := range []string{"", "step\n1", "a,b\n1,2,3\n"} {
		h.Reset(2, 1)
		if h.read(wrong); h.Rows != 0 || len(h.Step) != 0 {
			t.Errorf("%q gave %d rows", wrong, h.Rows)
		}
	}
}
