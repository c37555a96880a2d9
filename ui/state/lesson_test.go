package state

import (
	"strings"
	"testing"

	"counterpoint/solver/experiment"
)

// TestLessons: each lesson's link opens without a note, its arms exist and are those that its command measures, and its pages wait for
// things that come in that order.
func TestLessons(t *testing.T) {
	if len(Lessons) != 6 {
		t.Errorf("%d lessons, want six", len(Lessons))
	}
	seen := map[string]bool{}
	for i := range Lessons {
		l := &Lessons[i]
		if seen[l.Name] || FindLesson(l.Name) != l {
			t.Errorf("the name %q is taken", l.Name)
		}
		seen[l.Name] = true
		spec, rest, wrong := experiment.ParseFragment(l.Address(), experiment.Default())
		if len(wrong) > 0 || len(rest) != 1 || rest["lesson"] != l.Name || spec.Steps != 3000 || spec.Width != 32 || !strings.Contains(l.Command, "--problems "+spec.Problem+" ") {
			t.Errorf("%s: link %s gives %q and %v", l.Name, l.Address(), wrong, rest)
		}
		raced, before := 0, AtOnce
		for _, p := range l.Pages {
			if p.When < before {
				t.Errorf("%s: a page waits for what came before", l.Name)
			}
			before = p.When
			if p.Race[0] == "" {
				continue
			}
			raced++
			for _, arm := range p.Race {
				if err := experiment.ApplyArm(&spec, arm); err != nil || !strings.Contains(l.Command, arm) {
					t.Errorf("%s: arm %s is not measured (%v)", l.Name, arm, err)
				}
			}
		}
		if raced != 1 || before != Finished || !strings.Contains(l.Pages[len(l.Pages)-1].Text, "%") {
			t.Errorf("%s: %d races, or no numbers at its end", l.Name, raced)
		}
	}
}

// TestLessonWaits: a page can be turned to when what it speaks of is on the screen, and a race in between keeps what was seen.
func TestLessonWaits(t *testing.T) {
	w := ready(t, "problem=heat&lesson="+Lessons[0].Name)
	w.s.Dispatch(TurnPage{1})
	if w.s.Leaf != 0 {
		t.Error("a page was turned to before its time")
	}
	w.s.Dispatch(Toggle{})
	w.s.Dispatch(Arrived{w.frame(120)})
	w.s.Dispatch(TurnPage{1})
	w.s.Dispatch(TurnPage{1})
	if w.s.Leaf != 1 {
		t.Errorf("on page %d before the verdict", w.s.Leaf)
	}
	w.s.Dispatch(Said{experiment.Reply{Gen: w.s.Generation(), Is: experiment.SaysVerdict, Verdict: &experiment.Verdict{Regime: experiment.RegimeNone}}})
	w.s.Dispatch(TurnPage{1})
	if w.s.Leaf != 2 || !strings.Contains(w.address, "lesson="+Lessons[0].Name) {
		t.Errorf("on page %d, address %s", w.s.Leaf, w.address)
	}
	w.s.Dispatch(TurnPage{-2})
	w.s.Dispatch(OpenLesson{})
	if w.s.Leaf != 0 || w.s.Lesson != "" || strings.Contains(w.address, "lesson=") {
		t.Errorf("lesson %q at %s", w.s.Lesson, w.address)
	}
	if w := ready(t, "lesson=nix"); len(w.s.Notes) != 1 {
		t.Errorf("notes %q", w.s.Notes)
	}
}
