//go:build native

package main

import (
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"
	"time"

	"golang.org/x/term"

	"counterpoint/solver/statistics"
)

// table shows how a sweep is going: on a terminal a table that is drawn over, elsewhere a line a finished run.
type table struct {
	mu    sync.Mutex
	w     io.Writer
	live  bool
	plan  plan
	rows  map[string]sweepRow // finished runs of the plan, by id
	began time.Time
	drawn time.Time
	lines int // of the table on the terminal
	taken int // steps taken by this process
	left  int // steps that it had to take at its start
}

// newTable returns the table of the plan; have is what earlier processes finished.
func newTable(w io.Writer, p plan, have map[string]sweepRow) *table {
	t := &table{w: w, plan: p, rows: map[string]sweepRow{}, began: time.Now()}
	if f, ok := w.(*os.File); ok {
		t.live = term.IsTerminal(int(f.Fd()))
	}
	for _, run := range p {
		if row, ok := have[run.id]; ok {
			t.rows[run.id] = row
		} else {
			t.left += run.spec.Steps
		}
	}
	return t
}

// step counts a step of any run and draws now and then.
func (t *table) step() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.taken++
	if t.live && t.taken%16 == 0 && time.Since(t.drawn) > 500*time.Millisecond {
		t.draw()
	}
}

// finished takes note of a run of the plan.
func (t *table) finished(row sweepRow) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.rows[row.ID] = row
	if t.live {
		t.draw()
		return
	}
	e := "error unknown"
	if row.Error != nil {
		e = fmt.Sprintf("error %.2e", *row.Error)
	}
	if row.Verdict != "" {
		e += "  " + row.Verdict
		if row.Remedy != "" && isAuto(row.Arm) {
			e += " -> " + row.Remedy
		}
	}
	if row.Why != "" {
		e += "  " + row.Why
	}
	fmt.Fprintf(t.w, "%d/%d  %s  %s  seed %d  %s  %s  %.1f s%s\n", len(t.rows), len(t.plan), row.Problem, row.Arm, row.Seed, row.Status, e, row.Seconds, t.eta())
}

// note writes a line, above the table if there is one.
func (t *table) note(line string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.live && t.lines > 0 {
		fmt.Fprintf(t.w, "\x1b[%dA\x1b[J", t.lines)
		t.lines = 0
	}
	fmt.Fprintln(t.w, line)
	if t.live {
		t.draw()
	}
}

// eta is the time left, by the steps taken so far.
func (t *table) eta() string {
	if t.taken == 0 || t.left <= t.taken {
		return ""
	}
	each := time.Since(t.began) / time.Duration(t.taken)
	return "  " + (each * time.Duration(t.left-t.taken)).Round(time.Second).String() + " left"
}

// draw writes the table of medians over the one before.
func (t *table) draw() {
	t.drawn = time.Now()
	var b strings.Builder
	if t.lines > 0 {
		fmt.Fprintf(&b, "\x1b[%dA\x1b[J", t.lines)
	}
	fmt.Fprintf(&b, "%d/%d runs%s\n", len(t.rows), len(t.plan), t.eta())
	t.medians(&b)
	t.lines = strings.Count(b.String(), "\n")
	io.WriteString(t.w, b.String())
}

// medians writes the median error of every problem and arm.
func (t *table) medians(w io.Writer) {
	groups := t.groups()
	var arms, problems []string
	cell := map[[2]string]group{}
	for _, g := range groups {
		if !slices.Contains(arms, g.arm) {
			arms = append(arms, g.arm)
		}
		if !slices.Contains(problems, g.problem) {
			problems = append(problems, g.problem)
		}
		cell[[2]string{g.problem, g.arm}] = g
	}
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(tw, "\t%s\n", strings.Join(arms, "\t"))
	for _, p := range problems {
		fmt.Fprint(tw, p)
		for _, a := range arms {
			g := cell[[2]string{p, a}]
			fmt.Fprintf(tw, "\t%s (%d)", scientific(statistics.Quantile(g.errors, .5)), g.runs)
		}
		fmt.Fprintln(tw)
	}
	tw.Flush()
}

// end draws the table for the last time.
func (t *table) end() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.live {
		t.draw()
	}
}

// done is the number of finished runs of the plan, failed that of failed ones.
func (t *table) done() int { return len(t.rows) }

func (t *table) failed() (n int) {
	for _, r := range t.rows {
		if r.Status == "failed" {
			n++
		}
	}
	return n
}

// group is the runs of one problem and arm.
type group struct {
	problem, arm           string
	errors                 []float64 // sorted
	seconds                float64
	steps                  int
	runs, diverged, failed int
}

// groups gathers the finished runs in the plan's order.
func (t *table) groups() []group {
	var out []group
	at := map[[2]string]int{}
	for _, run := range t.plan {
		key := [2]string{run.spec.Problem, run.spec.Arm}
		if _, ok := at[key]; !ok {
			at[key] = len(out)
			out = append(out, group{problem: key[0], arm: key[1]})
		}
		row, ok := t.rows[run.id]
		if !ok {
			continue
		}
		g := &out[at[key]]
		g.runs++
		g.seconds += row.Seconds
		g.steps += row.Steps
		switch {
		case row.Status == "diverged":
			g.diverged++
		case row.Status == "failed":
			g.failed++
		case row.Error != nil:
			g.errors = append(g.errors, *row.Error)
		}
	}
	for i := range out {
		slices.Sort(out[i].errors)
	}
	return out
}

// write writes the final table: median and quartiles of the relative L2 error over the seeds of finished runs.
func (t *table) write(w io.Writer) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "problem\tarm\tmedian rel_l2\tquartiles\tms/step\truns\tdiverged\tfailed")
	for _, g := range t.groups() {
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s .. %s\t%.2f\t%d\t%d\t%d\n", g.problem, g.arm, scientific(statistics.Quantile(g.errors, .5)),
			scientific(statistics.Quantile(g.errors, .25)), scientific(statistics.Quantile(g.errors, .75)), 1e3*g.seconds/math.Max(1, float64(g.steps)), g.runs, g.diverged, g.failed)
	}
	return tw.Flush()
}

func scientific(v float64) string {
	if math.IsNaN(v) {
		return "-"
	}
	return fmt.Sprintf("%.2e", v)
}
