//go:build native

package main

import (
	"maps"
	"math"
	"slices"

	"counterpoint/solver/diagnosis"
	"counterpoint/solver/statistics"
)

// atEnds reads every arm's runs at their ends.
func atEnds(c *diagnosis.Configuration, runs []*cell) {
	for _, x := range runs {
		c.Error[x.arm] = statistics.Summarize(x.errors()).Median
	}
	for _, seed := range shared(runs) {
		c.Misfit = appendKnown(c.Misfit, misfits(runs, seed, func(o outcome) float64 { return o.course.End() }))
	}
}

// atEqualTime reads the runs of each seed after the training time of the shortest.
func atEqualTime(c *diagnosis.Configuration, runs []*cell) {
	seeds, errors := shared(runs), map[string][]float64{}
	end := func(seed uint64) float64 {
		t := math.Inf(1)
		for _, x := range runs {
			t = math.Min(t, x.seeds[seed].course.End())
		}
		return t
	}
	for _, seed := range seeds {
		for _, x := range runs {
			errors[x.arm] = append(errors[x.arm], x.seeds[seed].course.At(end(seed)))
		}
	}
	for _, x := range runs {
		c.Error[x.arm] = statistics.Summarize(errors[x.arm]).Median
	}
	for _, seed := range seeds {
		t := end(seed)
		c.Misfit = appendKnown(c.Misfit, misfits(runs, seed, func(outcome) float64 { return t }))
	}
}

// appendKnown appends m unless it is nil.
func appendKnown(all []diagnosis.Misfits, m diagnosis.Misfits) []diagnosis.Misfits {
	if m == nil {
		return all
	}
	return append(all, m)
}

// shared are the seeds that every cell has, ascending.
func shared(runs []*cell) []uint64 {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(runs[0].seeds)), func(seed uint64) bool {
		return slices.ContainsFunc(runs, func(x *cell) bool { _, ok := x.seeds[seed]; return !ok })
	})
}

// misfits returns what the trials of one seed show after each share of the time end, by arm; nil if the rows do not say which losses are
// equations.
func misfits(runs []*cell, seed uint64, end func(outcome) float64) diagnosis.Misfits {
	out := diagnosis.Misfits{}
	for _, trial := range diagnosis.Trials {
		for _, share := range diagnosis.TrialShares {
			m := map[string]float64{}
			for _, x := range runs {
				o := x.seeds[seed]
				if len(o.row.Equation) == 0 {
					return nil
				}
				m[x.arm] = diagnosis.Misfit(o.row.marks(share*end(o)), diagnosis.Silent(trial, o.row.Equation))
			}
			out[trial] = append(out[trial], m)
		}
	}
	return out
}

// marks returns the losses of the last few marks of the course up to a training time, NaN where one is not known.
func (row *sweepRow) marks(until float64) (out [][]float64) {
	for i, losses := range row.Course.Losses {
		if row.Course.Step[i] == 0 || row.Course.Seconds[i] > until*(1+1e-9) {
			continue
		}
		mark := make([]float64, len(losses))
		for k, v := range losses {
			if mark[k] = math.NaN(); v != nil {
				mark[k] = *v
			}
		}
		out = append(out, mark)
	}
	if row.Status == "diverged" && row.Seconds <= until {
		out = append(out, slices.Repeat([]float64{math.NaN()}, len(row.Equation)))
	}
	return out[max(0, len(out)-diagnosis.TrialMarks):]
}
