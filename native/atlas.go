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
	studied
	Command string `help:"the command that repeats the sweeps; the page shows it" required:"" placeholder:"TEXT"`
	Note    string `help:"what readers of the page have to know beside the points" placeholder:"TEXT"`
}

// Run is called by kong.
func (a *atlas) Run(t *terminal) error {
	rows, _, err := a.rows()
	if err != nil {
		return err
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
	said, ok := profileOf(name, rows)
	if !ok {
		return p, errors.New("no plain run has a verdict")
	}
	p.Regime, p.Remedy, p.Firm = said.regime, said.remedy, said.firm
	median := func(statistic string) float64 { return fiveDigits(said.median(statistic)) }
	p.Unit, p.Norm, p.Best, p.Imbalance = median("phi_1"), median("phi_b"), median("phi_*"), median("imbalance")
	runs, lacking := armsOn(name, cells, arms)
	if lacking != "" {
		return p, fmt.Errorf("no runs of %s", lacking)
	}
	plain, best, least := runs[slices.Index(arms, "none")], runs[0], math.Inf(1)
	for _, c := range runs {
		if m := statistics.Summarize(c.errors()).Median; m < least {
			best, least = c, m
		}
	}
	p.Winner, p.Seeds, p.Gain, p.Lo, p.Hi = best.arm, len(best.seeds), 1, 1, 1
	if best != plain {
		ends, _ := plain.paired(best)
		ratio, pairs := statistics.GeometricMeanRatioWithin([][]float64{ends.logs()})
		p.Gain, p.Lo, p.Hi, p.Seeds = fiveDigits(ratio.Value), fiveDigits(ratio.Lo), fiveDigits(ratio.Hi), pairs // a pair of which one run diverged is left out
	}
	if math.IsInf(p.Gain, 0) || math.IsNaN(p.Gain) {
		return p, errors.New("a run diverged")
	}
	return p, nil
}
