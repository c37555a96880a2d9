package state

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// Standing says how a race stands: a quantity of each lane at the same number of steps or seconds.
type Standing struct {
	Arms     [2]string
	Quantity string     // relative error, or the loss of conditions and data where there is no reference
	Value    [2]float64 // NaN before there is one
	At       float64    // steps or seconds, of both
	Pace     string
	Leader   int     // lane with the lower value, -1 if there is none
	Ratio    float64 // the higher value over the lower
	Over     bool
	Trouble  [2]string // why a lane ended early, "" if it did not
}

// level is the ratio below which no difference is claimed.
const level = 1.05

// Standing returns how the race stands.
func (s *State) Standing() Standing {
	r := &s.Race
	st := Standing{Arms: r.Arms, Quantity: "loss of conditions and data", Value: [2]float64{math.NaN(), math.NaN()}, Pace: r.Pace, Leader: -1, Ratio: math.NaN(), Over: s.raceOver()}
	switch {
	case s.Judged():
		st.Quantity = "relative error"
	case s.Info == nil || !slices.Contains(s.Info.Equation, false):
		st.Quantity = "total loss"
	}
	if r.Lanes[0] == nil || r.Lanes[1] == nil {
		return st
	}
	st.At = min(s.measure(r.Lanes[0]), s.measure(r.Lanes[1]))
	for i, l := range r.Lanes {
		if l.Phase == Failed && l.Failure != nil {
			st.Trouble[i] = l.Failure.Message
			continue
		}
		st.Value[i] = s.courseAt(l, st.At)
	}
	if a, b := st.Value[0], st.Value[1]; a > 0 && b > 0 && !math.IsInf(a/b, 0) {
		st.Ratio = max(a/b, b/a)
		if st.Ratio >= level {
			st.Leader = 0
			if b < a {
				st.Leader = 1
			}
		}
	}
	return st
}

// Course returns what a race compares of a lane, row by row of its history: the largest error of its fields (NaN where it was not
// judged), or without a reference the sum of its losses of conditions and data, which tells the better arm where those of equations do not
// (docs/diagnosis.md).
func (s *State) Course(l *Lane) []float64 {
	h := &l.History
	columns, sum := s.conditions(h.Loss), true
	if s.Judged() {
		columns, sum = h.Error, false
	}
	out := make([]float64, len(h.Step))
	for i := range out {
		v := math.NaN()
		for _, c := range columns {
			switch {
			case math.IsNaN(c[i]):
			case math.IsNaN(v):
				v = c[i]
			case sum:
				v += c[i]
			default:
				v = max(v, c[i])
			}
		}
		out[i] = v
	}
	return out
}

// conditions leaves out the losses of equations, unless there are no others.
func (s *State) conditions(losses [][]float64) (out [][]float64) {
	for k, c := range losses {
		if s.Info != nil && k < len(s.Info.Equation) && s.Info.Equation[k] {
			continue
		}
		out = append(out, c)
	}
	if len(out) == 0 {
		return losses
	}
	return out
}

// courseAt returns the latest value of the Course that is not later than at.
func (s *State) courseAt(l *Lane, at float64) float64 {
	x := l.History.Step
	if s.Race.Pace == EqualTime {
		x = l.History.Seconds
	}
	v := math.NaN()
	for i, y := range s.Course(l) {
		if x[i] <= at && !math.IsNaN(y) {
			v = y
		}
	}
	return v
}

// Sentence says it in words.
func (t Standing) Sentence() string {
	for i, why := range t.Trouble {
		if why != "" {
			return fmt.Sprintf("%s ended early (%s).", t.Arms[i], strings.TrimSuffix(why, "."))
		}
	}
	if math.IsNaN(t.Ratio) {
		return "The race has not begun."
	}
	at := "at step " + count(int(t.At))
	if t.Over {
		at = "after " + count(int(t.At)) + " steps each"
	}
	if t.Pace == EqualTime {
		at = fmt.Sprintf("after %.3g s of training each", t.At)
	}
	a, b := t.quantity(t.Value[0]), t.quantity(t.Value[1])
	if t.Leader < 0 {
		return fmt.Sprintf("No difference: %s %s and %s %s. One seed.", t.Quantity, a, b, at)
	}
	if t.Leader == 1 {
		a, b = b, a
	}
	verb := "is ahead"
	if t.Over {
		verb = "wins"
	}
	return fmt.Sprintf("%s %s: %s %s against %s, %.3g times lower, %s. One seed: another may turn it round.", t.Arms[t.Leader], verb, t.Quantity, a, b, t.Ratio, at)
}

func (t Standing) quantity(v float64) string {
	if t.Quantity == "relative error" {
		return Percent(v)
	}
	return science(v)
}
