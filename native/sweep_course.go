//go:build native

package main

import (
	"iter"
	"math"
	"slices"
	"strconv"

	"counterpoint/solver/experiment"
	"counterpoint/solver/statistics"
	"counterpoint/solver/train"
)

// courseParts is the number of judgements in a run's course after that of its start.
const courseParts = 20

// course is how the error fell while a run trained, judged at its start and after every twentieth of its steps: what arms are compared by at equal
// wall-clock. null stands for a number that is not known or not finite.
type course struct {
	Step    []int        `json:"step"`
	Seconds []float64    `json:"seconds"`          // of training, judging left out
	Error   []*float64   `json:"rel_l2"`           // the largest over the fields
	Losses  [][]*float64 `json:"losses,omitempty"` // of each judgement the K raw losses of the last step, to five digits
}

// note judges the run where a part of its steps is full; before is the training time before the run was built.
func (c *course) note(run *train.Run, before float64) error {
	n := run.StepCount()
	if n > 0 && n*courseParts/run.Total() == (n-1)*courseParts/run.Total() && !run.Done() {
		return nil
	}
	var s experiment.Snapshot
	run.Snapshot(&s)
	if err := run.Judge(&s); err != nil {
		return err
	}
	c.Step, c.Seconds, c.Error = append(c.Step, n), append(c.Seconds, before+s.Seconds), append(c.Error, known(largest(slices.Values(s.Error))))
	losses := make([]*float64, len(s.Loss))
	for k, v := range s.Loss {
		if n > 0 { // before the first step nobody has asked for them
			losses[k] = known(fiveDigits(v))
		}
	}
	c.Losses = append(c.Losses, losses)
	return nil
}

// fiveDigits rounds v to five significant digits.
func fiveDigits(v float64) float64 {
	r, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 5, 64), 64)
	if err != nil {
		panic("native: a number that was written cannot be read")
	}
	return r
}

// whole returns the course of the row's run; one that diverged ends with an infinite error.
func (row *sweepRow) whole() (out statistics.Course) {
	for i, e := range row.Course.Error {
		if e != nil {
			out.Seconds, out.Error = append(out.Seconds, row.Course.Seconds[i]), append(out.Error, *e)
		}
	}
	if row.Status == "diverged" {
		out.Seconds, out.Error = append(out.Seconds, row.Seconds), append(out.Error, math.Inf(1))
	}
	return out
}

// largest is the largest of the errors that are known, NaN if none is: a field without a reference is not judged.
func largest(errors iter.Seq[float64]) float64 {
	worst := math.NaN()
	for e := range errors {
		if !(e <= worst) && !math.IsNaN(e) {
			worst = e
		}
	}
	return worst
}

// knownValues are the values that are not null.
func knownValues(m map[string]*float64) iter.Seq[float64] {
	return func(yield func(float64) bool) {
		for _, v := range m {
			if v != nil && !yield(*v) {
				return
			}
		}
	}
}
