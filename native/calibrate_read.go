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
		c.Seeds = append(c.Seeds, seedOf(runs, seed, func(o outcome) float64 { return o.row.end() }))
	}
}

// atEqualTime reads the runs of each seed after the training time of the shortest that came to its end.
func atEqualTime(c *diagnosis.Configuration, runs []*cell) {
	errors := map[string][]float64{}
	for _, seed := range shared(runs) {
		end := math.Inf(1)
		for _, x := range runs {
			end = math.Min(end, x.seeds[seed].row.end())
		}
		for _, x := range runs {
			errors[x.arm] = append(errors[x.arm], x.seeds[seed].course.At(end))
		}
		c.Seeds = append(c.Seeds, seedOf(runs, seed, func(outcome) float64 { return end }))
	}
	for _, x := range runs {
		c.Error[x.arm] = statistics.Summarize(errors[x.arm]).Median
	}
}

// end is the training time of the whole run: of one that diverged what its steps would have taken.
func (row *sweepRow) end() float64 {
	if row.Status == "diverged" && row.Steps > 0 {
		return row.Seconds * math.Max(1, float64(row.Spec.Steps)/float64(row.Steps))
	}
	return row.Seconds
}

// seedOf is what the runs of a seed say, whose end is given.
func seedOf(runs []*cell, seed uint64, end func(outcome) float64) diagnosis.Seed {
	s := diagnosis.Seed{Misfit: misfits(runs, seed, end)}
	for _, x := range runs {
		if x.arm == "none" {
			s.Verdict = x.seeds[seed].row.Verdict
		}
	}
	return s
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
