package state

import (
	"fmt"
	"strings"

	"counterpoint/solver/experiment"
)

// What a race holds equal between its arms.
const (
	EqualSteps = "steps"
	EqualTime  = "time"
)

// Paces lists what can be held equal.
var Paces = []string{EqualSteps, EqualTime}

// Race is two arms that train side by side from the same weights and points, each in a worker of its own. The present run stands still
// meanwhile.
type Race struct {
	Arms    [2]string // names of arms; "" without a race
	Pace    string    // one of Paces
	Running bool      // what the visitor asked for; a lane that is ahead waits all the same
	Lanes   [2]*Lane  // nil until the present run is loaded
	told    bool      // the end was announced
	key     string    // names the runs in the lanes
}

// Lane is one side of a race: a run of its own, that nothing is kept of.
type Lane struct {
	State
	halting bool // a pause was asked for
}

type (
	// StartRace trains two arms side by side, from the first step of the present Spec. With Stand they wait for Toggle.
	StartRace struct {
		Arms  [2]string
		Stand bool
	}
	// EndRace goes back to the present run.
	EndRace struct{}
	// SetPace changes what is held equal.
	SetPace struct{ Pace string }
	// OfLane is what a lane's worker did.
	OfLane struct {
		Lane   int
		Action Action
	}
	// ForLane is an Effect on a lane: Send, Restart, Draw, Clear or Stop.
	ForLane struct {
		Lane   int
		Effect Effect
	}
	// Stop ends a worker for good.
	Stop struct{}
)

func (StartRace) action() {}
func (EndRace) action()   {}
func (SetPace) action()   {}
func (OfLane) action()    {}
func (ForLane) effect()   {}
func (Stop) effect()      {}

// Racing reports whether there is a race, if only of arms whose workers are not there yet.
func (s *State) Racing() bool { return s.Race.Arms[0] != "" }

// Activity is the Phase of what Run and Pause act on: the race if there is one, else the run.
func (s *State) Activity() Phase {
	r := &s.Race
	switch {
	case !s.Racing():
		return s.Phase
	case s.Hello == nil:
		return Starting
	case r.Lanes[0] == nil:
		return Loading
	case s.raceOver():
		return Done
	case r.Running:
		return Training
	}
	for _, l := range r.Lanes {
		if l.Phase == Loading || l.Phase == Starting {
			return Loading
		}
	}
	return Ready
}

// readRace reads the arms of a link. A plus sign is a blank to those who read links by the rules of forms.
func (s *State) readRace(text string) string {
	a, b, two := strings.Cut(strings.ReplaceAll(text, " ", "+"), ",")
	for _, arm := range []string{a, b} {
		spec := s.Spec.Clone()
		if err := experiment.ApplyArm(&spec, arm); err != nil || !two {
			return fmt.Sprintf("race: %.60q is not two arms with a comma between them, such as none,adapters+weights", text)
		}
	}
	s.Race.Arms = [2]string{a, b}
	return ""
}

// applyRace takes the actions of a race, and those that a race takes in the place of the run.
func (s *State) applyRace(a Action) (effects []Effect, topic Topic, taken bool) {
	switch a := a.(type) {
	case OfLane:
		effects, topic = s.ofLane(a)
		return effects, topic, true
	case StartRace:
		effects = s.startRace(a)
	case EndRace:
		effects = s.endRace()
	case SetPace:
		effects = s.setPace(a.Pace)
	default:
		if !s.Racing() {
			return nil, 0, false
		}
		switch a.(type) {
		case Toggle:
			effects = s.toggleRace()
		case StepOnce:
			effects = s.eachLane(func(l *Lane) []Effect { return l.stepOnce() })
		case Reset:
			if s.Hello != nil {
				s.Status = "The race starts anew."
			}
			effects = s.launch()
		default:
			return nil, 0, false
		}
	}
	return effects, Controls | Numbers, true
}

// follow has the lanes shown as the run is.
func (s *State) follow(a Action) []Effect {
	switch a := a.(type) {
	case Move:
		return s.eachLane(func(l *Lane) []Effect { return l.move(a.Name, a.Value) })
	case Show:
		return s.eachLane(func(l *Lane) []Effect { return l.show(s.Display) })
	case Look:
		return s.eachLane(func(l *Lane) []Effect { return l.look(s.View) })
	}
	return nil
}

func (s *State) eachLane(f func(l *Lane) []Effect) (out []Effect) {
	for i, l := range s.Race.Lanes {
		if l != nil {
			out = append(out, s.through(i, f(l))...)
		}
	}
	return out
}

// through passes on what a lane wants done. Nothing of a lane is kept or has an address.
func (s *State) through(i int, effects []Effect) (out []Effect) {
	for len(effects) > 0 {
		e := effects[0]
		effects = effects[1:]
		switch e := e.(type) {
		case Send, Restart, Draw, Clear:
			out = append(out, ForLane{i, e})
		case Fetch:
			effects = append(s.Race.Lanes[i].fetched(e.Gen, nil), effects...)
		}
	}
	return out
}

func (s *State) startRace(a StartRace) []Effect {
	for _, arm := range a.Arms {
		spec := s.Spec.Clone()
		if err := experiment.ApplyArm(&spec, arm); err != nil {
			s.Status = "There is no race: " + err.Error() + "."
			return nil
		}
	}
	r := &s.Race
	r.Arms, r.Running = a.Arms, !a.Stand
	if r.Pace == "" {
		r.Pace = EqualSteps
	}
	var out []Effect
	if s.Phase == Training {
		out = s.toggle()
	}
	s.wantRun = false
	s.Status = r.words()
	if s.Loaded() {
		out = append(out, s.launch()...)
	}
	return append(out, Restyle{}, Address{s.Fragment()})
}

// words say what races.
func (r *Race) words() string {
	text := "Race: " + r.Arms[0] + " against " + r.Arms[1] + ", from the same weights and points."
	if !r.Running {
		text += " Press Run, or the space bar."
	}
	return text
}

// launch loads both arms of the race, if there is one: into the workers that are there, or into new ones. While the present run's worker is
// being replaced that waits: loaded launches a race without a key.
func (s *State) launch() (out []Effect) {
	r := &s.Race
	if !s.Racing() || s.Info == nil {
		return nil
	}
	if s.Hello == nil {
		r.key, s.wantRun = "", r.Running
		return nil
	}
	r.told, r.key = false, s.raceKey()
	for i, arm := range r.Arms {
		t := State{Spec: s.Spec.Clone(), Base: s.Base, Display: s.Display, View: s.View, Info: s.Info}
		if err := experiment.ApplyArm(&t.Spec, arm); err != nil {
			panic("state: race of an unknown arm")
		}
		l := r.Lanes[i]
		if l == nil {
			l = &Lane{}
			l.keeper.refused = true
			r.Lanes[i] = l
			out = append(out, ForLane{i, Restart{}})
		}
		l.halting, l.crashes, l.Phase = false, 0, Loading
		l.Display, l.wantRun = s.Display, r.Running
		l.History, l.Now = History{}, Now{}
		out = append(out, s.through(i, l.open(t.Fragment()))...)
	}
	return out
}

// raceKey names the two runs of a race: a worker that stopped and came back does not end those of the others.
func (s *State) raceKey() string { return s.Race.Arms[0] + "," + s.Race.Arms[1] + "&" + s.key() }

func (s *State) endRace() (out []Effect) {
	out = s.dropLanes()
	s.Race.Arms, s.Race.Running = [2]string{}, false
	s.Status = "The race has ended. The run stands where it was."
	return append(out, Restyle{}, Address{s.Fragment()})
}

func (s *State) dropLanes() (out []Effect) {
	for i, l := range s.Race.Lanes {
		if l != nil {
			out = append(out, ForLane{i, Stop{}})
		}
	}
	s.Race.Lanes, s.Race.key = [2]*Lane{}, ""
	return out
}

func (s *State) setPace(pace string) []Effect {
	if index(Paces, pace) < 0 {
		return nil
	}
	s.Race.Pace = pace
	return append(s.balance(), Restyle{}, Address{s.Fragment()})
}

func (s *State) toggleRace() []Effect {
	r := &s.Race
	switch {
	case r.Lanes[0] == nil:
		r.Running = !r.Running
		return nil
	case s.raceOver():
		r.Running = true
		return s.launch()
	}
	if r.Running = !r.Running; r.Running {
		s.Status = "Racing."
	} else {
		s.Status = "The race is paused."
	}
	return s.balance()
}

func (s *State) ofLane(a OfLane) ([]Effect, Topic) {
	if a.Lane < 0 || a.Lane > 1 || s.Race.Lanes[a.Lane] == nil {
		return nil, 0
	}
	effects, topic := s.Race.Lanes[a.Lane].apply(a.Action)
	effects = append(s.through(a.Lane, effects), s.balance()...)
	if over := s.raceOver(); over && !s.Race.told {
		s.Race.told, s.Race.Running = true, false
		s.Status = s.Standing().Sentence()
		topic |= Controls
	}
	return effects, topic
}

// measure is how far a lane is, in what is held equal.
func (s *State) measure(l *Lane) float64 {
	if s.Race.Pace == EqualTime {
		return l.Now.Seconds
	}
	return float64(l.Now.Step)
}

// slack is how far a lane may be ahead of the other before it waits: a fiftieth of the run, or a second.
func (s *State) slack() float64 {
	if s.Race.Pace == EqualTime {
		return 1
	}
	return float64(max(20, s.Spec.Steps/50))
}

// out reports whether a lane takes no further step: it has taken the last one, it failed, or its worker stopped too often.
func (l *Lane) out() bool {
	return l.Phase == Done || l.Phase == Failed && (l.Failure == nil || !l.Failure.Crash) || l.crashes > 2
}

// raceOver reports whether the race is decided: both lanes are out, or one is and the other has had the same time.
func (s *State) raceOver() bool {
	a, b := s.Race.Lanes[0], s.Race.Lanes[1]
	if a == nil || b == nil {
		return false
	}
	if a.out() && b.out() {
		return true
	}
	if s.Race.Pace != EqualTime {
		return false
	}
	return a.Phase == Done && b.Now.Seconds >= a.Now.Seconds || b.Phase == Done && a.Now.Seconds >= b.Now.Seconds
}

// balance has each lane train or wait.
func (s *State) balance() (out []Effect) {
	r := &s.Race
	if r.Lanes[0] == nil || r.Lanes[1] == nil {
		return nil
	}
	over := s.raceOver()
	for i, l := range r.Lanes {
		other := r.Lanes[1-i]
		ahead := !other.out() && s.measure(l) > s.measure(other)+s.slack()
		if r.Pace == EqualTime && other.Phase == Done {
			ahead = s.measure(l) >= s.measure(other)
		}
		want := r.Running && !over && !ahead
		if l.Phase != Training {
			l.halting = false
		}
		switch l.Phase {
		case Ready:
			if want {
				out = append(out, s.through(i, l.toggle())...)
			}
		case Training:
			if !want && !l.halting {
				l.halting = true
				out = append(out, s.through(i, l.toggle())...)
			}
		case Loading:
			l.wantRun = want
		}
	}
	return out
}
