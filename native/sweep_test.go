//go:build native

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// tiny is a sweep's run of a moment.
var tiny = []string{"--steps", "40", "--width", "8", "--depth", "2", "--points", "64"}

// swept runs a sweep and returns its rows by id.
func swept(t *testing.T, wantCode int, dir string, args ...string) (rows map[string]sweepRow, stdout, stderr string) {
	t.Helper()
	code, stdout, stderr := try(append([]string{"sweep", "--out", dir}, args...)...)
	if code != wantCode {
		t.Fatalf("%q: exit code %d, want %d: %s", args, code, wantCode, stderr)
	}
	return readRows(t, dir), stdout, stderr
}

func readRows(t *testing.T, dir string) map[string]sweepRow {
	t.Helper()
	rows := map[string]sweepRow{}
	for _, line := range bytes.SplitAfter(read(t, dir, "rows.jsonl"), []byte{'\n'}) {
		if len(line) == 0 {
			continue
		}
		var row sweepRow
		if err := json.Unmarshal(line, &row); err != nil || !bytes.HasSuffix(line, []byte{'\n'}) {
			t.Fatalf("%v in %q", err, line)
		}
		if _, ok := rows[row.ID]; ok || row.ID == "" {
			t.Errorf("two rows of the run %q", row.ID)
		}
		rows[row.ID] = row
	}
	return rows
}

func TestSweep(t *testing.T) {
	dir := t.TempDir()
	args := append([]string{"--problems", "heat,helmholtz", "--arms", "none,gradnorm,auto", "--seeds", "2"}, tiny...)
	rows, stdout, stderr := swept(t, 0, dir, args...)
	if len(rows) != 12 || strings.Count(stderr, "\n") != 12 || !strings.Contains(stderr, "12/12  ") {
		t.Errorf("%d rows, progress %q", len(rows), stderr)
	}
	if strings.Count(stdout, "\n") != 7 || !strings.Contains(stdout, "median rel_l2") {
		t.Errorf("table %q", stdout)
	}
	auto := 0
	for id, r := range rows {
		if r.Status != "done" || r.Steps != 40 || r.Error == nil || !(*r.Error > 0) || !(r.Seconds > 0) || r.Kernel == "" || r.Commit == "" || len(r.Losses) == 0 {
			t.Errorf("row %+v", r)
		}
		if c := r.Conflict; r.Arm != "auto" && (c.First.Steps != 2 || c.Last.Steps != 2 || c.First.Conflict > 2 || c.Last.rate() == nil) {
			t.Errorf("%s %s: conflict %+v of 40 steps", r.Problem, r.Arm, c)
		}
		if want := []bool{true, false, false}; !slices.Equal(r.Equation, want) || len(r.Course.Losses[1]) != len(want) {
			t.Errorf("%s: equations %v among %d losses, want %v", r.Problem, r.Equation, len(r.Course.Losses[1]), want)
		}
		if id != identity(r.Spec) {
			t.Errorf("%s is not the identity of its spec", id)
		}
		if r.Arm == "auto" && r.Verdict != "" && r.Remedy != "" {
			auto++
		}
	}
	if auto != 4 {
		t.Errorf("%d rows of auto have a verdict and a remedy, want 4", auto)
	}
	before := read(t, dir, "rows.jsonl")
	_, again, stderr := swept(t, 0, dir, args...)
	if !bytes.Equal(before, read(t, dir, "rows.jsonl")) || again != stdout || stderr != "" {
		t.Errorf("the same sweep again added to its rows or says something else: %q, %q", again, stderr)
	}
	if rows, _, stderr = swept(t, 0, dir, append(args, "--seeds", "3")...); len(rows) != 18 || strings.Count(stderr, "\n") != 6 {
		t.Errorf("a third seed made %d rows, want 18: %q", len(rows), stderr)
	}
}

// A sweep's run is the run that solve does.
func TestSweepRunsWhatSolveRuns(t *testing.T) {
	rows, _, _ := swept(t, 0, t.TempDir(), append([]string{"--problems", "heat", "--arms", "jointrate", "--seed", "5"}, tiny...)...)
	one, _ := solved(t, 0, append([]string{"heat", "--arm", "jointrate", "--seed", "5"}, tiny...)...)
	for _, r := range rows {
		if r.Error == nil || *r.Error != *one.Error["u"] || r.Seed != 5 {
			t.Errorf("row %+v, solve %v", r, *one.Error["u"])
		}
	}
	if len(rows) != 1 {
		t.Errorf("%d rows", len(rows))
	}
}

func TestSweepRepairsTornLine(t *testing.T) {
	dir := t.TempDir()
	args := append([]string{"--problems", "heat", "--seeds", "3"}, tiny...)
	swept(t, 0, dir, args...)
	path := filepath.Join(dir, "rows.jsonl")
	whole := read(t, dir, "rows.jsonl")
	if err := os.WriteFile(path, whole[:len(whole)-200], 0o666); err != nil {
		t.Fatal(err)
	}
	if rows, _, stderr := swept(t, 0, dir, args...); len(rows) != 3 || strings.Count(stderr, "\n") != 1 {
		t.Errorf("%d rows after repair, progress %q", len(rows), stderr)
	}
	if err := os.WriteFile(path, append([]byte("{\"id\":\n"), whole...), 0o666); err != nil {
		t.Fatal(err)
	}
	_, stdout, stderr := try(append([]string{"sweep", "--out", dir}, args...)...)
	if stdout != "" || !strings.Contains(stderr, "rows.jsonl:1:") || !strings.Contains(stderr, "remove") {
		t.Errorf("a damaged line: %q, %q", stdout, stderr)
	}
}

func TestSweepChecksFirst(t *testing.T) {
	for _, tt := range []struct{ args, says []string }{
		{[]string{"--problems", "heat,burger"}, []string{"burger", "burgers"}},
		{[]string{"--problems", "heat", "--arms", "none,gradnrm"}, []string{"gradnrm", "gradnorm?"}},
		{[]string{"--problems", "heat", "--arms", "xxxxxxxxxxxxxxx"}, []string{"have auto, trial, none"}},
		{[]string{"--problems", "heat", "--arms", "auto", "--weights", "nash"}, []string{"auto", "--weights"}},
		{[]string{"--problems", "heat", "--seeds", "0"}, []string{"--seeds"}},
		{[]string{"--problems", "heat", "--jobs", "-2"}, []string{"--jobs"}},
		{[]string{"--problems", "heat", "--lr", "fast"}, []string{"--lr"}},
		{nil, []string{"--problems"}},
	} {
		dir := filepath.Join(t.TempDir(), "new")
		code, stdout, stderr := try(append([]string{"sweep", "--out", dir}, tt.args...)...)
		if code != 2 || stdout != "" {
			t.Errorf("%q: exit code %d, stdout %q", tt.args, code, stdout)
		}
		for _, want := range tt.says {
			if !strings.Contains(stderr, want) {
				t.Errorf("%q: stderr %q does not name %q", tt.args, stderr, want)
			}
		}
		if _, err := os.Stat(dir); err == nil {
			t.Errorf("%q: something ran", tt.args)
		}
	}
}

func TestSweepKeepsDivergedRuns(t *testing.T) {
	dir := t.TempDir()
	args := append([]string{"--problems", "burgers", "--lr", "1e6"}, tiny...)
	args = append(args, "--steps", "200")
	rows, stdout, _ := swept(t, 0, dir, args...)
	for _, r := range rows {
		if r.Status != "diverged" || r.Error != nil || !strings.Contains(r.Why, "at step ") {
			t.Errorf("row %+v", r)
		}
	}
	if len(rows) != 1 || !strings.Contains(stdout, "  -  ") {
		t.Errorf("%d rows, table %q", len(rows), stdout)
	}
}

// A sweep that is killed, then interrupted, and taken up again has every run once.
func TestSweepKilledAndInterrupted(t *testing.T) {
	dir := t.TempDir()
	args := append([]string{"sweep", "--problems", "heat", "--arms", "none,gradnorm", "--seeds", "20", "--out", dir}, tiny...)
	for i, sig := range []syscall.Signal{syscall.SIGKILL, syscall.SIGINT} {
		p := begun(t, append(args, "--steps", "400")...)
		for countRows(dir) < 3*(i+1) {
			select {
			case <-p.ended:
				t.Fatalf("ended by itself with %d rows: %s", countRows(dir), &p.stderr)
			case <-time.After(time.Millisecond):
			}
		}
		if err := p.cmd.Process.Signal(sig); err != nil {
			t.Fatal(err)
		}
		if code := p.code(); sig == syscall.SIGINT && (code != 75 || !strings.Contains(p.stderr.String(), "goes on")) {
			t.Errorf("exit code %d after Ctrl-C, want 75: %s", code, &p.stderr)
		}
	}
	if n := bytes.Count(read(t, dir, "rows.jsonl"), []byte{'\n'}); n >= 40 {
		t.Fatalf("%d rows: the sweep ended before it was stopped", n)
	}
	rows, _, _ := swept(t, 0, dir, append(args[1:], "--steps", "400")...)
	if len(rows) != 40 {
		t.Errorf("%d rows, want 40", len(rows))
	}
}
