//go:build native

package main

import (
	"fmt"
	"slices"
)

// level has all arms of a problem the number of steps of its plain run, where arms differ in it to have equal time (sweep --equal-time), and
// reports whether any do: that number then names no arm of its own. Two numbers of steps of one arm are an error. It is of
// the given arms, nil for all.
func level(rows []sweepRow, arms []string) (leveled bool, err error) {
	type run struct{ problem, arm string }
	steps := map[run]int{}
	asked := func(arm string) bool { return arms == nil || slices.Contains(arms, arm) }
	for i := range rows {
		r := &rows[i]
		r.planned = r.Spec.Steps
		key := run{problemLabel(r.Spec), r.Arm}
		if n, ok := steps[key]; ok && n != r.planned && asked(r.Arm) {
			return false, fmt.Errorf("%s has runs of the arm %s with %d and with %d steps; give the folders of one sweep", key.problem, key.arm, n, r.planned)
		}
		steps[key] = r.planned
	}
	for i := range rows {
		r := &rows[i]
		if n, ok := steps[run{problemLabel(r.Spec), "none"}]; ok && asked(r.Arm) && r.planned != n {
			leveled, r.Spec.Steps = true, n
		}
	}
	return leveled, nil
}
