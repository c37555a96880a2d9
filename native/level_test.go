//go:build native

package main

import (
	"strings"
	"testing"

	"counterpoint/solver/experiment"
)

// Numbers of steps that give arms equal time name no arm, in a report either; two numbers of one arm do.
func TestStepsOfEqualTimeNameNoArm(t *testing.T) {
	steps := func(n int) func(*experiment.Spec) { return func(s *experiment.Spec) { s.Steps = n } }
	var rows []sweepRow
	for seed := range uint64(3) {
		rows = append(rows, rowOf(t, "heat", "none", seed, 1e-2, 10, steps(5000)), rowOf(t, "heat", "weights", seed, 1e-3, 10, steps(4100)),
			rowOf(t, "heat", "gradnorm", seed, 1e-3, 10, steps(5000)), rowOf(t, "wave", "none", seed, 1e-1, 10, steps(5000)))
	}
	dir := writeRows(t, rows...)
	if code, _, stderr := try("report", dir, "--title", "Equal"); code != 0 {
		t.Fatal(stderr)
	}
	html := string(read(t, dir, "report/report.html"))
	if strings.Contains(html, "steps=") || !strings.Contains(html, "3 arms") || strings.Count(html, "5000 steps of gradnorm, 5000 steps of none, 4100 steps of weights, ") != 1 || strings.Count(html, "5000 steps, ") != 1 {
		t.Errorf("the report names arms by their steps, or does not say which they are:\n%s", html)
	}
	code, stdout, stderr := try("compare", dir)
	if code != 0 || strings.Contains(stdout, "steps=") || !strings.Contains(stderr, "each is taken as it ended") {
		t.Errorf("exit code %d, %s\n%s", code, stdout, stderr)
	}
	mixed := writeRows(t, append(rows, rowOf(t, "heat", "weights", 9, 1e-3, 10, steps(2000)))...)
	if code, stdout, stderr := try("compare", mixed); code != 0 || !strings.Contains(stdout, "weights steps=") || strings.Contains(stderr, "as it ended") {
		t.Errorf("two numbers of one arm: exit code %d, %s\n%s", code, stdout, stderr)
	}
	if code, _, stderr := try("calibrate", mixed, "--arms", "none,weights"); code != 2 || !strings.Contains(stderr, "heat has runs of the arm weights with 4100 and with 2000 steps") {
		t.Errorf("calibrate: exit code %d, %s", code, stderr)
	}
	if code, _, stderr := try("calibrate", dir, "--problems", "heat,haet"); code != 2 || !strings.Contains(stderr, "--problems haet: no rows of it in") {
		t.Errorf("a problem that has no rows: exit code %d, %s", code, stderr)
	}
}
