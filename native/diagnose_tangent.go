//go:build native

package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"counterpoint/solver/experiment"
	"counterpoint/solver/train"
)

// tangentRows is the number of residuals that a tangent kernel is taken of.
const tangentRows = 256

// armTangent is the tangent kernel at the profile's end of the plain run, or of an arm that starts from there at zero effect.
type armTangent struct {
	Arm string `json:"arm"`
	experiment.Tangent
}

// tangents returns the kernels of the run and of what adapters would add to it.
func tangents(run *train.Run, opt train.Options) ([]armTangent, error) {
	own, err := run.Tangent(tangentRows)
	if err != nil {
		return nil, err
	}
	out := []armTangent{{run.Spec().Arm, own}}
	if !run.Spec().Plain() {
		return out, nil
	}
	for _, arm := range []string{"shared", "adapters"} {
		k, err := tangentOf(arm, run, opt)
		if err != nil {
			return nil, fmt.Errorf("tangent kernel of arm %s: %w", arm, err)
		}
		out = append(out, armTangent{arm, k})
	}
	return out, nil
}

// tangentOf returns the kernel of an arm that starts from run.
func tangentOf(arm string, run *train.Run, opt train.Options) (experiment.Tangent, error) {
	spec := run.Spec()
	if err := experiment.ApplyArm(&spec, arm); err != nil {
		return experiment.Tangent{}, err
	}
	if arm == "adapters" {
		spec.Estimator = "exact"
	}
	opt.Problem = nil // compiling adds to its graph
	other, err := train.New(spec, opt)
	if err != nil {
		return experiment.Tangent{}, err
	}
	defer other.Close()
	if err := other.StartFrom(run); err != nil {
		return experiment.Tangent{}, err
	}
	return other.Tangent(tangentRows)
}

// tangentText is the table of the kernels.
func tangentText(list []armTangent) string {
	if len(list) == 0 {
		return ""
	}
	t := list[0]
	var b strings.Builder
	fmt.Fprintf(&b, "\n  tangent kernel at the profile's end, of %d residuals: what each group of parameters adds (of adapters as they would start), the\n"+
		"  mean squared gradient of a residual of each loss, and phi_* in the raw metric and in Gauss-Newton's at three dampings: near 1\n"+
		"  there, another metric cures the conflict; low, these parameters cannot\n", sumOf(t.Rows))
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "  arm\tgroup\tparameters\trank\tlargest\t%s\tphi_*", strings.Join(t.Losses, "\t"))
	for _, m := range t.Metric {
		fmt.Fprintf(w, "\tat %.0e", m.Damping)
	}
	fmt.Fprintln(w)
	for _, t := range list {
		for i, g := range t.Blocks {
			fmt.Fprintf(w, "  %s\t%s\t%d\t%d\t%.3g", t.Arm, g.Name, g.Params, g.Rank, g.Largest)
			for _, v := range g.Trace {
				fmt.Fprintf(w, "\t%.3g", v)
			}
			if i == len(t.Blocks)-1 {
				fmt.Fprintf(w, "\t%.3f", t.Phi)
				for _, m := range t.Metric {
					fmt.Fprintf(w, "\t%.3f", m.Phi)
				}
			}
			fmt.Fprintln(w)
		}
	}
	w.Flush() // into memory
	return b.String()
}

func sumOf(v []int) int {
	n := 0
	for _, x := range v {
		n += x
	}
	return n
}
