package main

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"counterpoint/solver/experiment"
)

// run is what a Session needs of a train.Run.
type run interface {
	Step() error
	Evaluate() error
	Done() bool
	StepCount() int
	Snapshot(s *experiment.Snapshot)
	Judge(s *experiment.Snapshot) error
	Info() experiment.Info
	Spec() experiment.Spec
	Grid(v experiment.View, g []experiment.Grid) error
	Probe(x []float64) (experiment.Probe, error)
	SetConst(name string, v float64) error
	Close()
}

// helpers is what a Session needs of a crew.
type helpers interface {
	dismiss()
	serve(n int, spec experiment.Spec)
	rebuild(spec experiment.Spec)
}

// Session is the worker's end of the conversation. It belongs to one goroutine.
type Session struct {
	Open  func(spec experiment.Spec) (run, error)
	Parse func(name, text string) (*experiment.Info, []experiment.Fault)
	// Save writes a run as a checkpoint, Inspect says what is in one, Resume goes on with it.
	Save    func(run) ([]byte, error)
	Inspect func(data []byte) (*experiment.Saved, *experiment.Info, error)
	Resume  func(data []byte) (run, error)
	// Time begins to measure a step of the problem, with the settings of a link over the benchmark's.
	Time func(problem, settings, kernel string, seconds float64) (stopwatch, error)
	Crew helpers // may be nil
	// Export writes a file of a run: field, profile or spec.
	Export func(r run, name string) (*experiment.File, error)
	Say    func(experiment.Reply)
	Show   func(frame []byte) // the bytes are the session's again when Show returns
	Now    func() time.Time

	run      run
	gen      int
	training bool
	view     experiment.View
	bench    bench
	frame    experiment.Frame
	wire     []byte

	grids, judging, frames pace
	rate                   meter
}

// Training reports whether Work has anything to do.
func (s *Session) Training() bool { return s.training || s.bench.watch != nil }

// Spec returns the Spec of the run under way, nil if there is none.
func (s *Session) Spec() *experiment.Spec {
	if s.run == nil {
		return nil
	}
	spec := s.run.Spec()
	return &spec
}

// Handle answers requests in order. Of requests that only the last of matters (a constant's value, the view, the probe) the
// earlier ones are passed over.
func (s *Session) Handle(requests []experiment.Request) {
	for i, r := range requests {
		if !overtaken(r, requests[i+1:]) {
			s.handle(r)
		}
	}
}

func overtaken(r experiment.Request, later []experiment.Request) bool {
	switch r.Do {
	case experiment.AskSet, experiment.AskView, experiment.AskProbe:
		for _, l := range later {
			if l.Do == r.Do && l.Name == r.Name && l.Gen == r.Gen {
				return true
			}
			if l.Do == experiment.AskLoad {
				return true
			}
		}
	}
	return false
}

func (s *Session) handle(r experiment.Request) {
	switch r.Do {
	case experiment.AskParse:
		if len(r.Data) > 0 {
			s.inspect(r)
			return
		}
		info, faults := s.Parse(r.Name, r.Text)
		s.Say(experiment.Reply{ID: r.ID, Gen: r.Gen, Is: experiment.SaysParsed, Info: info, Faults: faults})
		return
	case experiment.AskLoad:
		s.load(r)
		return
	case experiment.AskBench:
		s.time(r)
		return
	case experiment.AskTrace:
		s.trace(r)
		return
	}
	if s.run == nil || r.Gen != s.gen {
		s.refuse(r, "there is no run of that generation; load a problem first")
		return
	}
	switch r.Do {
	case experiment.AskRun:
		s.training = true
		s.rate.start(s.Now(), s.run.StepCount())
		s.finished(r.ID)
	case experiment.AskPause:
		s.pause(r)
	case experiment.AskStep:
		s.steps(r)
	case experiment.AskSet:
		if err := s.run.SetConst(r.Name, r.Value); err != nil {
			s.refuse(r, err.Error())
			return
		}
		if s.Crew != nil {
			s.Crew.rebuild(s.run.Spec())
		}
		s.look(r)
	case experiment.AskView:
		if r.View != nil {
			s.view = *r.View
		}
		s.look(r)
	case experiment.AskProbe:
		p, err := s.run.Probe(r.At)
		if err == nil && !finite(p.Prediction) {
			err = errors.New("the prediction there is not finite")
		}
		if err != nil {
			s.refuse(r, err.Error())
			return
		}
		if !finite(p.Truth) {
			p.Truth = nil // JSON has no NaN; absent says that there is no reference at this point
		}
		s.Say(experiment.Reply{ID: r.ID, Gen: s.gen, Is: experiment.SaysProbe, Probe: &p})
	case experiment.AskPoints:
		s.points(r)
	case experiment.AskSave:
		s.save(r)
	case experiment.AskExport:
		s.export(r)
	default:
		s.refuse(r, fmt.Sprintf("the worker does not know the request %.40q", r.Do))
	}
}

// load builds the run of the request's Spec, or goes on with that of its checkpoint, in place of the present one.
func (s *Session) load(r experiment.Request) {
	s.drop()
	s.gen = r.Gen
	if r.View != nil {
		s.view = *r.View
	}
	if r.Spec == nil {
		s.refuse(r, "a load request needs a Spec")
		return
	}
	next, err := s.build(r)
	if err != nil {
		s.Say(experiment.Reply{ID: r.ID, Gen: r.Gen, Is: experiment.SaysFailed, Failed: s.failure(err, r.Spec)})
		return
	}
	s.run = next
	if s.Crew != nil {
		s.Crew.serve(min(max(1, r.Threads), experiment.MostThreads)-1, next.Spec())
	}
	s.grids, s.judging, s.frames = pace{share: 0.12}, pace{share: 0.05}, pace{}
	info := next.Info()
	s.Say(experiment.Reply{ID: r.ID, Gen: s.gen, Is: experiment.SaysLoaded, Info: &info})
	s.sketch(r.ID)
	s.send(r.ID, true)
	s.finished(r.ID)
}

// drop ends what is under way.
func (s *Session) drop() {
	s.training = false
	if s.run != nil {
		s.run.Close()
		s.run = nil
	}
	s.bench.close()
	if s.Crew != nil {
		s.Crew.dismiss()
	}
}

func (s *Session) build(r experiment.Request) (run, error) {
	if len(r.Data) > 0 {
		return s.Resume(r.Data)
	}
	next, err := s.Open(*r.Spec)
	if err == nil {
		err = next.Evaluate()
	}
	return next, err
}

func (s *Session) pause(r experiment.Request) {
	was := s.training
	s.training = false
	if was {
		s.send(r.ID, true)
	}
	s.Say(experiment.Reply{ID: r.ID, Gen: s.gen, Is: experiment.SaysPaused, Step: s.run.StepCount()})
}

func (s *Session) steps(r experiment.Request) {
	for range max(1, r.N) {
		if s.run.Done() || !s.step() {
			break
		}
	}
	if s.run != nil {
		s.send(r.ID, true)
		s.finished(r.ID)
	}
}

// look answers a change of what is seen with a frame, at once if nothing else would bring one.
func (s *Session) look(r experiment.Request) {
	s.grids, s.judging = pace{share: s.grids.share}, pace{share: s.judging.share}
	if !s.training {
		s.send(r.ID, true)
	}
}

// step takes one step and reports whether the run can go on.
func (s *Session) step() bool {
	if err := s.run.Step(); err != nil {
		s.training = false
		spec := s.run.Spec()
		s.send(0, false)
		s.Say(experiment.Reply{Gen: s.gen, Is: experiment.SaysFailed, Failed: s.failure(err, &spec), Step: s.run.StepCount()})
		return false
	}
	s.diagnosed()
	return true
}

// finished ends training after the last step and says so. It reports whether it did.
func (s *Session) finished(id int) bool {
	if !s.run.Done() {
		return false
	}
	if s.training {
		s.training = false
		s.send(id, true)
	}
	s.Say(experiment.Reply{ID: id, Gen: s.gen, Is: experiment.SaysDone, Step: s.run.StepCount()})
	return true
}

// Work trains for about that long and sends a frame if one is due. It returns early when training ends.
func (s *Session) Work(slice time.Duration) {
	if s.bench.watch != nil {
		s.clock(slice)
		return
	}
	if !s.training {
		return
	}
	for end := s.Now().Add(slice); s.Now().Before(end); {
		if !s.step() || s.finished(0) {
			return
		}
	}
	s.rate.at(s.Now(), s.run.StepCount())
	if !s.Now().Before(s.frames.due) {
		s.send(0, false)
	}
}

// sketch shows losses and gradients before the first grid, which can wait for the reference to be computed.
func (s *Session) sketch(id int) {
	f := &s.frame
	s.run.Snapshot(&f.Snapshot)
	s.measure(&f.Snapshot)
	f.Gen, f.Request, f.Running, f.Rate = s.gen, id, false, 0
	f.Grids, f.W, f.H = f.Grids[:0], 0, 0
	s.wire = f.Encode(s.wire)
	s.Show(s.wire)
}

// send shows where the run stands. Grids and the error are part of it if whole, or if their share of the time allows.
func (s *Session) send(id int, whole bool) {
	start := s.Now()
	f := &s.frame
	s.run.Snapshot(&f.Snapshot)
	s.measure(&f.Snapshot)
	f.Gen, f.Request, f.Running, f.Rate = s.gen, id, s.training, s.rate.value
	f.Grids, f.W, f.H = f.Grids[:0], 0, 0
	if whole || s.judging.open(start) {
		if err := s.run.Judge(&f.Snapshot); err != nil {
			s.Say(experiment.Reply{ID: id, Gen: s.gen, Is: experiment.SaysFailed, Failed: &experiment.Failure{Message: err.Error()}})
		}
		s.judging.close(start, s.Now())
	}
	if from := s.Now(); len(s.view.Quantities) > 0 && (whole || s.grids.open(from)) {
		s.fill(id)
		s.grids.close(from, s.Now())
	}
	s.wire = f.Encode(s.wire)
	s.Show(s.wire)
	hz := s.view.Hz
	if !(hz > 0) || hz > 30 {
		hz = 8
	}
	s.frames.due = s.Now().Add(time.Duration(float64(time.Second) / hz))
}

// fill evaluates the view's quantities into the frame.
func (s *Session) fill(id int) {
	f, n := &s.frame, len(s.view.Quantities)
	for cap(f.Grids) < n {
		f.Grids = append(f.Grids[:cap(f.Grids)], experiment.Grid{})
	}
	f.Grids = f.Grids[:n]
	f.W, f.H = s.view.W, s.view.H
	if err := s.run.Grid(s.view, f.Grids); err != nil {
		f.Grids, f.W, f.H = f.Grids[:0], 0, 0
		s.view.Quantities = nil
		s.Say(experiment.Reply{ID: id, Gen: s.gen, Is: experiment.SaysFailed, Failed: &experiment.Failure{Message: err.Error()}})
	}
}

// refuse answers a request that cannot be met; the run goes on.
func (s *Session) refuse(r experiment.Request, message string) {
	s.Say(experiment.Reply{ID: r.ID, Gen: r.Gen, Is: experiment.SaysFailed, Failed: &experiment.Failure{Message: message}})
}

func finite(v []float64) bool {
	for _, x := range v {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return false
		}
	}
	return true
}

// failure describes the end of a run. Remedies that name flags of the terminal name the page's settings instead.
func (s *Session) failure(err error, spec *experiment.Spec) *experiment.Failure {
	f := &experiment.Failure{Message: strings.ReplaceAll(err.Error(), "--", ""), Spec: spec}
	if d := (*experiment.Diverged)(nil); errors.As(err, &d) {
		f.Loss, f.Step = d.Loss, d.Step
	}
	return f
}
