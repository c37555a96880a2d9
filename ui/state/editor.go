package state

import (
	"fmt"
	"strings"

	"counterpoint/solver/experiment"
)

// Editor is a problem's text as the visitor writes it, and what the worker found in it.
type Editor struct {
	Open   bool
	Text   string
	Read   string             // the text that Faults speak of: it lags behind Text while something is typed
	Faults []experiment.Fault // none if Read is right
	Right  string             // the latest text without faults, which Info describes
	Info   *experiment.Info   // nil before the first such text
	Kept   string             // a text that was pushed out by another problem; "" if none

	from  string // the text of the problem that was opened last
	typed int    // changes so far: a pause in typing belongs to one of them
	asked int    // the request whose answer is awaited
	train bool   // train the text as soon as it is found right
}

// Fresh reports whether Faults speak of the text as it stands.
func (e *Editor) Fresh() bool { return e.Read == e.Text && e.asked == 0 }

// Sound reports whether the text as it stands is right.
func (e *Editor) Sound() bool { return e.Fresh() && len(e.Faults) == 0 && e.Info != nil }

// Changed reports whether the text differs from the problem's that is loaded.
func (e *Editor) Changed() bool { return e.Text != e.from }

// adopt takes the text of a problem that was opened. What the visitor wrote and did not train is kept aside.
func (e *Editor) adopt(text string) {
	text = lines(text)
	if text == e.from {
		return
	}
	if e.Changed() && e.Text != text {
		e.Kept = e.Text
	}
	if e.Text, e.from = text, text; e.Kept == text {
		e.Kept = ""
	}
}

// lines has one kind of line end, that of a textarea's value.
func lines(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

// write takes a text as it is typed; it is read when typing pauses.
func (s *State) write(text string) []Effect {
	e := &s.Editor
	e.Text = lines(text)
	e.train = false
	e.typed++
	return []Effect{Settle{Typed: e.typed}}
}

// settled has the text read if nothing was typed since.
func (s *State) settled(typed int) []Effect {
	if typed != s.Editor.typed {
		return nil
	}
	return s.read()
}

// read asks the worker what is in the text, unless that is known.
func (s *State) read() []Effect {
	e := &s.Editor
	if s.Hello == nil || e.Read == e.Text && e.asked == 0 && (e.Info != nil || len(e.Faults) > 0) {
		return nil
	}
	ask := s.request(experiment.AskParse)
	e.asked, ask.Text = ask.ID, e.Text
	if strings.TrimSpace(e.Text) == "" {
		e.asked, e.Read, e.Faults = 0, e.Text, []experiment.Fault{{Line: 1, Column: 1, Length: 1, Message: "there is no text", Remedy: "write a problem, or take one from the catalogue"}}
		return nil
	}
	e.Read = e.Text
	return []Effect{Send{ask}}
}

// answers reports whether a reply is about the editor's text.
func (s *State) answers(r *experiment.Reply) bool {
	return r.Is == experiment.SaysParsed && r.ID != 0 && r.ID == s.Editor.asked
}

// heard takes what the worker found in the text that was sent to it last.
func (s *State) heard(r *experiment.Reply) []Effect {
	e := &s.Editor
	e.asked = 0
	e.Faults = r.Faults
	if len(r.Faults) == 0 && r.Info != nil {
		e.Info, e.Right = r.Info, e.Read
	}
	if !e.train {
		return nil
	}
	e.train = false
	return s.trainText()
}

// edit opens or closes the editor.
func (s *State) edit(open bool) []Effect {
	e := &s.Editor
	if e.Open = open; !open {
		return nil
	}
	return s.read()
}

// replace puts another text in the place of what is written.
func (s *State) replace(text string) []Effect {
	effects := s.write(text)
	if r := s.read(); r != nil {
		return r
	}
	return effects
}

// trainText opens the text as a run and trains it. A text that is not known to be right is read first.
func (s *State) trainText() []Effect {
	e := &s.Editor
	if !e.Fresh() {
		e.train = true
		if e.Read == e.Text {
			return nil // under way
		}
		return s.read()
	}
	if !e.Sound() {
		s.Status = "The text was not trained: " + Faulty(len(e.Faults)) + "."
		return nil
	}
	link := s.textLink()
	if len(link) > experiment.MaxFragment {
		s.Status = fmt.Sprintf("The text was not trained: its link would be %s bytes long, and %s are the most. Shorten it, or train it in the terminal.",
			count(len(link)), count(experiment.MaxFragment))
		return nil
	}
	s.crashes = 0
	effects := s.open(link)
	s.wantRun = true
	e.from = e.Text
	return effects
}

// Faulty says how many errors a text has.
func Faulty(n int) string {
	if n == 1 {
		return "it has one error"
	}
	return fmt.Sprintf("it has %d errors", n)
}

// textLink returns the link to the editor's text with the constants and settings that the visitor changed by the controls, except for
// those that the text lacks or now gives another value: what was written last holds.
func (s *State) textLink() string {
	e := &s.Editor
	if s.Info != nil && s.Spec.Text == "" && s.Phase != Failed && lines(s.Info.Text) == e.Text {
		return s.Fragment() // it is what is loaded: its name is enough
	}
	t := State{Spec: s.Spec.Clone(), Base: s.Base, Display: s.Display}
	t.Spec.Problem, t.Spec.Text = own, e.Text
	for name := range t.Spec.Set {
		if !moves(e.Info, name, t.Spec.Set[name]) || s.Info != nil && declared(e.Info, name) != declared(s.Info, name) {
			delete(t.Spec.Set, name)
		}
	}
	for i := range experiment.Settings {
		if set := &experiment.Settings[i]; set.Text(&e.Info.Defaults) != set.Text(&s.Base) {
			if err := set.SetText(&t.Spec, set.Text(&s.Base)); err != nil {
				continue // the Spec's own value stays
			}
		}
	}
	return t.Fragment()
}

// declared returns the value that the problem's text gives a constant, 0 if it has none.
func declared(info *experiment.Info, name string) float64 {
	for _, c := range info.Sliders {
		if c.Name == name {
			return c.Value
		}
	}
	return 0
}

// own is the label of a problem that is not in the catalogue.
const own = "text"

// moves reports whether a constant of that name may have the value.
func moves(info *experiment.Info, name string, v float64) bool {
	for _, c := range info.Sliders {
		if c.Name == name {
			return !(c.Lo < c.Hi) || v >= c.Lo && v <= c.Hi
		}
	}
	return false
}

// broken opens the editor on a text of a link that could not be read, at its faults.
func (s *State) broken(faults []experiment.Fault) {
	e := &s.Editor
	e.adopt(s.Spec.Text)
	e.Open, e.Text, e.Read, e.Faults, e.asked = true, lines(s.Spec.Text), lines(s.Spec.Text), faults, 0
}
