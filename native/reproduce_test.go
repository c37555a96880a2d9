//go:build native

package main

import (
	"strings"
	"testing"

	"counterpoint/solver/problem"
)

func TestReproducePlan(t *testing.T) {
	checked := 0
	var arms []string
	for _, g := range stages {
		arms = append(arms, "\nNot run: "+strings.Join(g.arms, ", ")+".\n")
		for _, name := range g.problems {
			if _, err := problem.Load(name); err != nil {
				t.Error(err)
			}
			checked++
		}
		for _, arm := range g.arms {
			if err := knownArm(arm); err != nil {
				t.Error(err)
			}
			checked++
		}
	}
	code, stdout, stderr := try("reproduce", "--table", "--out", t.TempDir())
	for _, want := range arms {
		if !strings.Contains(stdout, want) {
			t.Errorf("%q is not in\n%s", want, stdout)
		}
	}
	if code != 0 || checked == 0 || len(arms) != 4 || strings.Count(stdout, "| *paper") != 4 {
		t.Errorf("exit code %d: %s\n%s", code, stderr, stdout)
	}
}

// inSmall makes the study two stages of one problem and one arm.
func inSmall(t *testing.T) {
	whole := stages
	t.Cleanup(func() { stages = whole })
	stages = []stage{
		{"first", "one", []string{"heat"}, []string{"none"}, 300},
		{"second", "two", []string{"burgers"}, []string{"none"}, 300},
	}
}

// A failed run is told of at the end, and the other stages run.
func TestReproduceGoesOnAfterAFailedRun(t *testing.T) {
	inSmall(t)
	dir := t.TempDir()
	s := (&reproduce{Out: dir, Quick: true}).sweep(stages[0])
	plan, err := s.plan()
	if err != nil {
		t.Fatal(err)
	}
	book, err := openRows(s.Out)
	if err != nil {
		t.Fatal(err)
	}
	row := plan[0].row()
	row.Status, row.Why = "failed", "given up"
	if err := book.add(row); err != nil {
		t.Fatal(err)
	}
	if err := book.close(); err != nil {
		t.Fatal(err)
	}
	code, stdout, stderr := try("reproduce", "--quick", "--out", dir)
	if code != 1 || !strings.Contains(stderr, "first: 1 runs failed") {
		t.Errorf("exit code %d, %s", code, stderr)
	}
	if strings.Contains(strings.ToLower(stdout), "not run") || strings.Count(stdout, "(1)") != 1 {
		t.Errorf("the second stage did not run, or the table says otherwise: %s", stdout)
	}
}

// What --quick ran is not shown as the study, and is shown with its own steps.
func TestReproduceQuickIsNotTheStudy(t *testing.T) {
	inSmall(t)
	dir := t.TempDir()
	code, quick, stderr := try("reproduce", "--quick", "--out", dir)
	if code != 0 || strings.Contains(strings.ToLower(quick), "not run") || strings.Count(quick, "200 steps") != 2 {
		t.Errorf("exit code %d, %s\n%s", code, quick, stderr)
	}
	code, whole, stderr := try("reproduce", "--table", "--out", dir)
	if code != 0 || strings.Count(whole, "Not run: none.") != 2 || strings.Count(whole, "300 steps") != 2 || strings.Count(whole, "Left out: 1 runs") != 2 {
		t.Errorf("exit code %d, %s\n%s", code, whole, stderr)
	}
}

// The rows of the study and of its smaller ones may lie in one folder: each has Specs of its own, and every stage its own problems.
func TestReproduceSizesAreApart(t *testing.T) {
	seen := map[string]string{}
	for _, r := range []*reproduce{{}, {Small: true}, {Quick: true}} {
		for _, g := range stages {
			plan, err := r.sweep(g).plan()
			if err != nil {
				t.Fatal(err)
			}
			for _, run := range plan {
				if other, ok := seen[run.id]; ok {
					t.Errorf("%s %s: a Spec of size %q is one of size %q, too", run.spec.Problem, run.spec.Arm, r.size(), other)
				}
				seen[run.id] = r.size()
			}
		}
	}
	if len(seen) < 1000 {
		t.Errorf("%d runs in all", len(seen))
	}
}

func TestReproduceStages(t *testing.T) {
	code, stdout, stderr := try("reproduce", "--table", "--stages", "inverse", "--out", t.TempDir())
	if code != 0 || strings.Count(stdout, "**") != 2 || !strings.Contains(stdout, "**inverse**") {
		t.Errorf("exit code %d: %s\n%s", code, stdout, stderr)
	}
	for _, wrong := range [][]string{{"--stages", "backward"}, {"--seeds=-1"}, {"--small", "--quick"}} {
		if code, _, stderr := try(append([]string{"reproduce", "--table"}, wrong...)...); code != 2 || !strings.Contains(stderr, strings.Split(wrong[0], "=")[0]) {
			t.Errorf("%v: exit code %d, %s", wrong, code, stderr)
		}
	}
}

// The paper's remedy is set against every other arm over the pairs that there are.
func TestReproduceChances(t *testing.T) {
	whole := stages
	t.Cleanup(func() { stages = whole })
	stages = []stage{{"first", "one", []string{"heat"}, []string{"none", "weights", "adapters+weights", "pcgrad"}, 300}}
	r := &reproduce{Out: t.TempDir(), Quick: true, Seeds: 3}
	s := r.sweep(stages[0])
	s.Arms = s.Arms[:3] // pcgrad is not run
	plan, err := s.plan()
	if err != nil || len(plan) != 9 {
		t.Fatal(len(plan), err)
	}
	book, err := openRows(s.Out)
	if err != nil {
		t.Fatal(err)
	}
	for i, run := range plan {
		row := run.row()
		row.Status, row.Error = "done", known(map[string]float64{"none": 0.1, "weights": 0.05, "adapters+weights": 0.1 / float64(1+i)}[row.Arm])
		row.Seconds, row.Steps = 1, 200
		row.Course = course{Step: []int{0, 200}, Seconds: []float64{0, 1}, Error: []*float64{known(1), row.Error}}
		if err := book.add(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.close(); err != nil {
		t.Fatal(err)
	}
	code, stdout, stderr := try("reproduce", "--quick", "--table", "--seeds", "3", "--out", r.Out)
	for _, want := range []string{"| none | 1 | 3 | 1.00 [0.29, 1.00] |", "| weights | 1 | 3 | 1.00 [0.29, 1.00] |", "\nNot run: pcgrad.\n"} {
		if code != 0 || strings.Count(stdout, want) != 1 {
			t.Errorf("exit code %d, %q is not in it once: %s\n%s", code, want, stdout, stderr)
		}
	}
	if strings.Contains(stdout, "| pcgrad | 1 |") || strings.Contains(stdout, "| adapters+weights | 1 |") {
		t.Errorf("an arm against itself, or one that was not run:\n%s", stdout)
	}
}
