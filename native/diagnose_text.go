//go:build native

package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"counterpoint/solver/experiment"
)

// verdictText is a verdict for people.
func verdictText(title string, v experiment.Verdict) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s%s, from %d rows of %s\n", title, v.Regime, firmText(v), v.Rows, strings.Join(v.Losses, ", "))
	fmt.Fprintf(&b, "  remedy    %s: %s\n", v.Remedy.Arm, v.Remedy.Reason)
	fmt.Fprintf(&b, "  expected  %s\n", v.Remedy.Expected)
	if v.Advice != "" {
		fmt.Fprintf(&b, "  advice    %s\n", v.Advice)
	}
	for _, e := range v.Evidence {
		mark := " "
		if e.Decides {
			mark = "*"
		}
		fmt.Fprintf(&b, "%s %-10s %8.3f  [%.3f, %.3f]  threshold %.3g  %s\n", mark, e.Name, e.Value, e.Lo, e.Hi, e.Threshold, e.Meaning)
	}
	for _, c := range v.Caveats {
		fmt.Fprintf(&b, "  caveat    %s\n", c)
	}
	return b.String()
}

// firmText says in brackets how firm a regime is; "" of one that is no finding on the gradients.
func firmText(v experiment.Verdict) string {
	switch {
	case v.Regime == experiment.RegimeSingle || v.Regime == experiment.RegimeUndecided:
		return ""
	case v.Firm:
		return " (firm)"
	case v.Or == "":
		return " (not firm)"
	}
	return " (not firm: it may be " + v.Or + ")"
}

// counterfactualText is the table of what each arm would have done.
func counterfactualText(v experiment.Verdict) string {
	var b strings.Builder
	b.WriteString("\n  to first order and at equal step length, medians over the profiled rows: what the arm leaves the worst-served loss\n" +
		"  (1: as with orthogonal gradients; below 0 a loss rises), and the relative decrease of each loss per unit of step\n")
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "  arm\tworst\t%s\n", strings.Join(v.Losses, "\t"))
	for _, c := range v.Counterfactual {
		fmt.Fprintf(w, "  %s\t%.3f", c.Arm, c.Worst)
		for _, r := range c.Rate {
			fmt.Fprintf(w, "\t%.3g", r)
		}
		fmt.Fprintln(w)
	}
	w.Flush() // into memory
	return b.String()
}
