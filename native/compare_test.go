//go:build native

package main

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"counterpoint/solver/experiment"
)

// rowOf is a row of a run as a sweep writes it: it ends after the given seconds, and its error fell by half its decades in the first half.
func rowOf(t *testing.T, problem, arm string, seed uint64, e, seconds float64, change func(*experiment.Spec)) sweepRow {
	t.Helper()
	spec := experiment.Default()
	spec.Problem, spec.Seed = problem, seed
	if err := experiment.ApplyArm(&spec, arm); err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(&spec)
	}
	half := math.Sqrt(e)
	row := sweepRow{ID: identity(spec), Problem: problem, Arm: arm, Seed: seed, Steps: spec.Steps, Error: known(e), Seconds: seconds, Status: "done", Spec: spec,
		Course: course{Step: []int{spec.Steps / 2, spec.Steps}, Seconds: []float64{seconds / 2, seconds}, Error: []*float64{known(half), known(e)}}}
	if math.IsInf(e, 1) {
		row.Status = "diverged"
	}
	return row
}

func writeRows(t *testing.T, rows ...sweepRow) (dir string) {
	t.Helper()
	dir = t.TempDir()
	var b strings.Builder
	for _, r := range rows {
		line, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(append(line, '\n'))
	}
	if err := os.WriteFile(filepath.Join(dir, "rows.jsonl"), []byte(b.String()), 0o666); err != nil {
		t.Fatal(err)
	}
	return dir
}

func compared(t *testing.T, args ...string) []study {
	t.Helper()
	code, stdout, stderr := try(append([]string{"compare", "--json"}, args...)...)
	if code != 0 {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	var out []study
	if err := json.Unmarshal([]byte(stdout), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestCompare(t *testing.T) {
	var rows []sweepRow
	for seed := range uint64(5) {
		rows = append(rows, rowOf(t, "heat", "gradnorm", seed, 1e-4, 20, nil), rowOf(t, "heat", "none", seed, 1e-2, 10, nil),
			rowOf(t, "heat", "none", seed, 2e-2, 10, func(s *experiment.Spec) { s.Depth = 5 }))
	}
	rows[4] = rowOf(t, "heat", "none", 1, math.Inf(1), 1, nil)
	rows = append(rows, rowOf(t, "burgers", "none", 1, 1e-1, 10, nil), rowOf(t, "burgers", "gradnorm", 1, 2e-1, 10, nil))
	got := compared(t, writeRows(t, rows...))
	if len(got) != 1 || got[0].Against != "none" || len(got[0].Problems) != 2 {
		t.Fatalf("%+v", got)
	}
	arms := got[0].Problems[0].Arms
	if len(arms) != 3 || arms[0].Arm != "none" || arms[1].Arm != "gradnorm" || arms[2].Arm != "none depth=5" {
		t.Fatalf("arms %+v", arms)
	}
	if a := arms[0]; a.Runs != 5 || a.Diverged != 1 || *a.Median != 1e-2 || a.Steps != nil || *a.Seconds != 10 {
		t.Errorf("the baseline: %+v", a)
	}
	a := arms[1]
	if v := a.Steps; v.Pairs != 5 || math.Abs(*v.Ratio[0]-1e-2) > 1e-12 || *v.Less[0] != 1 || math.Abs(*v.Less[1]-0.478) > 1e-3 || *v.P != 0.0625 || *v.Holm != 0.125 {
		t.Errorf("at equal steps: %+v, P(<) %v, p %g, Holm %g", v, v.Less, *v.P, *v.Holm)
	}
	// After the baseline's 10 s the slower arm has reached 1e-2: a tie; the diverged pair is a win at its end.
	if v := a.Time; v.Pairs != 4 || math.Abs(*v.Ratio[0]-1) > 1e-12 || *v.Less[0] != 0.5 || *v.P != 1 {
		t.Errorf("at equal time: %+v, ratio %g, P(<) %g", v, *v.Ratio[0], *v.Less[0])
	}
	over := got[0].Overall
	if len(over) != 2 || over[0].Arm != "gradnorm" || over[0].Problems != 2 || over[0].Better != 1 || over[0].Steps.Pairs != 6 {
		t.Errorf("over the problems: %+v", over)
	}
}

func TestCompareText(t *testing.T) {
	dir := writeRows(t, rowOf(t, "heat", "none", 1, 1e-2, 10, nil), rowOf(t, "heat", "lra", 1, 1e-3, 10, nil), rowOf(t, "heat", "lra", 2, 1e-3, 10, nil))
	code, stdout, stderr := try("compare", dir, "--against", "lra,none")
	if code != 0 || stderr != "" {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	for _, want := range []string{"heat: 10000 steps, 4 x 64 tanh", "ratio to lra", "ratio to none", "0.10 [0.10, 0.10] (1)", "1.00 [0.03, 1.00]"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("%q is not in\n%s", want, stdout)
		}
	}
	for _, tt := range [][]string{{dir, "--against", "ntk"}, {dir, "--against", ""}, {dir, "--problems", "burgers"}, {filepath.Join(dir, "missing")}} {
		if code, _, stderr := try(append([]string{"compare"}, tt...)...); code != 2 || stderr == "" {
			t.Errorf("%q: exit code %d, stderr %q", tt, code, stderr)
		}
	}
}

// An arm that diverged in four of five seeds and was better in the fifth has not won, and its ratio says that it is over one pair.
func TestCompareDiverged(t *testing.T) {
	var rows []sweepRow
	for seed := range uint64(5) {
		rows = append(rows, rowOf(t, "heat", "none", seed, 1e-2, 10, nil), rowOf(t, "heat", "gradnorm", seed, 1e-3, 10, nil))
		e := math.Inf(1)
		if seed == 3 {
			e = 1e-4
		}
		rows = append(rows, rowOf(t, "heat", "lra", seed, e, 10, nil))
	}
	dir := writeRows(t, rows...)
	arms := compared(t, dir)[0].Problems[0].Arms
	if v := arms[1].Steps; v.Pairs != 5 || v.Rated != 5 || v.Partial() || v.Verdict() != "win" || v.Over() != "(5)" {
		t.Errorf("without diverged runs: %+v, %s", v, v.Over())
	}
	v := arms[2].Steps
	if v.Pairs != 5 || v.Rated != 1 || math.Abs(*v.Ratio[2]-1e-2) > 1e-12 || *v.Less[0] != 0.2 || v.Verdict() != "" {
		t.Errorf("with four: %+v, P(<) %g, %q", v, *v.Less[0], v.Verdict())
	}
	if _, stdout, _ := try("compare", dir); !strings.Contains(stdout, "0.10 [0.10, 0.10] (5) ") || !strings.Contains(stdout, "0.01 [0.01, 0.01] (1 of 5)!") {
		t.Errorf("the text hides the number of pairs:\n%s", stdout)
	}
	if code, _, stderr := try("report", dir); code != 0 {
		t.Fatal(stderr)
	}
	for _, name := range []string{"report.html", "study.json"} {
		text := string(read(t, dir, "report/"+name))
		if want := map[string]string{"report.html": ">(1 of 5)!</span>", "study.json": `"ratio_pairs": 1,`}[name]; !strings.Contains(text, want) {
			t.Errorf("%s lacks %q", name, want)
		}
	}
}

// A sweep's rows can be compared at equal wall-clock.
func TestCompareSweep(t *testing.T) {
	dir := t.TempDir()
	rows, _, _ := swept(t, 0, dir, append([]string{"--problems", "heat", "--arms", "none,gradnorm", "--seeds", "2"}, tiny...)...)
	for _, r := range rows {
		n := len(r.Course.Step)
		if n != courseParts+1 || r.Course.Step[n-1] != r.Steps || r.Course.Seconds[n-1] != r.Seconds || *r.Course.Error[n-1] != *r.Error {
			t.Errorf("the course of %+v does not end where the run does", r)
		}
		if l := r.Course.Losses; len(l) != n || len(l[0]) != 3 || l[0][0] != nil || !(*l[1][0] > 0) || *l[1][0] == *l[n-1][0] {
			t.Errorf("%d losses at %d judgements, or they stand still", len(l[0]), len(l))
		}

	}
	got := compared(t, dir, "--against", "gradnorm")
	if a := got[0].Problems[0].Arms; len(a) != 2 || a[1].Steps.Pairs != 2 || a[1].Time.Pairs != 2 {
		t.Errorf("%+v", a)
	}
}
