package main

import "time"

// pace keeps a repeated piece of work to a share of the time: after work that took t, the next is due t/share later than it began.
// The first time is not counted, since it prepares what later ones use.
type pace struct {
	share float64
	due   time.Time
	warm  bool
}

// open reports whether the work is due.
func (p *pace) open(now time.Time) bool { return !now.Before(p.due) }

// close notes that the work was done.
func (p *pace) close(from, to time.Time) {
	p.due = to
	if p.warm && p.share > 0 {
		p.due = from.Add(time.Duration(float64(to.Sub(from)) / p.share))
	}
	p.warm = true
}

// meter is the number of steps a second, smoothed over about a second.
type meter struct {
	value float64
	last  time.Time
	steps int
}

// start begins to count anew; value stays until there is a better one.
func (m *meter) start(now time.Time, steps int) { m.last, m.steps = now, steps }

// at takes a reading; those less than a quarter of a second after the last are left for the next.
func (m *meter) at(now time.Time, steps int) {
	dt := now.Sub(m.last).Seconds()
	if dt < 0.25 {
		return
	}
	r := float64(steps-m.steps) / dt
	if m.value == 0 {
		m.value = r
	}
	m.value += min(1, dt) * (r - m.value)
	m.last, m.steps = now, steps
}
