//go:build native

package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"counterpoint/solver/experiment"
)

// mostDiffering is how many differences are listed.
const mostDiffering = 6

// otherSpec is the error for a folder that holds the run of another Spec than the one asked for: what differs, there and here.
func otherSpec(where string, there, asked experiment.Spec) error {
	return fmt.Errorf("%s holds a run of another spec: %s; give another folder, or these settings as they are there", where, strings.Join(differing(there, asked), ", "))
}

// differing lists what two Specs differ in, as "seed is 1 there, 2 is asked".
func differing(there, asked experiment.Spec) (out []string) {
	add := func(name, a, b string) {
		if a != b {
			out = append(out, fmt.Sprintf("%s is %s there, %s is asked", name, cmp.Or(a, "nothing"), cmp.Or(b, "nothing")))
		}
	}
	if there.Text != asked.Text && there.Problem == asked.Problem {
		out = append(out, "the problem's text has changed")
	}
	add("problem", problemLabel(there), problemLabel(asked)) // with the constants that are set
	add("arm", there.Arm, asked.Arm)
	for i := range experiment.Settings {
		s := &experiment.Settings[i]
		add(s.Name, s.Text(&there), s.Text(&asked))
	}
	if len(out) > mostDiffering {
		out = append(slices.Clip(out[:mostDiffering]), fmt.Sprintf("and %d more", len(out)-mostDiffering))
	}
	return out
}
