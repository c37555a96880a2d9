package state

import (
	"strings"
	"testing"
)

// TestRedraw: after the graphics context is gone the run trains on and is kept; Redraw loads the page again once the browser's storage has
// it, with the training going on.
func TestRedraw(t *testing.T) {
	w := ready(t, "problem=heat&width=20")
	w.s.Dispatch(Redraw{})
	w.s.Dispatch(Toggle{})
	f := w.frame(5)
	f.Seconds = 1
	w.s.Dispatch(Arrived{f})
	w.reloads("", "Redraw while all is well")
	w.s.Dispatch(Blinded{})
	if w.s.Phase != Training || !w.s.Sight.Lost || !strings.Contains(w.s.Blindness(), "Training goes on") {
		t.Errorf("phase %d, %q", w.s.Phase, w.s.Blindness())
	}
	w.filed(5) // it is kept at once
	w.s.Dispatch(Redraw{})
	w.reloads("", "before the storage took the run")
	if !strings.Contains(w.s.Blindness(), "Keeping") {
		t.Errorf("%q", w.s.Blindness())
	}
	w.s.Dispatch(Stored{})
	w.reloads("problem=heat&seed=1&width=20&run=1", "kept")
	w.s.Dispatch(Stored{})
	w.reloads("", "a second time")
}

// TestRedrawImpatient: Redraw pressed twice does not wait for a storage that says nothing.
func TestRedrawImpatient(t *testing.T) {
	w := trained(t, "problem=heat", 100)
	w.s.Dispatch(Stored{})
	w.s.Dispatch(Arrived{w.frame(101)})
	w.s.Dispatch(Blinded{})
	w.s.Dispatch(Redraw{})
	w.reloads("", "asked once")
	w.s.Dispatch(Redraw{})
	w.reloads("problem=heat&seed=1", "asked twice") // it was paused
}

// TestRedrawRefused: where the browser holds no run, the button saves it as a file and nothing is loaded again.
func TestRedrawRefused(t *testing.T) {
	w := trained(t, "problem=heat", 100)
	w.s.Dispatch(Arrived{w.frame(101)})
	w.s.Dispatch(Blinded{})
	w.s.Dispatch(Redraw{})
	w.filed(101)
	w.s.Dispatch(Unkept{"QuotaExceededError"})
	w.reloads("", "the browser refused")
	if !strings.Contains(w.s.Blindness(), "save it as a file") {
		t.Errorf("%q", w.s.Blindness())
	}
	n := len(w.sent)
	w.s.Dispatch(Redraw{})
	if w.filed(101); len(w.sent) != n+1 || w.other[len(w.other)-1] != "Download" {
		t.Errorf("the run was not offered as a file: %v", w.other)
	}
	w.reloads("", "saved as a file")
}

// reloads checks that the page was loaded again with that fragment since the last look, or with "" that it was not.
func (w *worker) reloads(want, when string) {
	w.t.Helper()
	if w.reload != want {
		w.t.Errorf("%s: loaded again with %q, want %q", when, w.reload, want)
	}
	w.reload = ""
}
