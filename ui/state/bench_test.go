package state

import (
	"strings"
	"testing"

	"counterpoint/solver/experiment"
)

// timed answers the benchmark's latest request.
func (w *worker) timed(ms float64) {
	w.t.Helper()
	r := w.last(experiment.AskBench)
	k := r.Kernel
	if k == "" {
		k = "simd"
	}
	w.s.Dispatch(Said{experiment.Reply{ID: r.ID, Gen: r.Gen, Is: experiment.SaysTiming, Part: 0.5}})
	w.s.Dispatch(Said{experiment.Reply{ID: r.ID, Gen: r.Gen, Is: experiment.SaysTiming, Part: 1, Timing: &experiment.Timing{Problem: r.Name, Kernel: k, Milliseconds: ms}}})
}

// The link asks for a table: every problem with the fastest kernels, then with the portable ones; a failure does not end it.
func TestBench(t *testing.T) {
	w := start(t, "bench&precision=f64&seconds=0.5&colour=red")
	if r := w.last(experiment.AskBench); r.Name != "heat" || r.Kernel != "" || r.Value != 0.5 || !strings.Contains(r.Text, "precision=f64") {
		t.Errorf("the first request is %+v", r)
	}
	if len(w.s.Notes) != 1 || !strings.Contains(w.s.Notes[0], "colour") {
		t.Errorf("notes %q", w.s.Notes)
	}
	w.timed(2)
	w.s.Dispatch(Toggle{}) // there is no run that it could start
	if part, what := w.s.Bench.Progress(); part != 0.25 || !strings.Contains(what, "heat") || !strings.Contains(what, "portable") {
		t.Errorf("%g %s", part, what)
	}
	w.timed(30)
	r := w.last(experiment.AskBench)
	w.s.Dispatch(Said{experiment.Reply{ID: r.ID, Gen: r.Gen, Is: experiment.SaysFailed, Failed: &experiment.Failure{Message: "no memory"}}})
	b := &w.s.Bench
	if !b.Done() || b.Rows[0].Ratio() != 15 || b.Rows[1].Ratio() != 0 || !strings.Contains(w.s.Notes[1], "burgers: no memory") {
		t.Errorf("%+v, notes %q", b, w.s.Notes)
	}
	if lines := strings.Split(strings.TrimSpace(b.JSON()), "\n"); len(lines) != 2 || !strings.Contains(lines[0], `"problem":"heat"`) {
		t.Errorf("JSON %q", lines)
	}
	w.s.Dispatch(Open{""})
	if w.s.Bench.On {
		t.Error("the benchmark does not end")
	}
	w.parsed()
	w.loaded()
}

// A problem whose measurement ends the worker is marked, what was measured stays, and the next problem's turn comes: the benchmark ends though
// the worker ends on each.
func TestBenchGoesOnAfterCrash(t *testing.T) {
	w := start(t, "bench&seconds=0.5")
	w.timed(2)
	w.timed(30)
	w.s.Dispatch(Crashed{"no memory"})
	w.s.Dispatch(Crashed{"not started"}) // the next worker, before it was asked for anything
	sent := len(w.sent)
	w.hello()
	b := &w.s.Bench
	if len(w.sent) != sent || !b.Done() || w.s.Phase != Ready || w.s.Failure != nil {
		t.Errorf("%d requests of %+v, phase %d", len(w.sent)-sent, b, w.s.Phase)
	}
	if b.Rows[0].Ratio() != 15 || b.Rows[0].Fault != "" || !strings.Contains(b.Rows[1].Fault, "no memory") {
		t.Errorf("the rows are %+v", b.Rows)
	}
	if len(w.s.Notes) != 2 || !strings.Contains(w.s.Notes[0], "burgers") || !strings.Contains(w.s.Notes[1], "without its fast kernels") {
		t.Errorf("notes %q", w.s.Notes)
	}

	w = start(t, "bench")
	for _, problem := range []string{"heat", "burgers"} {
		if r := w.last(experiment.AskBench); r.Name != problem {
			t.Fatalf("%s is measured, want %s", r.Name, problem)
		}
		w.s.Dispatch(Crashed{"no memory"})
		w.hello()
	}
	if b := &w.s.Bench; !b.Done() || b.Rows[0].Fault == "" || b.Rows[1].Fault == "" {
		t.Errorf("%+v", b)
	}
	w.s.Dispatch(Crashed{"idle"})
	w.s.Dispatch(Open{""}) // left while there is no worker
	w.hello()
	w.parsed()
	w.loaded()
	if w.s.Bench.On {
		t.Error("the benchmark goes on after it was left")
	}
}

// Opening the benchmark ends a race and its workers.
func TestBenchEndsRace(t *testing.T) {
	r := started(t)
	r.s.Dispatch(Open{"bench&problem=heat"})
	if r.ended != [2]bool{true, true} || r.s.Racing() || r.s.Race.Lanes != [2]*Lane{} {
		t.Errorf("workers ended: %v, race %+v", r.ended, r.s.Race)
	}
	r.worker.last(experiment.AskBench)
	r.s.Dispatch(Toggle{})
	if r.s.Racing() || r.s.Race.Running {
		t.Errorf("the race goes on: %+v", r.s.Race)
	}
}

func TestBenchOfOneProblem(t *testing.T) {
	w := start(t, "bench&problem=burgers")
	if r := w.last(experiment.AskBench); r.Name != "burgers" || len(w.s.Bench.Rows) != 1 {
		t.Errorf("%+v", r)
	}
	w = start(t, "bench&problem=<script>")
	if len(w.sent) != 0 || len(w.s.Notes) != 1 || !w.s.Bench.Done() {
		t.Errorf("%+v, notes %q", w.sent, w.s.Notes)
	}
}
