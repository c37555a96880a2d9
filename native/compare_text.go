//go:build native

package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// write writes the study for people.
func (s study) write(w io.Writer) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, p := range s.Problems {
		fmt.Fprintf(tw, "%s: %s\n", p.Problem, p.Settings)
		fmt.Fprintf(tw, "  arm\truns\tmedian rel_l2\tquartiles\tratio to %s\tP(<%s)\tp\tp Holm\tequal time: ratio\tP\tp Holm\ts\tms/step\tconflict\n", s.Against, s.Against)
		for _, a := range p.Arms {
			fmt.Fprintf(tw, "  %s\t%s\t%s\t%s .. %s\t%s\t%s\t%s\t%s\t%s\n", a.Arm, a.Count(), number(a.Median, "%.2e"), number(a.Q1, "%.2e"), number(a.Q3, "%.2e"),
				a.Steps.columns(true), a.Time.columns(false), number(a.Seconds, "%.1f"), number(a.PerStep, "%.2f"), fightText(a))
		}
		fmt.Fprintln(tw)
	}
	if len(s.Overall) > 0 && len(s.Problems) > 1 {
		fmt.Fprintf(tw, "over the problems\n")
		fmt.Fprintf(tw, "  arm\truns\tproblems\tbetter in\tratio to %s\tP(<%s)\tp\tp Holm\tequal time: ratio\tP\tp Holm\n", s.Against, s.Against)
		for _, a := range s.Overall {
			fmt.Fprintf(tw, "  %s\t%s\t%d\t%d\t%s\t%s\n", a.Arm, a.Count(), a.Problems, a.Better, a.Steps.columns(true), a.Time.columns(false))
		}
		fmt.Fprintln(tw)
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	_, err := io.WriteString(w, howToRead)
	return err
}

// howToRead says what the columns are.
const howToRead = `Runs of one seed are a pair. Ratio: geometric mean of the errors' ratio over the pairs, below 1 is better. P: share of pairs that the arm
wins. Both with 95 % bootstrap intervals (over problems: problems drawn first, then seeds); where all pairs agree, P has the exact binomial one
(over problems: of as many trials as there are problems).
p: two-sided signed-rank test on the logarithms of the ratios (over problems: of each problem's mean), then adjusted by Holm for the arms
of the table. n pairs cannot go below p = 2^(1-n): 0.06 for five. Equal time: at the end of the shorter run of each pair; the longer one is cut before its learning
rate has come down. Conflict: share of every tenth step where two losses' gradients had a cosine below -0.1, over the first thousand steps and
over the last, medians. A diverged run (d) loses against every other; its pair has no ratio: behind it stands the number of pairs that the ratio
is over, "(11 of 12)!" where pairs of which one run diverged are left out: then P, p and d say more than the ratio. Two diverged runs tie.
`

// fightText is the share of steps in conflict at a run's start and at its end.
func fightText(a armStudy) string {
	if a.First == nil {
		return "-"
	}
	return fmt.Sprintf("%.0f to %.0f %%", 100**a.First, 100**a.Last)
}

// Count is the number of runs, with those that diverged (d) or failed (f).
func (a armStudy) Count() string {
	text := fmt.Sprint(a.Runs)
	if a.Diverged > 0 {
		text += fmt.Sprintf(" (%dd)", a.Diverged)
	}
	if a.Failed > 0 {
		text += fmt.Sprintf(" (%df)", a.Failed)
	}
	return text
}

// columns are the comparison's cells, tabs between them: p before adjustment only if full.
func (v *versus) columns(full bool) string {
	n := 3
	if full {
		n = 4
	}
	if v == nil {
		return strings.Repeat("-\t", n-1) + "-"
	}
	out := []string{interval(v.Ratio) + " " + v.Over(), interval(v.Less)}
	if full {
		out = append(out, number(v.P, "%.2g"))
	}
	return strings.Join(append(out, number(v.Holm, "%.2g")), "\t")
}

func interval(v [3]*float64) string {
	return fmt.Sprintf("%s [%s, %s]", number(v[0], "%.2f"), number(v[1], "%.2f"), number(v[2], "%.2f"))
}

// number formats what is known.
func number(v *float64, format string) string {
	if v == nil {
		return "-"
	}
	return fmt.Sprintf(format, *v)
}

// Over is the number of pairs that the ratio is over, marked where diverged ones were left out: "(12)" or "(11 of 12)!".
func (v *versus) Over() string {
	if v.Partial() {
		return fmt.Sprintf("(%d of %d)!", v.Rated, v.Pairs)
	}
	return fmt.Sprintf("(%d)", v.Pairs)
}

// Partial reports whether pairs of which one run diverged are left out of the ratio.
func (v *versus) Partial() bool { return v.Rated < v.Pairs }

// Verdict is win or lose where the ratio's interval does not hold 1, else empty. Where diverged pairs are left out of the ratio, the
// share of all pairs has to agree: an arm that diverged in most pairs and was better in the rest has not won.
func (v *versus) Verdict() string {
	switch less := v.Less[0]; {
	case v.Ratio[2] != nil && *v.Ratio[2] < 1 && (!v.Partial() || *less > 0.5):
		return "win"
	case v.Ratio[1] != nil && *v.Ratio[1] > 1 && (!v.Partial() || *less < 0.5):
		return "lose"
	}
	return ""
}
