//go:build native

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// compare sets the arms of one or more sweeps against a baseline.
type compare struct {
	Folders  []string `arg:"" name:"dir" help:"folders of sweeps, or rows.jsonl files"`
	Against  []string `help:"baselines, one table each; comma-separated" default:"none" placeholder:"ARM"`
	Problems []string `help:"only these problems" placeholder:"A,B"`
	Arms     []string `help:"only these arms" placeholder:"X,Y"`
	JSON     bool     `name:"json" help:"as a JSON array, one object a baseline"`
}

// Run is called by kong.
func (c *compare) Run(t *terminal) error {
	rows, err := rowsOf(c.Folders)
	if err != nil {
		return wrong(err)
	}
	if countSteps(rows).anyLevel() {
		fmt.Fprintln(t.stderr, "arms differ in their numbers of steps, as at equal time they do; each is taken as it ended")
	}
	cells := gather(rows)
	cells = slices.DeleteFunc(cells, func(x *cell) bool {
		return len(c.Problems) > 0 && !slices.Contains(c.Problems, x.problem) ||
			len(c.Arms) > 0 && !slices.Contains(c.Arms, x.arm) && !slices.Contains(c.Against, x.arm)
	})
	if len(cells) == 0 {
		return wrong(errors.New("no rows of these problems and arms"))
	}
	if len(c.Against) == 0 {
		return wrong(fmt.Errorf("--against names no baseline; take one of %s", strings.Join(armsOf(cells), "; ")))
	}
	var studies []study
	for _, base := range c.Against {
		if !slices.ContainsFunc(cells, func(x *cell) bool { return x.arm == base }) {
			return wrong(fmt.Errorf("--against %s: no rows of it (have %s)", base, strings.Join(armsOf(cells), "; ")))
		}
		studies = append(studies, newStudy(baselineFirst(cells, base), base))
	}
	if c.JSON {
		return writeJSON(t.stdout, studies)
	}
	for _, s := range studies {
		if err := s.write(t.stdout); err != nil {
			return failed(err)
		}
	}
	return nil
}

// rowsOf reads the rows of several sweeps, each run once. It takes no lock: a sweep that is going on is read up to its last whole line.
func rowsOf(folders []string) ([]sweepRow, error) {
	var out []sweepRow
	have := map[string]bool{}
	for _, name := range folders {
		if info, err := os.Stat(name); err == nil && info.IsDir() {
			name = filepath.Join(name, "rows.jsonl")
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		rows, _, err := parseRows(name, data)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if !have[r.ID] {
				have[r.ID] = true
				out = append(out, r)
			}
		}
	}
	return out, nil
}

// baselineFirst returns the cells with those of the baseline before the others.
func baselineFirst(cells []*cell, base string) []*cell {
	out := slices.Clone(cells)
	slices.SortStableFunc(out, func(a, b *cell) int {
		switch {
		case a.arm == base && b.arm != base:
			return -1
		case a.arm != base && b.arm == base:
			return 1
		}
		return 0
	})
	return out
}
