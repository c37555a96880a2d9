package state

import (
	"strings"
	"testing"

	"counterpoint/solver/experiment"
)

// track plays the part of a race's workers.
type track struct {
	*worker
	asked [2][]experiment.Request
	made  [2]int
	ended [2]bool
}

func race(t *testing.T, w *worker) *track {
	t.Helper()
	r := &track{worker: w}
	w.s.Perform = func(e Effect) {
		l, ok := e.(ForLane)
		if !ok {
			if send, ok := e.(Send); ok {
				w.sent = append(w.sent, send.Request)
			}
			if a, ok := e.(Address); ok {
				w.address = a.Fragment
			}
			if f, ok := e.(Fetch); ok {
				w.s.Dispatch(Fetched{f.Gen, nil})
			}
			return
		}
		switch e := l.Effect.(type) {
		case Send:
			r.asked[l.Lane] = append(r.asked[l.Lane], e.Request)
		case Restart:
			r.made[l.Lane]++
		case Stop:
			r.ended[l.Lane] = true
		}
	}
	return r
}

func (r *track) say(i int, reply experiment.Reply) { r.s.Dispatch(OfLane{i, Said{reply}}) }

// ready brings a lane's worker from its hello to a loaded run.
func (r *track) ready(i int) {
	r.t.Helper()
	r.say(i, experiment.Reply{Is: experiment.SaysHello, Hello: &experiment.Hello{Settings: experiment.Settings, Default: experiment.Default(), Catalogue: []experiment.Entry{{Name: "heat"}, {Name: "burgers"}}}})
	r.reload(i)
}

func (r *track) reload(i int) {
	r.t.Helper()
	q := r.last(i, experiment.AskParse)
	info := info(q.Name)
	r.say(i, experiment.Reply{ID: q.ID, Gen: q.Gen, Is: experiment.SaysParsed, Info: &info})
	q = r.last(i, experiment.AskLoad)
	r.say(i, experiment.Reply{ID: q.ID, Gen: q.Gen, Is: experiment.SaysLoaded, Info: &info})
}

func (r *track) last(i int, do string) experiment.Request {
	r.t.Helper()
	n := len(r.asked[i])
	if n == 0 || r.asked[i][n-1].Do != do {
		r.t.Fatalf("lane %d was asked %+v, want %s last", i, r.asked[i], do)
	}
	return r.asked[i][n-1]
}

// at brings a frame of a lane.
func (r *track) at(i, step int, seconds, err float64) {
	f := r.frame(step)
	f.Gen, f.Seconds, f.Error[0] = r.s.Race.Lanes[i].Generation(), seconds, err
	r.s.Dispatch(OfLane{i, Arrived{f}})
}

func (r *track) paused(i, step int) {
	r.say(i, experiment.Reply{Gen: r.s.Race.Lanes[i].Generation(), Is: experiment.SaysPaused, Step: step})
}

func (r *track) done(i, step int) {
	r.say(i, experiment.Reply{Gen: r.s.Race.Lanes[i].Generation(), Is: experiment.SaysDone, Step: step})
}

// started is a race under way.
func started(t *testing.T) *track {
	t.Helper()
	r := race(t, ready(t, "problem=heat&width=20&seed=7"))
	r.s.Dispatch(StartRace{Arms: [2]string{"none", "adapters+weights"}})
	r.ready(0)
	r.ready(1)
	return r
}

// TestRaceLoadsBothArms: the same Spec but for the arm, in a worker each, and both train.
func TestRaceLoadsBothArms(t *testing.T) {
	r := started(t)
	var specs [2]experiment.Spec
	for i := range specs {
		r.last(i, experiment.AskRun)
		for _, q := range r.asked[i] {
			if q.Do == experiment.AskLoad {
				specs[i] = *q.Spec
			}
		}
	}
	if specs[0].Weights != "none" || specs[0].Adapters != "none" || specs[1].Weights != "jointrate" || specs[1].Adapters != "local" {
		t.Errorf("the arms are %+v and %+v", specs[0], specs[1])
	}
	specs[1].Weights, specs[1].Adapters = specs[0].Weights, specs[0].Adapters
	if a, b := specs[0].Fragment(experiment.Spec{}), specs[1].Fragment(experiment.Spec{}); a != b || specs[0].Width != 20 || specs[0].Seed != 7 {
		t.Errorf("more than the arm differs: %s and %s", a, b)
	}
	if r.made != [2]int{1, 1} || r.s.Activity() != Training {
		t.Errorf("%v workers, activity %d", r.made, r.s.Activity())
	}
	if !strings.Contains(r.address, "race=none,adapters+weights") {
		t.Errorf("the address is %s", r.address)
	}
}

// TestRaceKeepsEqual: the lane that is ahead waits, in steps or in seconds of training, and goes on when the other is there.
func TestRaceKeepsEqual(t *testing.T) {
	r := started(t)
	r.at(0, 500, 1, 0.5)
	r.last(0, experiment.AskPause)
	n := len(r.asked[0])
	r.at(0, 505, 1, 0.5) // the pause is under way: not asked for twice
	if len(r.asked[0]) != n {
		t.Errorf("asked again: %+v", r.asked[0][n:])
	}
	r.paused(0, 506)
	r.at(1, 480, 4, 0.4)
	r.last(0, experiment.AskRun)
	r.s.Dispatch(SetPace{EqualTime})
	r.last(1, experiment.AskPause)
	if !strings.Contains(r.address, "equal=time") {
		t.Errorf("the address is %s", r.address)
	}
}

// TestRaceIsDecided: the winner is named with ratio and caveat, of the values at the same step.
func TestRaceIsDecided(t *testing.T) {
	r := started(t)
	r.at(0, 100, 1, 0.4)
	r.at(1, 90, 1, 0.3)
	if st := r.s.Standing(); st.Leader != -1 || st.At != 90 {
		t.Errorf("values of different steps are compared: %+v", st)
	}
	r.at(0, 3000, 10, 0.4)
	r.done(0, 3000)
	if r.s.Standing().Over {
		t.Error("the race is over before the second arm is there")
	}
	r.at(1, 3000, 30, 0.1)
	r.done(1, 3000)
	want := "adapters+weights wins: relative error 10.0 % against 40.0 %, 4 times lower, after 3\u202f000 steps each. One seed: another may turn it round."
	if r.s.Status != want || r.s.Activity() != Done {
		t.Errorf("status %q in activity %d", r.s.Status, r.s.Activity())
	}
	r.s.Dispatch(Toggle{})
	r.reload(0)
	if r.s.Race.Lanes[0].History.Rows != 0 || r.made != [2]int{1, 1} {
		t.Error("Run again does not begin anew in the same workers")
	}
}

// TestRaceWithoutReference: where nobody knows the solution the losses of conditions and data decide, and those of equations do not.
func TestRaceWithoutReference(t *testing.T) {
	r := started(t)
	r.s.Info.Truth, r.s.Info.Equation = "", []bool{true, false}
	for i, losses := range [][]float64{{1e-9, 4}, {1e3, 2}} {
		f := r.frame(500)
		f.Gen, f.Loss = r.s.Race.Lanes[i].Generation(), losses
		r.s.Dispatch(OfLane{i, Arrived{f}})
	}
	if st := r.s.Standing(); st.Leader != 1 || st.Ratio != 2 || st.Value != [2]float64{4, 2} || !strings.Contains(st.Sentence(), "is ahead: loss of conditions and data 2") {
		t.Errorf("%+v: %s", st, st.Sentence())
	}
	r.s.Info.Equation = []bool{true, true} // hard constraints: nothing else is known
	if st := r.s.Standing(); st.Leader != 0 || st.Quantity != "total loss" {
		t.Errorf("with equations alone: %+v", st)
	}
}

// TestRaceOverTime: with equal time the slower arm stops when it has had the time of the quicker.
func TestRaceOverTime(t *testing.T) {
	r := started(t)
	r.s.Dispatch(SetPace{EqualTime})
	r.at(1, 900, 9.9, 0.2)
	r.at(0, 3000, 10, 0.4)
	r.done(0, 3000)
	if r.s.Standing().Over {
		t.Error("over before the other has had its time")
	}
	r.at(1, 910, 10, 0.2)
	r.last(1, experiment.AskPause)
	if st := r.s.Standing(); !st.Over || st.Leader != 1 || st.Ratio != 2 || !strings.Contains(r.s.Status, "10 s of training each") {
		t.Errorf("%+v, status %q", st, r.s.Status)
	}
}

// TestRaceSurvivesCrash: a lane whose worker stops gets another and starts anew; the other keeps its generation and its course. A
// worker of the run that stops does not touch the race.
func TestRaceSurvivesCrash(t *testing.T) {
	r := started(t)
	r.at(0, 15, 1, 0.4)
	r.at(1, 14, 1, 0.4)
	gen := r.s.Race.Lanes[1].Generation()
	r.s.Dispatch(OfLane{0, Crashed{"no memory"}})
	r.ready(0)
	if r.made != [2]int{2, 1} || r.s.Race.Lanes[1].Generation() != gen || r.s.Race.Lanes[1].Now.Step != 14 {
		t.Errorf("workers %v, other lane at step %d", r.made, r.s.Race.Lanes[1].Now.Step)
	}
	r.last(0, experiment.AskRun)
	r.s.Dispatch(Crashed{"the run's"})
	r.hello()
	r.parsed()
	r.loaded()
	if r.made != [2]int{2, 1} || r.s.Race.Lanes[1].Now.Step != 14 {
		t.Errorf("the race began anew: workers %v", r.made)
	}
}

// TestRaceWaitsForWorker: Reset, and Run at the race's end, while the run's worker is being replaced: the race begins anew once it is there.
func TestRaceWaitsForWorker(t *testing.T) {
	for name, a := range map[string]Action{"reset": Reset{}, "run again": Toggle{}} {
		r := started(t)
		for i := range 2 {
			r.at(i, 3000, 10, 0.4)
			r.done(i, 3000)
		}
		r.s.Dispatch(Crashed{"no memory"})
		asked := [2]int{len(r.asked[0]), len(r.asked[1])}
		r.s.Dispatch(a)
		if len(r.asked[0]) != asked[0] || len(r.asked[1]) != asked[1] {
			t.Errorf("%s: a lane was asked of an unknown run", name)
		}
		r.hello()
		r.parsed()
		r.loaded()
		r.reload(0)
		r.reload(1)
		for i, l := range r.s.Race.Lanes {
			if l.History.Rows != 0 {
				t.Errorf("%s: lane %d goes on from row %d", name, i, l.History.Rows)
			}
		}
		if want := name == "run again"; (r.s.Activity() == Training) != want || r.made != [2]int{1, 1} {
			t.Errorf("%s: activity %d, %v workers", name, r.s.Activity(), r.made)
		}
	}
}

// TestRaceDiverges: an arm that ends early is named, and the other goes on to its end.
func TestRaceDiverges(t *testing.T) {
	r := started(t)
	r.at(1, 15, 1, 0.4)
	spec := experiment.Default()
	r.say(0, experiment.Reply{Gen: r.s.Race.Lanes[0].Generation(), Is: experiment.SaysFailed, Failed: &experiment.Failure{Message: "loss pde is NaN", Spec: &spec}})
	r.at(1, 1000, 2, 0.3)
	if l := r.s.Race.Lanes[1]; l.Phase != Training || l.halting {
		t.Error("the other arm waits for one that has ended")
	}
	r.done(1, 3000)
	if !strings.Contains(r.s.Status, "none ended early (loss pde is NaN)") {
		t.Errorf("status %q", r.s.Status)
	}
}

func TestRaceFromLink(t *testing.T) {
	r := race(t, start(t, "problem=heat&race=none,adapters+weights&run=1"))
	r.parsed()
	r.loaded()
	r.ready(0)
	r.ready(1)
	if r.s.Activity() != Training || r.s.Phase == Training || len(r.s.Notes) != 0 {
		t.Errorf("activity %d, run in phase %d, notes %q", r.s.Activity(), r.s.Phase, r.s.Notes)
	}
	r.s.Dispatch(Toggle{})
	r.last(0, experiment.AskPause)
	r.last(1, experiment.AskPause)
	r.s.Dispatch(EndRace{})
	if r.ended != [2]bool{true, true} || r.s.Racing() || strings.Contains(r.address, "race") {
		t.Errorf("after the end: %v, address %s", r.ended, r.address)
	}
	for _, wrong := range []string{"race=none", "race=none,nix", "equal=luck", "view=cellar"} {
		w := ready(t, wrong)
		if len(w.s.Notes) != 1 || w.s.Racing() {
			t.Errorf("%s: notes %q", wrong, w.s.Notes)
		}
	}
}
