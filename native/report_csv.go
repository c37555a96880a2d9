//go:build native

package main

import (
	"encoding/csv"
	"io"
	"math"
	"strconv"

	"counterpoint/solver/experiment"
)

var nan = math.NaN()

// rowsTable writes the rows as CSV: a line a run, with every setting of its Spec. An empty field is not known.
func rowsTable(rows []sweepRow) func(io.Writer) error {
	return func(out io.Writer) error {
		w := csv.NewWriter(out)
		head := []string{"id", "problem", "arm", "status", "rel_l2", "seconds", "steps_taken", "verdict", "remedy", "kernel", "machine", "commit", "why"}
		for i := range experiment.Settings {
			head = append(head, experiment.Settings[i].Name)
		}
		w.Write(head)
		for _, r := range rows {
			e := ""
			if r.Error != nil {
				e = strconv.FormatFloat(*r.Error, 'g', -1, 64)
			}
			line := []string{r.ID, problemLabel(r.Spec), r.Arm, r.Status, e, strconv.FormatFloat(r.Seconds, 'g', -1, 64), strconv.Itoa(r.Steps), r.Verdict, r.Remedy, r.Kernel, r.Machine, r.Commit, r.Why}
			for i := range experiment.Settings {
				line = append(line, experiment.Settings[i].Text(&r.Spec))
			}
			w.Write(line)
		}
		w.Flush()
		return w.Error()
	}
}
