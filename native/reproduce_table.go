//go:build native

package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// published are the paper's figures in their hardest reading (its units are not stated), for its remedy.
var published = map[string]string{"burgers": "4.6e-3", "helmholtz": "1e-3 (2.27e-2 in another table)", "klein-gordon": "1.6e-3", "allen-cahn": "1.19e-3", "convection-diffusion": "1e-3", "thermoelastic": "4.15e-3"}

// paperArm is the paper's remedy of directional conflict.
const paperArm = "adapters+weights"

// write writes the tables of the stages. Rows of a stage's problems of other Specs than the stage's are left out, and counted.
func (r *reproduce) write(w io.Writer, asked []stage) error {
	rows, _ := rowsOf([]string{r.Out}) // none is what the tables say
	var b strings.Builder
	for _, g := range asked {
		plan, err := r.sweep(g).plan()
		if err != nil {
			return err
		}
		own, other := []sweepRow(nil), 0
		for _, row := range rows {
			switch {
			case plan.has(row.ID):
				own = append(own, row)
			case slices.Contains(g.problems, row.Spec.Problem):
				other++
			}
		}
		fmt.Fprintf(&b, "\n**%s**, %d steps, median relative L2 error (runs)\n\n", g.about, plan[0].spec.Steps)
		if other > 0 {
			fmt.Fprintf(&b, "Left out: %d runs of other settings or seeds.\n\n", other)
		}
		cells := gather(own)
		g.errors(&b, cells)
		g.chances(&b, cells)
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return failed(err)
	}
	return nil
}

// errors writes the median error of every arm by problem, "not run" where there are no rows, and names the arms that have none at all.
func (g stage) errors(b *strings.Builder, cells []*cell) {
	fmt.Fprintf(b, "| arm | %s |\n|---|%s\n", strings.Join(g.problems, " | "), strings.Repeat("---|", len(g.problems)))
	var without []string
	for _, arm := range g.arms {
		if !slices.Contains(armsOf(cells), arm) {
			without = append(without, arm)
			continue
		}
		fmt.Fprintf(b, "| %s |", arm)
		for _, p := range g.problems {
			text := "not run"
			if i := slices.IndexFunc(cells, func(c *cell) bool { return c.problem == p && c.arm == arm }); i >= 0 {
				a := cells[i].study()
				text = number(a.Median, "%.2e") + " (" + a.Count() + ")"
			}
			fmt.Fprintf(b, " %s |", text)
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(b, "| *paper, %s* |", paperArm)
	for _, p := range g.problems {
		text := published[p]
		if text == "" {
			text = "-"
		}
		fmt.Fprintf(b, " %s |", text)
	}
	b.WriteByte('\n')
	if len(without) > 0 {
		fmt.Fprintf(b, "\nNot run: %s.\n", strings.Join(without, ", "))
	}
}

// chances writes how the paper's remedy does against every other arm, over the problems that have been run with both.
func (g stage) chances(b *strings.Builder, cells []*cell) {
	begun := false
	for _, arm := range g.arms {
		two := slices.DeleteFunc(slices.Clone(cells), func(c *cell) bool { return c.arm != arm && c.arm != paperArm })
		for _, a := range newStudy(two, arm).Overall {
			if a.Steps == nil || a.Time == nil {
				continue
			}
			if !begun {
				fmt.Fprintf(b, "\n| %s against | problems | pairs | P(better) | ratio of errors | at equal time: P | ratio |\n|---|---|---|---|---|---|---|\n", paperArm)
				begun = true
			}
			fmt.Fprintf(b, "| %s | %d | %d | %s | %s | %s | %s |\n", arm, a.Problems, a.Steps.Pairs, interval(a.Steps.Less), interval(a.Steps.Ratio), interval(a.Time.Less), interval(a.Time.Ratio))
		}
	}
}
