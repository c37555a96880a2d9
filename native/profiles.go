//go:build native

package main

import (
	"fmt"
	"slices"
	"strings"

	"counterpoint/solver/statistics"
)

// studied is what commands read that set arms against what the plain runs' profiles said.
type studied struct {
	Folders  []string `arg:"" name:"dir" help:"folders of sweeps that were run with --verdict, or rows.jsonl files"`
	Arms     []string `help:"arms to choose from; a problem that lacks one is left out" default:"none,weights,adapters+weights" placeholder:"X,Y"`
	Problems []string `help:"only these problems" placeholder:"A,B"`
}

// rows returns the sweeps' rows of the arms asked for, and whether arms had equal time instead of equal steps.
func (s *studied) rows() (rows []sweepRow, leveled bool, err error) {
	rows, err = rowsOf(s.Folders)
	if err == nil && !slices.Contains(s.Arms, "none") {
		err = fmt.Errorf("--arms %s: none has to be among them", strings.Join(s.Arms, ","))
	}
	for _, name := range s.Problems {
		if err == nil && !slices.ContainsFunc(rows, func(r sweepRow) bool { return r.Problem == name }) {
			err = fmt.Errorf("--problems %.40s: no rows of it in %s", name, strings.Join(s.Folders, ", "))
		}
	}
	rows = slices.DeleteFunc(rows, func(r sweepRow) bool {
		return !slices.Contains(s.Arms, r.Arm) || len(s.Problems) > 0 && !slices.Contains(s.Problems, r.Problem)
	})
	steps := countSteps(rows)
	if err == nil {
		err = steps.mixed()
	}
	if err != nil {
		return nil, false, wrong(err)
	}
	return rows, steps.anyLevel(), nil
}

// armsOn returns a problem's runs of each arm, in the order of the arms, or the arm of which none was judged.
func armsOn(problem string, cells []*cell, arms []string) (runs []*cell, lacking string) {
	for _, arm := range arms {
		i := slices.IndexFunc(cells, func(c *cell) bool { return c.problem == problem && c.arm == arm && len(c.seeds) > 0 })
		if i < 0 {
			return nil, arm
		}
		runs = append(runs, cells[i])
	}
	return runs, ""
}

// profile is what the plain runs of a problem said in their first steps.
type profile struct {
	regime, remedy string // of the verdict that most runs got, the first among equals
	firm           bool   // most of those verdicts were
	agree, runs    int    // how many runs got that verdict, of how many
	value          map[string][]float64
}

// profileOf gathers the profiles of a problem's plain runs; ok is false if there are none.
func profileOf(problem string, rows []sweepRow) (p profile, ok bool) {
	p.value = map[string][]float64{}
	votes := map[string][]sweepRow{}
	for _, r := range rows {
		if problemLabel(r.Spec) != problem || r.Arm != "none" || !r.Spec.Plain() || r.Verdict == "" {
			continue
		}
		votes[r.Verdict] = append(votes[r.Verdict], r)
		if len(votes[r.Verdict]) > len(votes[p.regime]) {
			p.regime = r.Verdict
		}
		for statistic, v := range r.Evidence {
			if v != nil {
				p.value[statistic] = append(p.value[statistic], *v)
			}
		}
	}
	firm := 0
	for _, r := range votes[p.regime] {
		p.remedy = r.Remedy
		if r.Firm {
			firm++
		}
	}
	p.agree = len(votes[p.regime])
	for _, v := range votes {
		p.runs += len(v)
	}
	p.firm = 2*firm > p.agree
	return p, len(votes) > 0
}

// median is that of a statistic over the runs, NaN if no run has it.
func (p profile) median(statistic string) float64 {
	return statistics.Summarize(p.value[statistic]).Median
}
