//go:build native

package main

import (
	"fmt"
	"math"
	"strings"
	"text/tabwriter"

	"counterpoint/solver/experiment"
)

// pairsText is the table of what the losses do to each other, two by two.
func pairsText(v experiment.Verdict) string {
	if len(v.Pairs) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("\n  two by two: both losses descend while the ratio of their weighted gradient norms lies in the interval (-c, -1/c); unit weights\n" +
		"  give the ratio shown, which is inside in that share of rows; joint is the best common fraction, sqrt((1+c)/2)\n")
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "  pair\tcosine\tjoint\tinterval\tratio\tinside\tin conflict\tlongest run of rows")
	for _, p := range v.Pairs {
		interval := "all"
		if !math.IsInf(p.Hi, 1) {
			interval = fmt.Sprintf("%.3g to %.3g", p.Lo, p.Hi)
		}
		fmt.Fprintf(w, "  %s, %s\t%.3f\t%.3f\t%s\t%.3g\t%.0f %%\t%.0f %%\t%d\n", p.A, p.B, p.Cosine, p.Rate, interval, p.Ratio, 100*p.Inside, 100*p.Conflict, p.Longest)
	}
	w.Flush() // into memory
	return b.String()
}

// blocksText is the table of the parameter blocks.
func blocksText(v experiment.Verdict) string {
	if len(v.Blocks) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("\n  block by block, each alone and in the raw metric; share is of the squared gradient norms of all blocks\n")
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "  block\tphi_*\tphi_1\timbalance\tshare")
	for _, e := range v.Blocks {
		note := ""
		if !e.Votes {
			note = "\tno vote: units of their own"
		}
		fmt.Fprintf(w, "  %s\t%.3f\t%.3f\t%.3g\t%.3g%s\n", e.Name, e.Best, e.Unit, e.Imbalance, e.Share, note)
	}
	w.Flush() // into memory
	return b.String()
}
