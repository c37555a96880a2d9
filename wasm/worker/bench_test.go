package main

import (
	"strings"
	"testing"
	"time"

	"counterpoint/solver/experiment"
)

// The session measures in slices, says how far it is, and can be called away.
func TestBench(t *testing.T) {
	d := newDesk(t)
	d.s.Now, d.s.Time = time.Now, clock
	d.load(1, 100)
	d.heard()
	ask := experiment.Request{ID: 5, Gen: 2, Do: experiment.AskBench, Name: "heat", Text: "bench&width=8&points=64", Kernel: "portable", Value: 0.3}
	d.ask(ask)
	if d.runs[0].closed != 1 || !d.s.Training() {
		t.Fatal("the run under way was not closed, or the benchmark has nothing to do")
	}
	for range 1000 {
		if !d.s.Training() {
			break
		}
		d.s.Work(10 * time.Millisecond)
	}
	last, parts := experiment.Reply{}, 0
	for _, r := range d.said {
		if r.Is != experiment.SaysTiming || r.ID != 5 || r.Gen != 2 || r.Part < last.Part {
			t.Errorf("said %+v", r)
		}
		last = r
		parts++
	}
	if x := last.Timing; parts < 2 || x == nil || x.Kernel != "portable" || x.Network != "2-8x4-1" || !(x.Milliseconds > 0) {
		t.Errorf("%d messages, the last %+v", parts, last)
	}
	d.heard()
	d.ask(ask)
	d.load(3, 100)
	if d.s.bench.watch != nil {
		t.Error("a run is loaded and the benchmark goes on")
	}
	d.heard()
	for _, text := range []string{"width=-3", "precision=f16"} {
		ask.Text = text
		d.ask(ask)
		name, _, _ := strings.Cut(text, "=")
		if last := d.said[len(d.said)-1]; last.Failed == nil || !strings.Contains(last.Failed.Message, name) {
			t.Errorf("%s: %+v", text, last)
		}
	}
}
