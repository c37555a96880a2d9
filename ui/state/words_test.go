package state

import (
	"strings"
	"testing"

	"counterpoint/solver/experiment"
)

// The sentence on the result says the error without the mean where the mean of many coordinates hides it, and only there.
func TestResultWithoutTheMean(t *testing.T) {
	for family, want := range map[string]bool{"high-dim": true, "forward-k3": false} {
		w := ready(t, "")
		w.s.Info.Family = family
		w.s.Dispatch(Arrived{w.frame(300)})
		got := w.s.result()
		if !strings.Contains(got, "relative error of u 25.0 %") || strings.Contains(got, "(50.0 % without its mean)") != want {
			t.Errorf("%s: %q", family, got)
		}
	}
	w := ready(t, "")
	w.s.Info.Family = "high-dim"
	f := w.frame(300)
	f.Error[0], f.Centered[0] = 0.125, 0.75
	w.s.Dispatch(Arrived{f})
	var back experiment.Frame
	if err := back.Decode(f.Encode(nil)); err != nil || back.Centered[0] != 0.75 || back.Error[0] != 0.125 {
		t.Errorf("the frame loses it: %v, %+v", err, back.Snapshot)
	}
	if got := w.s.result(); !strings.Contains(got, "12.5 % (75.0 % without its mean)") {
		t.Errorf("%q", got)
	}
}
