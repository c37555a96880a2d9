//go:build native

package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"counterpoint/solver/experiment"
	"counterpoint/solver/problem"
	"counterpoint/solver/statistics"
)

// atlas writes what sweeps found of many problems, for the page's view of that name.
type atlas struct {
	Folders []string `arg:"" name:"dir" help:"folders of sweeps that were run with --verdict, or rows.jsonl files"`
	Arms    []string `help:"arms that may win; a problem that lacks one is left out" default:"none,weights,adapters+weights" placeholder:"X,Y"`
	Command string   `help:"the command that repeats the sweeps; the page shows it" required:"" placeholder:"TEXT"`
	Note    string   `help:"what readers of the page have to know beside the points" placeholder:"TEXT"`
}

// Run is called by kong.
func (a *atlas) Run(t *terminal) error {
	rows, err := rowsOf(a.Folders)
	if err != nil {
		return wrong(err)
	}
	if !slices.Contains(a.Arms, "none") {
		return wrong(fmt.Errorf("--arms %s: none has to be among them", strings.Join(a.Arms, ",")))
	}
	out := experiment.Atlas{Command: a.Command, Note: a.Note}
	var left []string
	cells := gather(rows)
	for _, name := range problemsOf(cells) {
		point, why := pointOf(name, cells, rows, a.Arms)
		if why != nil {
			left = append(left, fmt.Sprintf("%s (%v)", name, why))
			continue
		}
		out.Points = append(out.Points, point)
	}
	if len(out.Points) == 0 {
		return failed(fmt.Errorf("no problem has all of --arms %s and a verdict: %s", strings.Join(a.Arms, ","), strings.Join(left, "; ")))
	}
	slices.SortStableFunc(out.Points, func(a, b experiment.AtlasPoint) int {
		return cmp.Or(cmp.Compare(slices.Index(experiment.Families, a.Family), slices.Index(experiment.Families, b.Family)), cmp.Compare(a.Problem, b.Problem))
	})
	if len(left) > 0 {
		fmt.Fprintf(t.stderr, "left out: %s\n", strings.Join(left, "; "))
	}
	return json.NewEncoder(t.stdout).Encode(out)
}

// pointOf is one problem's place in the atlas, or why it has none.
func pointOf(name string, cells []*cell, rows []sweepRow, arms []string) (experiment.AtlasPoint, error) {
	entry, err := problem.Load(name)
	if err != nil {
		return experiment.AtlasPoint{}, err
	}
	p := experiment.AtlasPoint{Problem: name, Title: entry.Title, Family: entry.Family, Losses: len(entry.Losses)}
	if err := judged(&p, profiled(name, rows)); err != nil {
		return p, err
	}
	var plain, best *cell
	least := math.Inf(1)
	for _, arm := range arms {
		c := cellOf(cells, name, arm)
		if c == nil {
			return p, fmt.Errorf("no runs of %s", arm)
		}
		if arm == "none" {
			plain = c
		}
		if m := statistics.Summarize(c.errors()).Median; best == nil || m < least {
			best, least = c, m
		}
	}
	p.Winner, p.Seeds, p.Gain, p.Lo, p.Hi = best.arm, len(best.seeds), 1, 1, 1
	if best != plain {
		ends, _ := plain.paired(best)
		ratio, pairs := statistics.GeometricMeanRatioWithin([][]float64{ends.logs()})
		p.Gain, p.Lo, p.Hi, p.Seeds = ratio.Value, ratio.Lo, ratio.Hi, pairs // a pair of which one run diverged is left out
	}
	if math.IsInf(p.Gain, 0) || math.IsNaN(p.Gain) {
		return p, errors.New("a run diverged")
	}
	return p, nil
}

// cellOf returns the runs of a problem with an arm, nil if none was judged.
func cellOf(cells []*cell, name, arm string) *cell {
	for _, c := range cells {
		if c.problem == name && c.arm == arm && len(c.seeds) > 0 {
			return c
		}
	}
	return nil
}

// profiled lists the problem's plain runs that have a verdict.
func profiled(name string, rows []sweepRow) (out []sweepRow) {
	for _, r := range rows {
		if problemLabel(r.Spec) == name && r.Arm == "none" && r.Spec.Plain() && r.Verdict != "" {
			out = append(out, r)
		}
	}
	return out
}

// judged sets p's statistics to the medians over the runs, and its regime to the one that most of them got, the first among equals; it is
// firm if most of those were.
func judged(p *experiment.AtlasPoint, runs []sweepRow) error {
	if len(runs) == 0 {
		return errors.New("no plain run has a verdict")
	}
	votes := map[string][]sweepRow{}
	values := map[string][]float64{}
	for _, r := range runs {
		votes[r.Verdict] = append(votes[r.Verdict], r)
		if len(votes[r.Verdict]) > len(votes[p.Regime]) {
			p.Regime = r.Verdict
		}
		for statistic, v := range r.Evidence {
			if v != nil {
				values[statistic] = append(values[statistic], *v)
			}
		}
	}
	firm := 0
	for _, r := range votes[p.Regime] {
		p.Remedy = r.Remedy
		if r.Firm {
			firm++
		}
	}
	p.Firm = 2*firm > len(votes[p.Regime])
	for statistic, to := range map[string]*float64{"phi_1": &p.Unit, "phi_b": &p.Norm, "phi_*": &p.Best, "imbalance": &p.Imbalance} {
		*to = statistics.Summarize(values[statistic]).Median
	}
	return nil
}
