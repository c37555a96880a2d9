package state

import (
	"strings"
	"testing"

	"counterpoint/solver/experiment"
)

// pause lets typing settle.
func (w *worker) pause() { w.s.Dispatch(Settled{w.s.Editor.typed}) }

// answer plays what the worker finds in the text it was asked about last.
func (w *worker) answer(faults ...experiment.Fault) {
	w.t.Helper()
	r := w.last(experiment.AskParse)
	reply := experiment.Reply{ID: r.ID, Gen: r.Gen, Is: experiment.SaysParsed, Faults: faults}
	if len(faults) == 0 {
		i := info("")
		i.Title, i.Text = "Mine", r.Text
		reply.Info = &i
	}
	w.s.Dispatch(Said{reply})
}

var fault = experiment.Fault{Line: 2, Column: 3, Length: 2, Message: "wrong", Remedy: "write it right"}

func TestTextIsReadWhenTypingPauses(t *testing.T) {
	w := ready(t, "")
	w.s.Dispatch(Edit{true})
	w.s.Dispatch(Write{"a"})
	first := w.s.Editor.typed
	w.s.Dispatch(Write{"ab\r\ncd"})
	n := len(w.sent)
	w.s.Dispatch(Settled{first})
	if len(w.sent) != n {
		t.Error("a text was read that is older than what is typed")
	}
	w.pause()
	if r := w.last(experiment.AskParse); r.Text != "ab\ncd" {
		t.Errorf("the worker reads %q", r.Text)
	}
	w.answer(fault)
	e := &w.s.Editor
	if len(e.Faults) != 1 || !e.Fresh() || e.Sound() || w.s.Phase != Ready {
		t.Errorf("editor %+v in phase %d", e, w.s.Phase)
	}
	if lo, hi := Place(e.Text, e.Faults[0]); e.Text[lo:] != "" || lo != hi {
		t.Errorf("a fault beyond its line is at %d to %d", lo, hi)
	}
	w.s.Dispatch(Write{"ab\ncde"})
	if e.Fresh() {
		t.Error("old errors count for a new text")
	}
}

// TestStaleAnswers: of two texts under way only the later one's answer counts.
func TestStaleAnswers(t *testing.T) {
	w := ready(t, "")
	w.s.Dispatch(Edit{true})
	w.s.Dispatch(Write{"one"})
	w.pause()
	old := w.last(experiment.AskParse)
	w.s.Dispatch(Write{"two"})
	w.pause()
	w.s.Dispatch(Said{experiment.Reply{ID: old.ID, Gen: old.Gen, Is: experiment.SaysParsed, Faults: []experiment.Fault{fault}}})
	if w.s.Editor.Fresh() || len(w.s.Editor.Faults) != 1 || w.s.Editor.Faults[0].Message == "wrong" {
		t.Errorf("an old answer was taken: %+v", w.s.Editor)
	}
	if w.s.Phase != Ready || w.s.Failure != nil {
		t.Errorf("an old answer changed the run: phase %d", w.s.Phase)
	}
	w.answer()
	if !w.s.Editor.Sound() {
		t.Error("the text is not right")
	}
}

func TestTrainText(t *testing.T) {
	w := ready(t, "problem=heat&width=20&set.nu=0.5")
	w.s.Dispatch(Edit{true})
	w.s.Dispatch(Write{"coord x # λ & = %"})
	w.s.Dispatch(TrainText{}) // before typing paused: read first
	w.answer()
	if r := w.last(experiment.AskParse); r.Text != "coord x # λ & = %" {
		t.Fatalf("opened %+v", r)
	}
	w.answer()
	if r := w.last(experiment.AskLoad); r.Spec.Text != "coord x # λ & = %" || r.Spec.Problem != own || r.Spec.Width != 20 || r.Spec.Set["nu"] != 0.5 {
		t.Fatalf("loaded %+v", r.Spec)
	}
	w.loaded()
	if w.last(experiment.AskRun); w.s.Phase != Training || w.s.Editor.Changed() || !w.s.Editor.Open {
		t.Errorf("phase %d, editor %+v", w.s.Phase, w.s.Editor)
	}
	again := start(t, w.address)
	if r := again.last(experiment.AskParse); r.Text != "coord x # λ & = %" {
		t.Errorf("the link restores %q", r.Text)
	}
}

// TestTextOverrulesControls: a constant or a default that was rewritten in the text counts for more than a control moved before.
func TestTextOverrulesControls(t *testing.T) {
	w := ready(t, "problem=heat&width=20&depth=2&set.nu=0.5")
	w.s.Dispatch(Edit{true})
	w.s.Dispatch(Write{"rewritten"})
	w.pause()
	r := w.last(experiment.AskParse)
	i := info("")
	i.Sliders[0].Value, i.Defaults.Width = 0.2, 40
	found := func(r experiment.Request) {
		w.s.Dispatch(Said{experiment.Reply{ID: r.ID, Gen: r.Gen, Is: experiment.SaysParsed, Info: &i}})
	}
	found(r)
	w.s.Dispatch(TrainText{})
	found(w.last(experiment.AskParse))
	if s := w.last(experiment.AskLoad).Spec; len(s.Set) != 0 || s.Width != 40 || s.Depth != 2 {
		t.Errorf("loaded width %d, depth %d, constants %v; want 40 of the text, 2 of the control, none", s.Width, s.Depth, s.Set)
	}
}

// TestWrongTextIsNotTrained: the run that is there goes on.
func TestWrongTextIsNotTrained(t *testing.T) {
	w := ready(t, "")
	w.s.Dispatch(Toggle{})
	w.s.Dispatch(Edit{true})
	w.s.Dispatch(Write{"a\nbcde"})
	w.s.Dispatch(TrainText{})
	w.answer(fault)
	if w.s.Phase != Training || !strings.Contains(w.s.Status, "one error") {
		t.Errorf("phase %d, status %q", w.s.Phase, w.s.Status)
	}
	w.s.Dispatch(Write{strings.Repeat("# long\n", experiment.MaxFragment)})
	w.s.Dispatch(TrainText{})
	w.answer()
	if w.s.Phase != Training || !strings.Contains(w.s.Status, "link") {
		t.Errorf("a text too long for a link: phase %d, status %q", w.s.Phase, w.s.Status)
	}
	w.s.Dispatch(Write{" \n"})
	n := len(w.sent)
	w.pause()
	if len(w.sent) != n || len(w.s.Editor.Faults) != 1 {
		t.Error("no text was read as a text")
	}
}

// TestBrokenLink: a text of a link that cannot be read opens the editor at the fault.
func TestBrokenLink(t *testing.T) {
	w := start(t, "problem=text&text=a%0Abcde")
	w.answer(fault)
	e := &w.s.Editor
	if w.s.Phase != Failed || !e.Open || e.Text != "a\nbcde" || len(e.Faults) != 1 || w.s.Info != nil {
		t.Fatalf("phase %d, editor %+v", w.s.Phase, e)
	}
	w.s.Dispatch(Write{"a\nb"})
	w.s.Dispatch(TrainText{})
	w.answer()
	w.answer()
	w.loaded()
	if w.s.Phase != Training {
		t.Errorf("the mended text is in phase %d", w.s.Phase)
	}
}

// TestDraftIsKept: choosing another problem does not lose what was written.
func TestDraftIsKept(t *testing.T) {
	w := ready(t, "")
	w.s.Dispatch(Edit{true})
	w.s.Dispatch(Write{"mine"})
	w.s.Dispatch(Choose{"heat"})
	r := w.last(experiment.AskParse)
	i := info(r.Name)
	i.Text = "heat's own"
	w.s.Dispatch(Said{experiment.Reply{ID: r.ID, Gen: r.Gen, Is: experiment.SaysParsed, Info: &i}})
	if e := &w.s.Editor; e.Text != "heat's own" || e.Kept != "mine" {
		t.Fatalf("text %q, kept %q", e.Text, e.Kept)
	}
	w.s.Dispatch(Replace{w.s.Editor.Kept})
	if r := w.last(experiment.AskParse); r.Text != "mine" {
		t.Errorf("the worker reads %q", r.Text)
	}
}

func TestMarks(t *testing.T) {
	e := Editor{Text: "const  λ = 1 # <b>\n\nx𝜆_t = 2\nnew", Faults: []experiment.Fault{
		{Line: 1, Column: 8, Length: 1}, {Line: 3, Column: 1, Length: 4}, {Line: 3, Column: 99}, {Line: 4, Column: 1}, {Message: "no place"}}}
	e.Read = "const  λ = 1 # <b>\n\nx𝜆_t = 2\nold"
	want := `<div class="ln wrong"><b>const</b>  <mark>λ</mark> = 1 <i># &lt;b&gt;</i></div><div class="ln">` + "\u200b" +
		`</div><div class="ln wrong"><mark>x𝜆_t</mark> = 2<mark> </mark></div><div class="ln">new</div>`
	if got := e.Marks(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestPlaces(t *testing.T) {
	const text = "a𝜆b\nλ"
	checked := 0
	for character, unit := range []int{0, 1, 3, 4, 5, 6} {
		checked++
		if got := Units(text, character); got != unit {
			t.Errorf("character %d is unit %d, want %d", character, got, unit)
		}
		if got := Character(text, unit); got != character {
			t.Errorf("unit %d is character %d, want %d", unit, got, character)
		}
	}
	if Character(text, 2) != 1 || Units(text, 99) != 6 || checked == 0 {
		t.Error("places inside a pair or beyond the end")
	}
	if lo, hi := Place(text, experiment.Fault{Line: 1, Column: 2, Length: 1}); lo != 1 || hi != 2 {
		t.Errorf("a fault at 1:2 spans %d to %d", lo, hi)
	}
}

func FuzzMarks(f *testing.F) {
	f.Add("a\nb", 1, 1, 1)
	f.Fuzz(func(t *testing.T, text string, line, column, length int) {
		e := Editor{Text: text, Read: text, Faults: []experiment.Fault{{Line: line, Column: column, Length: length}}}
		if n := strings.Count(e.Marks(), `<div class="ln`); n != strings.Count(text, "\n")+1 {
			t.Errorf("%d lines of %q", n, text)
		}
		lo, hi := Place(text, e.Faults[0])
		if n := len([]rune(text)); lo < 0 || hi < lo || hi > n {
			t.Errorf("a place from %d to %d of %d", lo, hi, n)
		}
	})
}
