//go:build native

package main

import (
	"fmt"
	"maps"
	"slices"
)

// stepsOf is the numbers of steps of a sweep's runs, by problem and arm.
type stepsOf map[string]map[string][]int

func countSteps(rows []sweepRow) stepsOf {
	out := stepsOf{}
	for _, r := range rows {
		label := problemLabel(r.Spec)
		if out[label] == nil {
			out[label] = map[string][]int{}
		}
		if !slices.Contains(out[label][r.Arm], r.Spec.Steps) {
			out[label][r.Arm] = append(out[label][r.Arm], r.Spec.Steps)
		}
	}
	return out
}

// level returns the steps of the plain run, if the problem's arms differ in theirs so that they have equal time (sweep --equal-time), one number an
// arm: that number then names no arm of its own.
func (s stepsOf) level(problem string) (plain int, ok bool) {
	if len(s[problem]["none"]) != 1 {
		return 0, false
	}
	plain = s[problem]["none"][0]
	for _, n := range s[problem] {
		if len(n) > 1 {
			return 0, false
		}
		ok = ok || n[0] != plain
	}
	return plain, ok
}

// anyLevel reports whether any problem is.
func (s stepsOf) anyLevel() bool {
	for problem := range s {
		if _, ok := s.level(problem); ok {
			return true
		}
	}
	return false
}

// mixed is the error for an arm with several numbers of steps, which no study at equal time has.
func (s stepsOf) mixed() error {
	for _, problem := range slices.Sorted(maps.Keys(s)) {
		for _, arm := range slices.Sorted(maps.Keys(s[problem])) {
			if n := s[problem][arm]; len(n) > 1 {
				return fmt.Errorf("%s has runs of the arm %s with %d and with %d steps; give the folders of one sweep", problem, arm, n[0], n[1])
			}
		}
	}
	return nil
}
