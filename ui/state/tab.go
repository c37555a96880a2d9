package state

import (
	"fmt"
	"strings"
)

// The page's views, as the link's key `view` names them.
const (
	LabTab   = "lab"   // a run that trains here
	AtlasTab = "atlas" // what a study found of many problems
	OwnTab   = "own"   // a run that another program recorded
)

// Tabs lists the views in the order of the header.
var Tabs = []string{LabTab, AtlasTab, OwnTab}

// OpenTab shows one of Tabs; training goes on.
type OpenTab struct{ Tab string }

func (OpenTab) action() {}

func (s *State) openTab(tab string) []Effect {
	if index(Tabs, tab) < 0 || tab == s.Tab {
		return nil
	}
	s.Tab = tab
	return []Effect{Restyle{}, Address{s.Fragment()}}
}

// pageKeys returns the link's pairs that are about the page rather than about the run.
func (s *State) pageKeys() (out []string) {
	add := func(differs bool, key, value string) {
		if differs {
			out = append(out, key+"="+listed(value))
		}
	}
	add(s.Tab != LabTab && s.Tab != "", "view", s.Tab)
	add(s.Race.Arms[0] != "", "race", s.Race.Arms[0]+","+s.Race.Arms[1])
	add(s.Race.Arms[0] != "" && s.Race.Pace == EqualTime, "equal", EqualTime)
	add(len(s.Hide) > 0, "hide", strings.Join(s.Hide, ","))
	add(s.Lesson != "", "lesson", s.Lesson)
	return out
}

// resetPageKeys forgets what the link before said of the page.
func (s *State) resetPageKeys() {
	s.Tab, s.Hide, s.Lesson = LabTab, nil, ""
	s.Race.Arms, s.Race.Pace = [2]string{}, EqualSteps
}

// readPageKey reads one of pageKeys. It returns what is wrong with it, and whether it is one of them.
func (s *State) readPageKey(k, v string) (wrong string, ok bool) {
	among := func(to *string, names []string) string {
		if index(names, v) < 0 {
			return fmt.Sprintf("%s: %.40q is none of %s", k, v, strings.Join(names, ", "))
		}
		*to = v
		return ""
	}
	switch k {
	case "view":
		return among(&s.Tab, Tabs), true
	case "race":
		return s.readRace(v), true
	case "lesson":
		return s.readLesson(v), true
	case "hide":
		return s.readHide(v), true
	case "equal":
		return among(&s.Race.Pace, Paces), true
	}
	return "", false
}
