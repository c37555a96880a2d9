package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"counterpoint/solver/experiment"
	"counterpoint/solver/train"
)

// clerk is a helper on a goroutine. It leaves after so many answers: it says so, or it does not.
type clerk struct {
	id     int
	to     chan<- note
	h      *train.Helper
	leaves int // answers before it leaves; 0: never
	quiet  bool
	ended  bool
}

func (c *clerk) build(gen int, spec experiment.Spec) {
	h, err := train.NewHelper(spec, train.Options{Workers: 1})
	if err != nil {
		c.to <- note{id: c.id, gone: err.Error()}
		return
	}
	c.h = h
	c.to <- note{id: c.id, gen: gen}
}

func (c *clerk) ask(seq, lo, hi int, round uint64, theta [2][]byte) {
	all := append(bytes.Clone(theta[0]), theta[1]...)
	if c.leaves--; c.leaves == 0 {
		if !c.quiet {
			c.to <- note{id: c.id, gone: "no memory"}
		}
		return
	}
	go func() {
		found, err := c.h.AppendShards(nil, lo, hi, round, all)
		if err != nil {
			c.to <- note{id: c.id, gone: err.Error()}
			return
		}
		c.to <- note{id: c.id, seq: seq, found: found}
	}()
}

func (c *clerk) end() { c.ended = true }

// staff hires clerks and remembers what the crew tells.
type staff struct {
	clerks []*clerk
	leaves []int
	quiet  bool
	told   []string
	ready  int
}

func (s *staff) hire(id int, to chan<- note) mate {
	c := &clerk{id: id, to: to, quiet: s.quiet}
	if len(s.leaves) >= id {
		c.leaves = s.leaves[id-1]
	}
	s.clerks = append(s.clerks, c)
	return c
}

func (s *staff) tell(n int, lost string) {
	s.ready = n
	if lost != "" {
		s.told = append(s.told, lost)
	}
}

func crewSpec() experiment.Spec {
	s := experiment.Default()
	s.Problem, s.Width, s.Depth, s.Points, s.Steps = "burgers-inverse", 8, 2, "300", 12
	return s
}

// train12 trains with n helpers and returns all the run's state.
func train12(t *testing.T, s *staff, n int) string {
	t.Helper()
	c := newCrew(s.hire, s.tell)
	c.least = 100 * time.Millisecond
	r, err := open(crewSpec(), c)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	c.serve(n, r.Spec())
	for !r.Done() {
		if err := r.Step(); err != nil {
			t.Fatal(err)
		}
	}
	return fmt.Sprint(r.(*plainRun).Run.State())
}

// Any number of helpers gives the same bits, those that leave half-way too.
func TestCrew(t *testing.T) {
	want := train12(t, &staff{}, 0)
	for _, n := range []int{1, 2, 4} {
		s := &staff{}
		if got := train12(t, s, n); got != want {
			t.Errorf("%d helpers: other bits than alone", n)
		}
		if s.ready != n || len(s.told) != 0 {
			t.Errorf("%d helpers: %d were ready, %q", n, s.ready, s.told)
		}
	}
	s := &staff{leaves: []int{3, 0, 5}}
	if got := train12(t, s, 3); got != want {
		t.Error("two of three helpers left: other bits than alone")
	}
	if len(s.told) != 2 || !strings.Contains(s.told[0], "no memory") || !strings.Contains(s.told[1], "with 2") {
		t.Errorf("told %q", s.told)
	}
	if !s.clerks[0].ended || s.clerks[1].ended || !s.clerks[2].ended {
		t.Error("those that left, and they alone, should be ended")
	}
}

// A helper that says nothing is let go after a while.
func TestCrewSilence(t *testing.T) {
	s := &staff{leaves: []int{2}, quiet: true}
	if got := train12(t, s, 1); got != train12(t, &staff{}, 0) {
		t.Error("other bits than alone")
	}
	if len(s.told) != 1 || !strings.Contains(s.told[0], "does not answer") {
		t.Errorf("told %q", s.told)
	}
}

// Another Spec is built by all before they help again, and fewer helpers are ended.
func TestCrewRebuilds(t *testing.T) {
	s := &staff{}
	c := newCrew(s.hire, s.tell)
	c.serve(3, crewSpec())
	if from := c.Ask([2][]byte{}, 0); s.ready != 3 || from != 4 {
		t.Errorf("%d helpers are ready and shards from %d on are theirs", s.ready, from)
	}
	for c.Answer() != nil { // no parameters: each of them fails
	}
	if len(c.mates) != 0 {
		t.Errorf("%d helpers are left", len(c.mates))
	}
	c.serve(2, crewSpec())
	c.dismiss()
	if from := c.Ask([2][]byte{}, 0); from != 16 {
		t.Error("a helper with another Spec was asked")
	}
	c.serve(0, crewSpec())
	for _, k := range s.clerks {
		if !k.ended {
			t.Error("a helper was not ended")
		}
	}
}
