//go:build native

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"counterpoint/solver/interchange"
)

// small is a run of a moment.
var small = []string{"--steps", "25", "--width", "16", "--depth", "2", "--points", "128", "--log", "10"}

// solved runs solve and reads its last line.
func solved(t *testing.T, wantCode int, args ...string) (r result, stderr string) {
	t.Helper()
	code, stdout, stderr := try(append([]string{"solve", "--json"}, args...)...)
	if code != wantCode {
		t.Fatalf("%q: exit code %d, want %d: %s", args, code, wantCode, stderr)
	}
	if strings.Count(stdout, "\n") != 1 {
		t.Errorf("stdout has more than the result's line: %q", stdout)
	}
	if err := json.Unmarshal([]byte(stdout), &r); err != nil {
		t.Fatalf("%v in %q", err, stdout)
	}
	return r, stderr
}

func TestSolve(t *testing.T) {
	r, stderr := solved(t, 0, append([]string{"heat", "--seed", "3"}, small...)...)
	if r.Problem != "heat" || r.Arm != "none" || r.Seed != 3 || r.Steps != 25 || r.Status != "done" || !(r.Peak > 0) || !(r.Rate > 0) || !(r.Seconds > 0) {
		t.Errorf("result %+v", r)
	}
	if e := r.Error["u"]; len(r.Error) != 1 || e == nil || !(*e > 0) || math.IsInf(*e, 0) {
		t.Errorf("rel_l2 %v", r.Error)
	}
	if e := r.Centre["u"]; len(r.Centre) != 1 || e == nil || !(*e > *r.Error["u"]/2) { // heat's mean is over half of it
		t.Errorf("rel_l2_centered %v beside %v", r.Centre, r.Error)
	}
	if len(r.Losses) < 3 || r.Losses["pde"] == nil || !(*r.Losses["pde"] > 0) {
		t.Errorf("losses %v", r.Losses)
	}
	if !strings.Contains(stderr, "step 25/25  ") || !strings.Contains(stderr, "error u ") {
		t.Errorf("progress %q", stderr)
	}
	if code, stdout, _ := try(append([]string{"solve", "heat"}, small...)...); code != 0 || !strings.Contains(stdout, "relative L2 error  u ") {
		t.Errorf("exit code %d, summary %q", code, stdout)
	}
}

func TestSolveWrites(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "folder")
	args := append([]string{"heat", "--out", dir, "--set", "kappa=0.5", "--finish", "lbfgs", "--finish-steps", "5"}, small...)
	r, _ := solved(t, 0, args...)
	checkLog(t, filepath.Join(dir, "log.jsonl"), r)

	b, err := os.ReadFile(filepath.Join(dir, "field.npz"))
	if err != nil {
		t.Fatal(err)
	}
	arrays, err := interchange.ReadNPZ(b)
	if err != nil {
		t.Fatal(err)
	}
	shapes := map[string]int{}
	for _, a := range arrays {
		shapes[a.Name] = len(a.F32) + len(a.F64)
		for _, v := range a.F32 {
			if math.IsNaN(float64(v)) {
				t.Errorf("%s has NaN", a.Name)
				break
			}
		}
	}
	for name, n := range map[string]int{"x": interchange.FieldPoints, "t": interchange.FieldPoints, "u": interchange.FieldPoints * interchange.FieldPoints, "u.truth": interchange.FieldPoints * interchange.FieldPoints, "residual": interchange.FieldPoints * interchange.FieldPoints} {
		if shapes[name] != n {
			t.Errorf("field.npz has %d values of %s, want %d", shapes[name], name, n)
		}
	}
	if b, err = os.ReadFile(filepath.Join(dir, "weights.safetensors")); err != nil {
		t.Fatal(err)
	}
	weights, about, err := interchange.ReadSafetensors(b)
	if err != nil || len(weights) < 3 || about["step"] != "30" || about["kernel"] == "" {
		t.Errorf("weights: %d arrays, %v, %v", len(weights), about, err)
	}
}

// checkLog checks that the log is a pinn-gram file whose last row is the run's last step.
func checkLog(t *testing.T, name string, r result) {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	var head struct {
		Format string
		Losses []string
	}
	if !s.Scan() || json.Unmarshal(s.Bytes(), &head) != nil || head.Format != "pinn-gram" || len(head.Losses) != len(r.Losses) {
		t.Fatalf("header %s", s.Bytes())
	}
	var steps []int
	for s.Scan() {
		var row struct {
			Step   int
			Loss   []float64
			Gram   [][]float64
			Blocks map[string][][]float64
		}
		if err := json.Unmarshal(s.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		steps = append(steps, row.Step)
		if len(row.Loss) != len(head.Losses) || len(row.Gram) != len(head.Losses) || len(row.Blocks) < 3 {
			t.Errorf("row %s", s.Bytes())
		}
		sum := 0.0
		for _, b := range row.Blocks {
			sum += b[0][1]
		}
		if math.Abs(sum-row.Gram[0][1]) > 1e-9*math.Sqrt(row.Gram[0][0]*row.Gram[1][1]) { // rounding of a sum of a few blocks
			t.Errorf("step %d: blocks add up to %g, the Gram matrix has %g", row.Step, sum, row.Gram[0][1])
		}
	}
	if len(steps) != 3 || steps[0] != 10 || steps[1] != 20 || steps[2] != r.Steps {
		t.Errorf("rows at steps %v, want 10, 20, %d", steps, r.Steps)
	}
}

func TestWorkersGiveTheSameBytes(t *testing.T) {
	one, two := t.TempDir(), t.TempDir()
	for dir, n := range map[string]string{one: "1", two: "2"} {
		solved(t, 0, append([]string{"burgers", "--workers", n, "--out", dir, "--finish", "lbfgs", "--finish-steps", "3"}, small...)...)
	}
	for _, name := range []string{"spec.json", "weights.safetensors", "field.npz"} {
		a, err1 := os.ReadFile(filepath.Join(one, name))
		b, err2 := os.ReadFile(filepath.Join(two, name))
		if err1 != nil || err2 != nil || len(a) == 0 || !bytes.Equal(a, b) {
			t.Errorf("%s: %d and %d bytes differ (%v, %v)", name, len(a), len(b), err1, err2)
		}
	}
}

// A setting that the run does not follow as it was given is said: half of the coordinates are the most directions of an estimate.
func TestSolveNotes(t *testing.T) {
	text := "coord x[5] in [0, 1]\nfield u\nloss pde: lap(u) = 1\nloss bc: u = 0 on boundary\n"
	file := filepath.Join(t.TempDir(), "five.pde")
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	for says, args := range map[string][]string{
		"draws 2 directions and not 100":     {"--estimator", "sparse", "--directions", "100"},
		"--directions 3 is not used":         {"--directions", "3"},
		"draws 2 directions and not 16 (--d": {"--estimator", "dense"},
		"":                                   {"--estimator", "dense", "--directions", "2"},
	} {
		if _, stderr := solved(t, 0, append(append([]string{file}, args...), small...)...); !strings.Contains(stderr, says) || (says == "") == strings.Contains(stderr, "note: ") {
			t.Errorf("%q: stderr %q, want %q", args, stderr, says)
		}
	}
}

func TestSolveDiverges(t *testing.T) {
	r, stderr := solved(t, 1, "burgers", "--lr", "1e6", "--steps", "200", "--width", "16", "--points", "128")
	if r.Status != "diverged" || r.Steps >= 200 {
		t.Errorf("result %+v", r)
	}
	named := false
	for loss := range r.Losses {
		named = named || strings.Contains(stderr, "loss "+loss+" ")
	}
	if !named || !strings.Contains(stderr, "at step ") {
		t.Errorf("stderr %q names no loss or no step", stderr)
	}
}

func TestOutIsCheckedFirst(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	for out, says := range map[string]string{"/proc/none": "written to", file: file + " is a file; name a folder", file + "/below": file + " is a file; name a folder"} {
		for _, args := range [][]string{{"solve", "heat", "--out", out}, {"diagnose", "heat", "--trace", out}, {"solve", "heat", "--out", t.TempDir(), "--tensorboard", out}} {
			code, stdout, stderr := try(append(args, "--steps", "10000000")...)
			if flag := args[len(args)-2] + " "; code != 2 || stdout != "" || !strings.Contains(stderr, flag+out) || !strings.Contains(stderr, says) {
				t.Errorf("%q: exit code %d, stdout %q, stderr %q", args, code, stdout, stderr)
			}
		}
	}
	dir := t.TempDir()
	solved(t, 0, append([]string{"heat", "--out", dir}, small...)...)
	solved(t, 0, append([]string{"heat", "--out", dir}, small...)...) // the same run again
	code, _, stderr := try(append([]string{"solve", "heat", "--seed", "2", "--set", "kappa=0.5", "--arm", "gradnorm", "--out", dir}, small...)...)
	if code != 2 || !strings.Contains(stderr, dir) {
		t.Errorf("another run's folder: exit code %d, stderr %q", code, stderr)
	}
	for _, want := range []string{"problem is heat there, heat kappa=0.5 is asked", "arm is none there, gradnorm is asked", "seed is 1 there, 2 is asked", "weights is none there, gradnorm is asked"} {
		if !strings.Contains(stderr, want) {
			t.Errorf("%q does not say %q", stderr, want)
		}
	}
}

// One process at a time trains into a folder, a run or a sweep: the second says so, and the first goes on.
func TestOutIsLocked(t *testing.T) {
	dir := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	first := exec.Command(self, "solve", "heat", "--steps", "10000000", "--width", "16", "--points", "128", "--out", dir)
	first.Env = append(os.Environ(), asProgram+"=1")
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = first.Process.Kill()
		_ = first.Wait() // killed
	}()
	awaitRow(t, filepath.Join(dir, "log.jsonl"))
	for _, args := range [][]string{{"--out", dir, "heat"}, {"--resume", dir}, {"--out", dir, "heat", "--arm", "auto"}} {
		code, stdout, stderr := try(append([]string{"solve"}, args...)...)
		if code != 2 || stdout != "" || !strings.Contains(stderr, args[0]+" "+dir+": another process trains there") {
			t.Errorf("%q: exit code %d, stdout %q, stderr %q", args, code, stdout, stderr)
		}
	}
	if code, _, stderr := try("sweep", "--problems", "heat", "--out", dir); code != 2 || !strings.Contains(stderr, dir) {
		t.Errorf("a sweep: exit code %d, stderr %q", code, stderr)
	}
	if err := first.Process.Signal(syscall.Signal(0)); err != nil {
		t.Errorf("the first run has ended: %v", err)
	}
}

func TestInterrupt(t *testing.T) {
	dir := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "solve", "heat", "--steps", "10000000", "--width", "16", "--points", "128", "--out", dir, "--json")
	cmd.Env = append(os.Environ(), asProgram+"=1")
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	awaitRow(t, filepath.Join(dir, "log.jsonl"))
	if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // the exit code is looked at below
	var r result
	if err := json.Unmarshal(stdout.Bytes(), &r); err != nil || cmd.ProcessState.ExitCode() != 75 || r.Status != "stopped" || !strings.Contains(stderr.String(), "stopped at step ") {
		t.Errorf("%v, exit code %d, %s, %s", err, cmd.ProcessState.ExitCode(), &stdout, &stderr)
	}
	for _, name := range []string{"weights.safetensors", "field.npz"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
}

// awaitRow waits until the log has a row: the run is under way. If it never has one, the test's own time limit says so.
func awaitRow(t *testing.T, name string) {
	t.Helper()
	for {
		if b, err := os.ReadFile(name); err == nil && bytes.Count(b, []byte("\n")) > 1 {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
}
