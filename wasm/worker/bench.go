package main

import (
	"errors"
	"strings"
	"time"

	"counterpoint/solver/experiment"
	"counterpoint/solver/problem"
	"counterpoint/solver/timing"
	"counterpoint/solver/train"
)

// benchMost is the longest that a page may ask a step to be measured for, in seconds.
const benchMost = 60

// stopwatch is a measurement under way, done piece by piece.
type stopwatch interface {
	Next() (done bool, err error)
	Progress() float64
	Timing() experiment.Timing
	Close()
}

// bench is the measurement that the session has under way, if any.
type bench struct {
	watch stopwatch
	id    int
	told  time.Time // when the page last heard how far it is
}

func (b *bench) close() {
	if b.watch != nil {
		b.watch.Close()
		b.watch = nil
	}
}

// clocked is a stopwatch on a run of its own.
type clocked struct {
	*timing.Clock
	run *train.Run
}

func (c clocked) Close() { c.run.Close() }

// clock begins the benchmark of `native bench` on a problem of the catalogue.
func clock(name, settings, kernel string, seconds float64) (stopwatch, error) {
	p, err := problem.Load(name)
	if err != nil {
		return nil, err
	}
	spec, _, wrong := experiment.ParseFragment(settings, timing.Spec(p))
	if len(wrong) > 0 {
		return nil, errors.New(strings.Join(wrong, "; "))
	}
	timing.Endless(&spec)
	spec.Problem, spec.Text, spec.Set = p.Name, "", nil
	run, err := train.New(spec, train.Options{Workers: 1, Kernel: kernel, Problem: p})
	if err != nil {
		return nil, err
	}
	return clocked{timing.New(run, 1, max(0, min(seconds, benchMost))), run}, nil
}

// time begins a measurement in place of what is under way.
func (s *Session) time(r experiment.Request) {
	s.drop()
	s.gen = r.Gen
	watch, err := s.Time(r.Name, r.Text, r.Kernel, r.Value)
	if err != nil {
		s.refuse(r, err.Error())
		return
	}
	s.bench = bench{watch: watch, id: r.ID}
}

// clock goes on with the measurement for about slice, and says how far it is four times a second.
func (s *Session) clock(slice time.Duration) {
	b := &s.bench
	for end := s.Now().Add(slice); s.Now().Before(end); {
		done, err := b.watch.Next()
		if err != nil {
			s.Say(experiment.Reply{ID: b.id, Gen: s.gen, Is: experiment.SaysFailed, Failed: s.failure(err, nil)})
			b.close()
			return
		}
		if done {
			t := b.watch.Timing()
			s.Say(experiment.Reply{ID: b.id, Gen: s.gen, Is: experiment.SaysTiming, Timing: &t, Part: 1})
			b.close()
			return
		}
	}
	if now := s.Now(); now.Sub(b.told) >= 250*time.Millisecond {
		b.told = now
		s.Say(experiment.Reply{ID: b.id, Gen: s.gen, Is: experiment.SaysTiming, Part: b.watch.Progress()})
	}
}
