//go:build native

package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
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

// level reports whether the problem's arms differ in their steps, one number an arm and the plain one among them, as at equal time they do (sweep
// --equal-time): that number then names no arm of its own.
func (s stepsOf) level(problem string) bool {
	if len(s[problem]["none"]) != 1 {
		return false
	}
	differ := false
	for _, n := range s[problem] {
		if len(n) > 1 {
			return false
		}
		differ = differ || n[0] != s[problem]["none"][0]
	}
	return differ
}

// text is the steps of a problem that is level, arm by arm.
func (s stepsOf) text(problem string) string {
	arms := slices.Sorted(maps.Keys(s[problem]))
	slices.SortStableFunc(arms, func(a, b string) int { return cmp.Compare(s[problem][b][0], s[problem][a][0]) })
	for i, arm := range arms {
		arms[i] = fmt.Sprintf("%d steps of %s", s[problem][arm][0], arm)
	}
	return strings.Join(arms, ", ")
}

// anyLevel reports whether any problem is.
func (s stepsOf) anyLevel() bool {
	for problem := range s {
		if s.level(problem) {
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
