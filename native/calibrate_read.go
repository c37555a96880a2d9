//go:build native

package main

import (
	"maps"
	"math"
	"slices"

	"counterpoint/solver/diagnosis"
	"counterpoint/solver/statistics"
)

// atEnds reads every arm's runs at their ends, and their trials after a share of their steps.
func atEnds(c *diagnosis.Configuration, runs []*cell) {
	for _, x := range runs {
		c.Error[x.arm] = statistics.Summarize(x.errors()).Median
	}
	for _, seed := range shared(runs) {
		c.Seeds = append(c.Seeds, seedOf(runs, seed, func(row *sweepRow, share float64) [][]float64 {
			until := int(math.Ceil(share * float64(row.Spec.Steps)))
			return row.marks(func(i int) bool { return row.Course.Step[i] <= until }, row.Steps <= until)
		}))
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
		c.Seeds = append(c.Seeds, seedOf(runs, seed, func(row *sweepRow, share float64) [][]float64 {
			until := share * end * (1 + 1e-9)
			return row.marks(func(i int) bool { return row.Course.Seconds[i] <= until }, row.Seconds <= until)
		}))
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

// seedOf is what the runs of a seed say; after returns the last few marks of a run up to a share of it.
func seedOf(runs []*cell, seed uint64, after func(*sweepRow, float64) [][]float64) diagnosis.Seed {
	s := diagnosis.Seed{Misfit: misfits(runs, seed, after)}
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

// misfits returns what the trials of one seed show after each share of the runs, by arm; nil if the rows do not say which losses are
// equations.
func misfits(runs []*cell, seed uint64, after func(*sweepRow, float64) [][]float64) diagnosis.Misfits {
	out := diagnosis.Misfits{}
	for _, trial := range diagnosis.Trials {
		for _, share := range diagnosis.TrialShares {
			m := map[string]float64{}
			for _, x := range runs {
				o := x.seeds[seed]
				if len(o.row.Equation) == 0 {
					return nil
				}
				m[x.arm] = diagnosis.Misfit(after(o.row, share), diagnosis.Silent(trial, o.row.Equation))
			}
			out[trial] = append(out[trial], m)
		}
	}
	return out
}

// marks returns the losses of the last few marks of the course that are within a part of it, NaN where one is not known; broken says that a run that
// diverged did so within.
func (row *sweepRow) marks(within func(i int) bool, broken bool) (out [][]float64) {
	for i, losses := range row.Course.Losses {
		if row.Course.Step[i] == 0 || !within(i) {
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
	if row.Status == "diverged" && broken {
		out = append(out, slices.Repeat([]float64{math.NaN()}, len(row.Equation)))
	}
	return out[max(0, len(out)-diagnosis.TrialMarks):]
}
