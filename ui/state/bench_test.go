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
