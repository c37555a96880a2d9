//go:build native

package main

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// A run that is killed ten times without warning and taken up again ends in the bytes of an undisturbed one, in the Adam phase and in
// the finishing phase.
func TestKilledTenTimes(t *testing.T) {
	args := []string{"solve", "heat", "--steps", "300", "--finish", "lbfgs", "--finish-steps", "60", "--width", "12", "--depth", "2", "--points", "300", "--log", "7", "--save-every", "13"}
	whole, killed := t.TempDir(), t.TempDir()
	if code, _, stderr := try(append(args, "--out", whole)...); code != 0 {
		t.Fatal(stderr)
	}
	rng := rand.New(rand.NewPCG(1, 1))
	for kill := range 10 {
		// the log is written up to the step the process dies at, wherever that is
		rows := 1 + (kill+1)*45/10 + rng.IntN(3)
		killAtRow(t, rows, append(args, "--out", killed)...)
	}
	if code, _, stderr := try("solve", "--resume", killed); code != 0 {
		t.Fatal(stderr)
	}
	for _, name := range []string{"spec.json", "weights.safetensors", "field.npz", "checkpoint.safetensors"} {
		if !bytes.Equal(read(t, whole, name), read(t, killed, name)) {
			t.Errorf("%s differs from that of an undisturbed run", name)
		}
	}
	if a, b := bytes.Count(read(t, whole, "log.jsonl"), []byte("\n")), bytes.Count(read(t, killed, "log.jsonl"), []byte("\n")); a != b {
		t.Errorf("%d lines in the log, want %d", b, a)
	}
}

// killAtRow starts the program and kills it once its log has the given number of lines, or lets it end.
func killAtRow(t *testing.T, rows int, args ...string) {
	t.Helper()
	log := filepath.Join(args[len(args)-1], "log.jsonl")
	signalWhen(t, syscall.SIGKILL, func() bool {
		b, err := os.ReadFile(log)
		return err == nil && bytes.Count(b, []byte("\n")) >= rows
	}, args...)
}

// signalWhen starts the program, sends it the signal once due says so, or lets it end, and waits for its end.
func signalWhen(t *testing.T, signal syscall.Signal, due func() bool, args ...string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, args...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		_ = cmd.Wait() // killed, or at its end
		close(ended)
	}()
	for {
		select {
		case <-ended:
			return
		default:
		}
		if due() {
			_ = cmd.Process.Signal(signal) // it may have ended by itself
			<-ended
			return
		}
	}
}

func read(t *testing.T, dir, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestResumeOfWhatIsNoRun(t *testing.T) {
	empty := t.TempDir()
	if code, _, stderr := try("solve", "--resume", empty); code != 2 || !strings.Contains(stderr, "--resume "+empty+" holds no run") {
		t.Errorf("an empty folder: exit code %d, %s", code, stderr)
	}
	if code, _, stderr := try("export", empty); code != 2 || !strings.HasPrefix(stderr, empty+" holds no run") || strings.Contains(stderr, "--resume") {
		t.Errorf("export of an empty folder: exit code %d, %s", code, stderr)
	}
	dir := t.TempDir()
	if code, _, stderr := try("solve", "heat", "--steps", "3", "--width", "4", "--points", "20", "--out", dir); code != 0 {
		t.Fatal(stderr)
	}
	if code, _, stderr := try("solve", "heat", "--steps", "4", "--width", "4", "--points", "20", "--out", dir); code != 2 || !strings.Contains(stderr, "steps is 3 there, 4 is asked") {
		t.Errorf("another spec's folder: exit code %d, %s", code, stderr)
	}
	if err := os.WriteFile(filepath.Join(dir, "checkpoint.safetensors"), []byte(strconv.Itoa(7)), 0o666); err != nil {
		t.Fatal(err)
	}
	if code, _, stderr := try("solve", "--resume", dir); code != 1 || !bytes.Contains([]byte(stderr), []byte("checkpoint.safetensors")) {
		t.Errorf("a damaged checkpoint: exit code %d, %s", code, stderr)
	}
}

func TestCutBack(t *testing.T) {
	log := []byte("{\"format\":\"pinn-gram\"}\n{\"step\":10}\n{\"step\":20}\n{\"step\":30}\n{\"st")
	for step, want := range map[int]int{5: 1, 20: 3, 99: 4} {
		if got := bytes.Count(cutBack(log, step), []byte("\n")); got != want {
			t.Errorf("cut back to step %d: %d lines, want %d", step, got, want)
		}
	}
	if got := cutBack([]byte("{\"form"), 3); len(got) != 0 {
		t.Errorf("an unfinished header was kept: %q", got)
	}
}
