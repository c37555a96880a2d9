//go:build native

package main

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"counterpoint/solver/experiment"
)

func TestReport(t *testing.T) {
	var rows []sweepRow
	for seed := range uint64(3) {
		rows = append(rows, rowOf(t, "heat", "none", seed, 1e-2, 10, nil), rowOf(t, "heat", "gradnorm", seed, 1e-3, 20, nil),
			rowOf(t, "burgers", "none", seed, 1e-1, 10, nil), rowOf(t, "burgers", "gradnorm", seed, math.Inf(1), 20, nil))
	}
	rows[0].Machine, rows[0].Commit = "<a machine>", "c0ffee"
	rows = append(rows, sweepRow{ID: "x", Problem: "heat", Arm: "none", Seed: 9, Status: "failed", Why: "no & memory", Spec: experiment.Default()})
	rows[len(rows)-1].Spec.Problem = "heat"
	dir := writeRows(t, rows...)
	if err := os.WriteFile(filepath.Join(dir, "commands.txt"), []byte("counterpoint sweep --problems heat\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	code, stdout, stderr := try("report", dir, "--title", "A & B")
	if code != 0 || strings.TrimSpace(stdout) != filepath.Join(dir, "report", "report.html") {
		t.Fatalf("exit code %d, stdout %q: %s", code, stdout, stderr)
	}
	html := string(read(t, dir, "report/report.html"))
	for _, want := range []string{"<h1>A &amp; B</h1>", "13 runs: 2 problems, 2 arms", "3 diverged; 1 failed", "&lt;a machine&gt;", "c0ffee", "no &amp; memory", "counterpoint sweep --problems heat", "0.10 <span", "3 (3d)"} {
		if !strings.Contains(html, want) {
			t.Errorf("the report lacks %q", want)
		}
	}
	if n := strings.Count(html, "<svg role"); n != 5 { // one over the problems, two a problem
		t.Errorf("%d pictures, want 5", n)
	}
	for _, not := range []string{"http://", "https://", "<script", "<link", "src="} {
		if strings.Contains(strings.ReplaceAll(strings.ReplaceAll(html, "http://www.w3.org/2000/svg", ""), "http://www.w3.org/1999/xlink", ""), not) {
			t.Errorf("the report holds %q: it is to stand alone", not)
		}
	}
	lines, err := csv.NewReader(strings.NewReader(string(read(t, dir, "report/rows.csv")))).ReadAll()
	if err != nil || len(lines) != 14 || len(lines[0]) != 13+len(experiment.Settings) {
		t.Errorf("rows.csv: %v, %d lines", err, len(lines))
	}
	var j struct {
		Axes    axes `json:"errors_npz"`
		Studies []study
	}
	if err := json.Unmarshal(read(t, dir, "report/study.json"), &j); err != nil || len(j.Studies) != 1 || len(j.Axes.Seeds) != 3 || j.Axes.Arms[1] != "gradnorm" {
		t.Errorf("study.json: %v, %+v", err, j.Axes)
	}
	a := errorArrays(gather(rows))
	if a[0].Shape[0] != 2 || a[0].Shape[1] != 2 || a[0].Shape[2] != 3 || a[0].F64[3] != 1e-3 || !math.IsInf(a[0].F64[9], 1) {
		t.Errorf("errors %v of %v", a[0].F64, a[0].Shape)
	}
	if code, _, stderr := try("report", t.TempDir()); code != 2 || stderr == "" {
		t.Errorf("an empty folder: exit code %d, %q", code, stderr)
	}
}

// export and --tensorboard leave what bench/peers/files.py reads with VTK and TensorBoard.
func TestExport(t *testing.T) {
	dir, events := filepath.Join(t.TempDir(), "run"), filepath.Join(t.TempDir(), "events")
	solved(t, 0, append([]string{"heat", "--out", dir, "--tensorboard", events}, tiny...)...)
	if code, stdout, stderr := try("export", dir, "--times", "3", "--points", "9"); code != 0 || !strings.Contains(stdout, "fields.pvd") {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	images, err := filepath.Glob(filepath.Join(dir, "vtk", "*.vti"))
	if err != nil || len(images) != 3 {
		t.Errorf("%v: images %v, want 3", err, images)
	}
	if text := string(read(t, dir, "vtk/fields0001.vti")); !strings.Contains(text, `WholeExtent="0 8 0 `) || !strings.Contains(text, `Name="u.truth"`) {
		t.Errorf("image %.600q", text)
	}
	files, err := os.ReadDir(events)
	if err != nil || len(files) != 1 || !strings.HasPrefix(files[0].Name(), "events.out.tfevents.") {
		t.Errorf("%v: event files %v", err, files)
	}
	if code, _, stderr := try("solve", "heat", "--tensorboard", events); code != 2 || !strings.Contains(stderr, "--out") {
		t.Errorf("events without a folder: exit code %d, %q", code, stderr)
	}
	if code, _, stderr := try("export", t.TempDir()); code != 2 || stderr == "" {
		t.Errorf("export of no run: exit code %d, %q", code, stderr)
	}
}
