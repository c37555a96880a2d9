//go:build native

package main

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"counterpoint/solver/experiment"
	"counterpoint/solver/problem"
	"counterpoint/solver/statistics"
)

// baseline turns the rows of a plain sweep into a table beside the published errors.
type baseline struct {
	Dir string `arg:"" help:"folder of a sweep, with rows.jsonl"`
}

// behind is how many times larger than a published plain error an error may be before it is flagged.
const behind = 3

// Run is called by kong.
func (b *baseline) Run(t *terminal) error {
	rows, err := rowsOf([]string{b.Dir})
	if err != nil {
		return wrong(err)
	}
	rows = slices.DeleteFunc(rows, func(r sweepRow) bool { return r.Arm != "none" })
	if len(rows) == 0 {
		return wrong(fmt.Errorf("%s has no row of the plain arm; write some with sweep --problems catalogue --out %[1]s", b.Dir))
	}
	if err := writeBaseline(t.stdout, rows); err != nil {
		return failed(err)
	}
	return nil
}

// standing is what the rows of one problem come to.
type standing struct {
	name              string
	errors, centered  []float64
	runs, bad         int
	steps             int
	seconds           float64
	taken             int
	family            string
	said              profile // zero without a verdict
	width, depth      int
	published, around string // the smallest published plain error, and what is said of it
}

// writeBaseline writes one row a problem, by family.
func writeBaseline(w io.Writer, rows []sweepRow) error {
	by, err := standings(rows)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "| problem | runs | median rel L2 | without mean | steps/s | regime | phi_* | phi_1 | published, plain | |\n|---|---|---|---|---|---|---|---|---|---|\n")
	flagged := 0
	for _, s := range by {
		mark := s.mark()
		if mark != "" {
			flagged++
		}
		_, err = fmt.Fprintf(w, "| %s | %s | %s | %s | %.3g | %s | %s | %s | %s | %s |\n", s.name, s.count(), scientific(statistics.Summarize(s.errors).Median), scientific(statistics.Summarize(s.centered).Median),
			float64(s.taken)/max(s.seconds, 1e-9), s.regime(), s.evidence("phi_*"), s.evidence("phi_1"), strings.TrimSpace(s.published+" "+s.around), mark)
	}
	if err == nil {
		_, err = fmt.Fprintf(w, "\n%d problems, %d runs; %d more than %d times behind a published plain error.\n", len(by), len(rows), flagged, behind)
	}
	if err == nil {
		err = writeRegimes(w, by)
	}
	return err
}

// standings gathers the rows by problem, in the order of the catalogue's families.
func standings(rows []sweepRow) ([]*standing, error) {
	index, rank := map[string]*standing{}, map[string]int{}
	var out []*standing
	for _, row := range rows {
		s := index[row.Problem]
		if s == nil {
			s = &standing{name: row.Problem, width: row.Spec.Width, depth: row.Spec.Depth, steps: row.Spec.Steps}
			if p, err := problem.Load(row.Problem); err == nil {
				rank[row.Problem], s.family = slices.Index(experiment.Families, p.Family), p.Family
				if !strings.Contains(row.Problem, "@") { // a case has parameters of its own
					s.published, s.around = plainError(p.Published)
				}
			}
			index[row.Problem] = s
			out = append(out, s)
		}
		s.add(row)
	}
	for _, s := range out {
		s.said, _ = profileOf(s.name, rows)
	}
	slices.SortStableFunc(out, func(a, b *standing) int {
		if d := rank[a.name] - rank[b.name]; d != 0 {
			return d
		}
		return strings.Compare(a.name, b.name)
	})
	return out, nil
}

func (s *standing) add(row sweepRow) {
	s.runs++
	s.seconds, s.taken = s.seconds+row.Seconds, s.taken+row.Steps
	if row.Status != "done" {
		s.bad++
	}
	if row.Error != nil {
		s.errors = append(s.errors, *row.Error)
	}
	if row.Centered != nil {
		s.centered = append(s.centered, *row.Centered)
	}
}

func (s *standing) count() string {
	if s.bad > 0 {
		return fmt.Sprintf("%d, %d without end", s.runs, s.bad)
	}
	return strconv.Itoa(s.runs)
}

// mark flags a median that is far behind the published plain error, with what differs.
func (s *standing) mark() string {
	v, err := strconv.ParseFloat(s.published, 64)
	m := statistics.Summarize(s.errors).Median
	if err != nil || !(m > behind*v) {
		return ""
	}
	return fmt.Sprintf("**%.1f times behind**; here %d steps of %dx%d", m/v, s.steps, s.depth, s.width)
}

var publishedError = regexp.MustCompile(`(\d[0-9.]*e-\d+) "([^"]*)"`)

// plainError returns the smallest of the published errors that a plain network reached, as its text says, and that text.
func plainError(published string) (value, around string) {
	least := 0.0
	for _, m := range publishedError.FindAllStringSubmatch(published, -1) {
		v, err := strconv.ParseFloat(m[1], 64)
		if err == nil && strings.Contains(m[2], "plain") && (value == "" || v < least) {
			least, value, around = v, m[1], m[2]
		}
	}
	return value, around
}
