package state

import (
	"fmt"
	"strings"

	"counterpoint/solver/experiment"
)

// Lesson is a run with commentary. Its numbers were measured: Command repeats them.
type Lesson struct {
	Name    string // as the link's key `lesson` has it
	Title   string
	Link    string // the run, without the lesson's own key
	Pages   []Page
	Command string
}

// Page is one step of a lesson.
type Page struct {
	Text string
	When When      // what must be on the screen
	Race [2]string // arms of a race that the page offers to start; "" for none
}

// When is what a Page waits for.
type When uint8

// What a page can wait for.
const (
	AtOnce   When = iota
	Trained       // the run has taken its first 100 steps
	Judged        // its verdict is there
	Raced         // the race is under way
	Finished      // the race is decided
)

// Words say what a page waits for.
func (w When) Words() string {
	return [...]string{"", "after the first steps: press Run", "after the verdict: let it run to step 1000", "after the start of the race", "after the race"}[w]
}

type (
	// OpenLesson begins a lesson; "" ends the present one.
	OpenLesson struct{ Name string }
	// TurnPage goes forward or back in a lesson.
	TurnPage struct{ By int }
)

func (OpenLesson) action() {}
func (TurnPage) action()   {}

// FindLesson returns the lesson of that name, nil if there is none.
func FindLesson(name string) *Lesson {
	for i := range Lessons {
		if Lessons[i].Name == name {
			return &Lessons[i]
		}
	}
	return nil
}

// Address returns the whole link to a lesson.
func (l *Lesson) Address() string { return l.Link + "&lesson=" + l.Name }

// withLesson puts the run of a lesson into a link that names the lesson and no problem.
func withLesson(fragment string) string {
	spec, rest, _ := experiment.ParseFragment(fragment, experiment.Spec{})
	if l := FindLesson(rest["lesson"]); l != nil && spec.Problem == "" && spec.Text == "" {
		return l.Link + "&" + fragment
	}
	return fragment
}

// readLesson takes the lesson of a link.
func (s *State) readLesson(name string) string {
	if FindLesson(name) == nil {
		var names []string
		for _, l := range Lessons {
			names = append(names, l.Name)
		}
		return fmt.Sprintf("lesson: %.40q is none of %s", name, strings.Join(names, ", "))
	}
	if s.Lesson != name {
		s.Leaf = 0
	}
	s.Lesson = name
	return ""
}

func (s *State) openLesson(name string) []Effect {
	l := FindLesson(name)
	if l == nil {
		s.Lesson = ""
		return []Effect{Address{s.Fragment()}}
	}
	s.Leaf = 0
	return s.open(l.Address())
}

func (s *State) turnPage(by int) {
	if l := FindLesson(s.Lesson); l != nil {
		to := max(0, min(len(l.Pages)-1, s.Leaf+by))
		if to > s.Leaf && !s.Seen(l.Pages[to].When) {
			return
		}
		s.Leaf = to
	}
}

// Seen reports whether what a page waits for is on the screen.
func (s *State) Seen(w When) bool {
	switch w {
	case Trained:
		return s.Now.Step >= 100 || s.Seen(Judged) || s.Racing()
	case Judged:
		return s.Verdict != nil || s.Racing() && s.laneVerdict() != nil
	case Raced:
		return s.Racing()
	case Finished:
		return s.Racing() && s.raceOver()
	}
	return true
}

// laneVerdict returns a verdict of the race's lanes: the plain one has a profile.
func (s *State) laneVerdict() *experiment.Verdict {
	for _, l := range s.Race.Lanes {
		if l != nil && l.Verdict != nil {
			return l.Verdict
		}
	}
	return nil
}
