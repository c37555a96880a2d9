package main

import (
	"fmt"
	"time"

	"counterpoint/solver/experiment"
	"counterpoint/solver/loss"
)

// crew is the run's helpers: further workers that share no memory with this one, each with a train.Helper of the same Spec. It
// implements loss.Elsewhere. A helper that ends, fails or keeps silent is let go, and the run goes on with fewer.
type crew struct {
	hire func(id int, to chan<- note) mate // starts a worker
	tell func(helpers int, lost string)    // the number that help has changed; lost says why one went, "" if none did

	least   time.Duration // patience
	mates   []*hired
	notes   chan note
	hires   int // helpers ever started: the next one's id
	gen     int // of the Spec that the helpers have to build
	seq     int // of the Ask under way
	pending int // answers that are missing
	wait    *time.Timer
	began   time.Time
	slowest time.Duration // the longest Ask so far, answered
}

// mate is one helper's end of the messages. What it finds comes as notes; the call returns at once.
type mate interface {
	build(gen int, spec experiment.Spec)
	ask(seq, lo, hi int, round uint64, theta [2][]byte)
	end()
}

type hired struct {
	mate
	id   int
	gen  int // of the Spec that it has built
	busy bool
}

// note is what a helper says: that it has built the Spec of a generation, what it found in its shards (in its own memory, until it is
// asked again), or why it cannot go on.
type note struct {
	id, gen, seq int
	found        []byte
	gone         string
}

// patience is the shortest time after which a silent helper is let go.
const patience = 8 * time.Second

func newCrew(hire func(int, chan<- note) mate, tell func(int, string)) *crew {
	t := time.NewTimer(time.Hour)
	t.Stop()
	return &crew{least: patience, hire: hire, tell: tell, notes: make(chan note, 256), wait: t}
}

// serve brings the number of helpers to n and has them build spec. They help as soon as they are ready.
func (c *crew) serve(n int, spec experiment.Spec) {
	for len(c.mates) > n {
		last := len(c.mates) - 1
		c.mates[last].end()
		c.mates = c.mates[:last]
	}
	for len(c.mates) < n {
		c.hires++
		c.mates = append(c.mates, &hired{mate: c.hire(c.hires, c.notes), id: c.hires})
	}
	c.rebuild(spec)
	c.tell(0, "")
}

// rebuild has the helpers build another Spec; they do not help until they have.
func (c *crew) rebuild(spec experiment.Spec) {
	c.gen++
	c.slowest = 0
	for _, m := range c.mates {
		m.build(c.gen, spec)
	}
}

// dismiss sends the helpers away from the run under way.
func (c *crew) dismiss() { c.gen++ }

// ready counts the helpers that can be asked.
func (c *crew) ready() (n int) {
	for _, m := range c.mates {
		if m.gen == c.gen && !m.busy {
			n++
		}
	}
	return n
}

// Ask deals the shards out in equal parts, the first to this worker.
func (c *crew) Ask(theta [2][]byte, round uint64) int {
	for {
		select {
		case n := <-c.notes:
			c.take(n)
			continue
		default:
		}
		break
	}
	n := c.ready() + 1
	if n == 1 {
		return loss.Shards
	}
	c.seq++
	c.began = time.Now()
	part := 1
	for _, m := range c.mates {
		if m.gen == c.gen && !m.busy && part < n {
			m.busy = true
			c.pending++
			m.ask(c.seq, loss.Shards*part/n, loss.Shards*(part+1)/n, round, theta)
			part++
		}
	}
	c.wait.Reset(max(c.least, 20*c.slowest))
	return loss.Shards / n
}

// Answer returns the next helper's shards.
func (c *crew) Answer() []byte {
	for c.pending > 0 {
		select {
		case n := <-c.notes:
			if c.take(n) {
				return n.found
			}
		case <-c.wait.C:
			for _, m := range append([]*hired(nil), c.mates...) {
				if m.busy {
					c.lose(m.id, "it does not answer")
				}
			}
		}
	}
	c.wait.Stop()
	c.slowest = max(c.slowest, time.Since(c.began))
	return nil
}

// take takes a note, and reports whether it answers the Ask under way.
func (c *crew) take(n note) bool {
	var m *hired
	for _, x := range c.mates {
		if x.id == n.id {
			m = x
		}
	}
	switch {
	case m == nil: // it was let go
	case n.gone != "":
		c.lose(n.id, n.gone)
	case n.found != nil:
		fresh := m.busy && n.seq == c.seq
		if fresh {
			m.busy = false
			c.pending--
		}
		return fresh
	case n.gen == c.gen:
		m.gen = n.gen
		c.tell(c.ready(), "")
	}
	return false
}

// lose lets a helper go.
func (c *crew) lose(id int, why string) {
	for i, m := range c.mates {
		if m.id != id {
			continue
		}
		if m.busy {
			c.pending--
		}
		m.end()
		c.mates = append(c.mates[:i], c.mates[i+1:]...)
		c.tell(c.ready(), fmt.Sprintf("A helping worker was lost (%s); the run goes on with %d.", why, len(c.mates)+1))
		return
	}
}
