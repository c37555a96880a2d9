package state

import "counterpoint/solver/experiment"

// Topic says which part of the State a subscriber shows.
type Topic uint8

// The topics: Numbers change with every frame, Writing with the editor's text, Controls with everything else.
const (
	Numbers Topic = 1 << iota
	Controls
	Writing
	Tracing // the row of a trace that is shown
)

// Store holds the State. It belongs to one goroutine.
type Store struct {
	State
	Perform func(Effect) // carries out effects, in order; set before the first Dispatch
	subs    []subscriber
	queue   []Action
	busy    bool
}

type subscriber struct {
	topic Topic
	f     func()
}

// NewStore returns the page's memory at its start.
func NewStore() *Store {
	s := &Store{}
	s.Display = defaultDisplay()
	s.resetPageKeys()
	s.Status = "Starting the solver."
	return s
}

// Subscribe calls f after each Dispatch that changed one of the topics.
func (s *Store) Subscribe(topic Topic, f func()) { s.subs = append(s.subs, subscriber{topic, f}) }

// Dispatch changes the State by a, performs the effects and tells the subscribers. An action that an effect dispatches waits for
// the one under way.
func (s *Store) Dispatch(a Action) {
	s.queue = append(s.queue, a)
	if s.busy {
		return
	}
	s.busy = true
	changed := Topic(0)
	for len(s.queue) > 0 {
		a, s.queue = s.queue[0], s.queue[1:]
		effects, topic := s.apply(a)
		changed |= topic
		for _, e := range effects {
			s.Perform(e)
		}
	}
	s.busy = false
	for _, sub := range s.subs {
		if sub.topic&changed != 0 {
			sub.f()
		}
	}
}

// apply is the one place where actions meet the State.
func (s *State) apply(a Action) (effects []Effect, topic Topic) {
	if effects, topic, taken := s.applyRace(a); taken {
		return effects, topic
	}
	effects, topic = s.applyRun(a)
	return append(append(effects, s.follow(a)...), s.reload()...), topic
}

// applyRun takes the actions of the run.
func (s *State) applyRun(a Action) (effects []Effect, topic Topic) {
	switch a := a.(type) {
	case Said:
		return s.listen(&a.Reply)
	case Arrived:
		return s.arrived(a.Frame)
	case Crashed:
		return s.crashed(a.Message), Numbers | Controls
	case Toggle:
		effects = s.toggle()
	case StepOnce:
		effects = s.stepOnce()
	case Reset:
		effects = s.reset()
	case UseArm:
		effects = s.useArm(a.Arm)
	case PlainAgain:
		effects = s.plainAgain()
	case ApplyRemedy:
		effects = s.applyRemedy()
	case Open:
		effects = s.open(a.Fragment)
	case Choose:
		effects = s.open(s.fresh(a.Problem))
	case Change:
		effects = s.change(a.Setting, a.Text)
	case Move:
		effects = s.move(a.Name, a.Value)
	case Show:
		effects = s.show(a.Display)
	case Look:
		effects = s.look(a.View)
	case PinAt:
		effects = s.pin(a.At)
	case Share:
		s.Status = "Link copied: it restores this run."
		effects = []Effect{Address{s.Fragment()}, CopyLink{}}
	case SaveTable:
		effects = []Effect{Download{s.Table()}}
	case SavePicture:
		effects = []Effect{Picture{a.Panel}}
	case ShareOut:
		effects = s.shareOut(a.Threads)
	case CopyBench:
		s.Status = "Copied."
		effects = []Effect{CopyText{s.Bench.JSON()}}
	case Tell:
		s.Status = a.Sentence
	default:
		return s.applyMore(a)
	}
	return effects, Controls
}

// applyMore takes the actions of the editor and of what is kept.
func (s *State) applyMore(a Action) (effects []Effect, topic Topic) {
	switch a := a.(type) {
	case Write:
		return s.write(a.Text), Writing
	case Settled:
		return s.settled(a.Typed), Writing
	case Edit:
		effects = s.edit(a.Open)
	case Replace:
		effects = s.replace(a.Text)
	case OpenTab:
		effects = s.openTab(a.Tab)
	case Bring:
		effects = s.bring(a)
	case BringLab:
		effects = s.bringLab()
	case ShowRow:
		return s.showRow(a.Row), Tracing
	case ShareFrame, SaveFile, SaveClip:
		effects = s.applyShare(a)
	case OpenLesson:
		effects = s.openLesson(a.Name)
	case TurnPage:
		s.turnPage(a.By)
	case CopyHook:
		effects = s.copyHook(a.Hook)
	case TrainText:
		effects = s.trainText()
	case SaveRun:
		effects = s.save()
	case OpenFile:
		effects = s.openFile(a.File)
	case Fetched:
		effects = s.fetched(a.Gen, a.Run)
	case Unkept:
		s.unkept(a.Reason)
	case Hidden:
		return s.keep(), 0
	case Stored:
		s.keeper.storing = false
		return nil, 0
	case Blinded:
		effects = s.blinded()
	case Redraw:
		effects = s.redraw()
	default:
		panic("state: unknown action")
	}
	return effects, Controls | Writing
}

// listen takes a message of the worker and says whom it concerns.
func (s *State) listen(r *experiment.Reply) ([]Effect, Topic) {
	if r.Is == experiment.SaysFailed && r.ID == s.keeper.asked {
		s.keeper.asked = 0
	}
	switch {
	case s.answers(r):
		if s.Editor.train {
			return s.heard(r), Numbers | Controls | Writing
		}
		return s.heard(r), Writing
	case s.ofBench(r):
		return s.timed(r), Numbers | Controls
	case s.ofLab(r):
		return s.given(r), Controls
	case s.ofTrace(r):
		return s.traced(r), Controls | Tracing
	case s.ofFile(r):
		return s.inspected(r), Numbers | Controls | Writing
	case r.Is == experiment.SaysProbe || r.Is == experiment.SaysProfile:
		return s.said(r), Numbers
	case r.Is == experiment.SaysFile || r.Is == experiment.SaysPoints:
		return s.said(r), 0
	}
	return s.said(r), Numbers | Controls | Writing
}
