package state

import (
	"fmt"
	"math"

	"counterpoint/solver/experiment"
)

// mostCrashes is how many workers in a row may end before one shows a frame; then no other is started.
const mostCrashes = 6

// first is the problem a visitor sees who asked for none.
const first = "burgers"

// said takes a message of the worker. Messages of an older run are dropped.
func (s *State) said(r *experiment.Reply) []Effect {
	if r.Is == experiment.SaysHello && r.Hello != nil {
		s.Hello = r.Hello
		bench := s.benchGoesOn()
		if s.crashes > 2 && !bench {
			s.Status = "The solver is back. It stopped three times on this run, which was therefore not loaded again: change a setting or the problem."
			return nil
		}
		s.forgetReading()
		s.keeper.asked, s.Editor.asked, s.keeper.opening = 0, 0, nil // asked of another worker
		if bench {
			return s.resumeBench()
		}
		return s.open(s.fragment)
	}
	if r.Gen != s.gen {
		return nil
	}
	switch r.Is {
	case experiment.SaysParsed:
		return s.parsed(r)
	case experiment.SaysLoaded:
		return s.loaded(r.Info)
	case experiment.SaysPaused:
		if s.Phase == Training {
			s.Phase = Ready
			s.Status = "Paused at step " + count(r.Step) + s.result()
		}
		return s.keep()
	case experiment.SaysDone:
		s.Phase = Done
		s.Status = "Finished after " + count(r.Step) + " steps" + s.result()
		return s.keep()
	case experiment.SaysHelpers:
		if s.Helpers = r.Helpers; r.Note != "" {
			s.Status = r.Note
		}
	case experiment.SaysProbe:
		s.Probe = r.Probe
	case experiment.SaysVerdict:
		s.judge(r.Verdict)
	case experiment.SaysProfile:
		s.Profile = Profile{Step: r.Step, Verdict: r.Verdict}
	case experiment.SaysPoints:
		s.Points = r.Points
		return []Effect{Restyle{}}
	case experiment.SaysFile:
		return s.filed(r)
	case experiment.SaysFailed:
		return s.failed(r.Failed)
	}
	return nil
}

// open begins to open a link: the problem's defaults are asked for, since the link only says what differs from them.
func (s *State) open(fragment string) []Effect {
	fragment = withLesson(fragment)
	s.fragment = fragment
	if s.Hello == nil {
		return nil
	}
	s.Notes, s.carried = s.carried, nil
	s.Failure, s.Pin, s.Probe, s.Race.Running = nil, nil, nil, false
	if effects, on := s.openBench(fragment); on {
		return effects
	}
	spec, _, _ := experiment.ParseFragment(fragment, s.Hello.Default)
	if spec.Text == "" && !s.offered(spec.Problem) {
		if spec.Problem != "" {
			s.Notes = append(s.Notes, fmt.Sprintf("There is no problem %.40q in the catalogue; %s is shown instead.", spec.Problem, first))
		}
		spec.Problem = first
		if !s.offered(first) && len(s.Hello.Catalogue) > 0 {
			spec.Problem = s.Hello.Catalogue[0].Name
		}
	}
	s.Phase = Loading
	s.Status = "Loading " + spec.Problem + "."
	s.gen++
	ask := s.request(experiment.AskParse)
	if ask.Text = spec.Text; ask.Text == "" {
		ask.Name = spec.Problem
	}
	s.Spec = spec
	return []Effect{Clear{}, Send{ask}}
}

func (s *State) offered(problem string) bool {
	for _, e := range s.Hello.Catalogue {
		if e.Name == problem {
			return true
		}
	}
	return false
}

// parsed knows the defaults now: the link's values go over them, and the run is asked for.
func (s *State) parsed(r *experiment.Reply) []Effect {
	if len(r.Faults) > 0 || r.Info == nil {
		message := "The problem's text could not be read."
		if len(r.Faults) > 0 {
			if message = r.Faults[0].Message; r.Faults[0].Line > 0 {
				message = r.Faults[0].Error()
			}
		}
		if s.Spec.Text != "" {
			s.broken(r.Faults)
			message += ". The editor shows the place."
		}
		return s.failed(&experiment.Failure{Message: message})
	}
	s.become(r.Info, s.Spec)
	if s.Base.Problem == "" {
		s.Base.Problem = s.Spec.Problem
	}
	spec, rest, wrong := experiment.ParseFragment(s.fragment, s.Base)
	spec.Problem = s.Spec.Problem
	s.Spec = spec
	for _, w := range wrong {
		s.Notes = append(s.Notes, "In the link, "+w+".")
	}
	s.readRest(rest)
	s.checkConstants()
	effects := []Effect{Fetch{s.gen, s.key()}, Restyle{}}
	if !s.Racing() {
		effects = append(effects, s.dropLanes()...)
	}
	if s.Editor.Open {
		effects = append(effects, s.read()...)
	}
	return effects
}

// load asks for the run of the Spec.
func (s *State) load() []Effect {
	s.gen++
	s.Phase = Loading
	s.Failure, s.Probe, s.Verdict, s.Profile, s.Points, s.Applied = nil, nil, nil, Profile{}, nil, nil
	s.forget()
	s.told = 0
	s.keeper = keeper{refused: s.keeper.refused, storing: s.keeper.storing, opening: s.keeper.opening, file: s.keeper.file}
	load := s.request(experiment.AskLoad)
	spec, view := s.Spec.Clone(), s.View
	load.Spec, load.View, load.Threads = &spec, &view, s.Threads
	s.Helpers = 0
	return []Effect{Clear{}, Send{load}, Address{s.Fragment()}}
}

// forget empties what was recorded of the run before: its losses and fields may be others.
func (s *State) forget() {
	s.History.Reset(len(s.Info.Losses), len(s.Info.Fields))
	s.Now = Now{Total: math.NaN()}
}

func (s *State) loaded(info *experiment.Info) []Effect {
	if info == nil {
		return nil
	}
	s.Info = info
	s.Phase = Ready
	s.keeper.trying = false
	s.Status = s.greeting()
	if s.blank = true; s.Judged() {
		s.Status += " Computing its reference solution."
	}
	var out []Effect
	if s.Pin != nil {
		out = append(out, Send{s.probe()})
	}
	if s.Racing() {
		s.Race.Running = s.Race.Running || s.wantRun
		s.wantRun, s.blank = false, false
		s.Status = s.Race.words()
		if s.Race.key != s.raceKey() {
			out = append(out, s.launch()...)
		}
		return out
	}
	out = append(out, s.points()...)
	if s.wantRun {
		s.wantRun = false
		out = append(out, s.toggle()...)
	}
	return out
}

func (s *State) greeting() string {
	if n := s.keeper.resumed; n > 0 {
		return fmt.Sprintf("%s: continued from step %s. Reset starts anew.", s.Info.Title, count(n))
	}
	return fmt.Sprintf("%s is loaded: %s losses, %s parameters.", s.Info.Title, count(len(s.Info.Losses)), count(s.Info.Params))
}

// arrived takes a frame: numbers into the history, grids to the drawing.
func (s *State) arrived(f *experiment.Frame) ([]Effect, Topic) {
	if f.Gen != s.gen || s.Info == nil || len(f.Loss) != len(s.Info.Losses) {
		s.dropped++
		return nil, 0
	}
	s.crashes = 0
	f.Seconds += s.keeper.before
	before := s.Now.Step
	s.Now.copy(f)
	row := s.Now.Snapshot
	row.Error, row.BlockGram = f.Error, f.BlockGram
	s.History.Add(&row)
	topic := Numbers
	if s.announce() || s.unveil(f) {
		topic |= Controls
	}
	effects := append([]Effect{Draw{f}}, s.keepNow()...)
	if s.Pin != nil && s.Phase == Training {
		effects = append(effects, Send{s.probe()})
	}
	if s.moved(before, s.Now.Step) {
		effects = append(effects, s.points()...)
	}
	return effects, topic
}

// unveil says that the first fields are there.
func (s *State) unveil(f *experiment.Frame) bool {
	if !s.blank || len(f.Grids) == 0 {
		return false
	}
	s.blank = false
	if s.Status = "Training."; s.Phase != Training {
		s.Status = s.greeting() + " Press Run, or the space bar."
	}
	return true
}

// copy takes what a frame says without its grids; an error that was not judged keeps its last value.
func (n *Now) copy(f *experiment.Frame) {
	last := n.Error
	n.Step, n.Seconds, n.LR, n.UpdateNorm, n.Rate = f.Step, f.Seconds, f.LR, f.UpdateNorm, f.Rate
	n.Loss, n.Weight = append(n.Loss[:0], f.Loss...), append(n.Weight[:0], f.Weight...)
	n.Gram, n.Update = append(n.Gram[:0], f.Gram...), append(n.Update[:0], f.Update...)
	n.Unknown, n.Stat = append(n.Unknown[:0], f.Unknown...), append(n.Stat[:0], f.Stat...)
	judged := false
	for _, e := range f.Error {
		judged = judged || !math.IsNaN(e)
	}
	if judged || len(last) != len(f.Error) {
		n.Error, n.Centered = append(n.Error[:0], f.Error...), append(n.Centered[:0], f.Centered...)
	}
	n.Total = 0
	for i, l := range n.Loss {
		w := 1.0
		if i < len(n.Weight) && !math.IsNaN(n.Weight[i]) {
			w = n.Weight[i]
		}
		n.Total += w * l
	}
}

// announce says how far the run is at every tenth of it, for those who cannot see the counters.
func (s *State) announce() bool {
	if s.Phase != Training || s.Spec.Steps <= 0 {
		return false
	}
	tenth := 10 * s.Now.Step / s.Spec.Steps
	if tenth <= s.told {
		return false
	}
	s.told = tenth
	s.Status = "Step " + count(s.Now.Step) + " of " + count(s.Spec.Steps) + s.result()
	return true
}

func (s *State) toggle() []Effect {
	switch s.Phase {
	case Ready:
		s.Phase = Training
		if s.Status = "Training."; s.blank && s.Judged() {
			s.Status = "Training begins when the reference solution is there."
		}
		return []Effect{Send{s.request(experiment.AskRun)}}
	case Training:
		return []Effect{Send{s.request(experiment.AskPause)}}
	case Done, Failed:
		s.wantRun = true
		return s.reset()
	case Loading:
		s.wantRun = !s.wantRun
	}
	return nil
}

func (s *State) stepOnce() []Effect {
	if s.Phase != Ready {
		return nil
	}
	r := s.request(experiment.AskStep)
	r.N = 1
	return []Effect{Send{r}}
}

// reset loads the Spec anew; training that was under way goes on with the new run.
func (s *State) reset() []Effect {
	if s.Hello == nil || s.Info == nil {
		return nil
	}
	s.wantRun = s.wantRun || s.Phase == Training
	s.Status = "Started anew."
	return append([]Effect{Forget{s.key()}}, s.load()...)
}

// failed takes bad news: the end of the worker, of the run (then it names the run's Spec), or a request that could not be met.
func (s *State) failed(f *experiment.Failure) []Effect {
	if f == nil {
		f = &experiment.Failure{Message: "The solver failed and did not say why."}
	}
	if s.Phase == Loading && s.keeper.trying && !f.Crash {
		return s.notTakenUp(f.Message)
	}
	s.Status = f.Message
	if s.Phase != Loading && !f.Crash && f.Spec == nil {
		return nil // one request could not be met; the run goes on
	}
	s.wantRun = f.Crash && s.goesOn()
	s.Failure = f
	s.Phase = Failed
	if f.Crash {
		return s.revive()
	}
	return nil
}

func (s *State) crashed(message string) []Effect {
	s.wantRun = s.goesOn()
	s.Phase = Failed
	s.Failure = &experiment.Failure{Message: message, Crash: true}
	s.Status = message
	return s.revive()
}

// goesOn reports whether training goes on in the next worker: not after a second crash without a frame in between, which may be the run's
// own fault.
func (s *State) goesOn() bool { return s.Phase == Training && s.crashes == 0 }

// revive starts a fresh worker. Its hello opens the run again, from where it was kept last; the message stays as a note. After a second crash without a
// frame in between the SIMD kernels are suspected, and after a third the run.
func (s *State) revive() []Effect {
	if s.Info != nil && !s.Bench.On {
		s.fragment = s.Fragment()
	}
	s.benchCrashed(s.Failure.Message)
	s.Hello = nil
	s.gen++ // what is under way from the old worker counts no more
	if s.crashes++; s.crashes > mostCrashes {
		s.Status = "The solver cannot be started here (" + s.Failure.Message + "). Reload the page to try again."
		return nil
	}
	how := "anew"
	if s.crashes > 1 {
		how = "without its fast kernels"
	}
	s.carried = []string{"The solver stopped (" + s.Failure.Message + ") and was started " + how + "."}
	return []Effect{Restart{Plain: s.crashes > 1}}
}

// request returns a request of the present generation.
func (s *State) request(do string) experiment.Request {
	s.id++
	return experiment.Request{ID: s.id, Gen: s.gen, Do: do}
}
