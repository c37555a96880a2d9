//go:build native

package main

import (
	"bytes"
	"encoding/json"
	"maps"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// process is the program at work in a process of its own.
type process struct {
	cmd    *exec.Cmd
	ended  chan struct{}
	stderr lockedBuffer
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// begun starts the program. It is killed at the end of the test if it still runs.
func begun(t *testing.T, args ...string) *process {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := &process{cmd: exec.Command(self, args...), ended: make(chan struct{})}
	p.cmd.Env = append(os.Environ(), asProgram+"=1", "COUNTERPOINT_TOKEN=secret")
	p.cmd.Stderr = &p.stderr
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = p.cmd.Wait() // the exit code says it
		close(p.ended)
	}()
	t.Cleanup(p.kill)
	return p
}

// code waits for the end and returns the exit code.
func (p *process) code() int {
	<-p.ended
	return p.cmd.ProcessState.ExitCode()
}

func (p *process) kill() {
	p.cmd.Process.Kill() // it may have ended
	<-p.ended
}

// says waits until the program has written text, or ended.
func (p *process) says(t *testing.T, text string) {
	t.Helper()
	late := time.After(2 * time.Minute)
	for !strings.Contains(p.stderr.String(), text) {
		select {
		case <-p.ended:
			t.Fatalf("ended without saying %q: %s", text, &p.stderr)
		case <-late:
			t.Fatalf("it does not say %q: %s", text, &p.stderr)
		case <-time.After(time.Millisecond):
		}
	}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// numbers are what a run came to without its times, machine and commit, as text.
func numbers(t *testing.T, rows map[string]sweepRow) map[string]string {
	t.Helper()
	out := map[string]string{}
	for id, r := range rows {
		r.Seconds, r.Course.Seconds = 0, nil
		b, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		out[id] = string(b)
	}
	return out
}

func sameNumbers(t *testing.T, got, want map[string]sweepRow) {
	t.Helper()
	g, w := numbers(t, got), numbers(t, want)
	if len(g) != len(w) || len(g) == 0 {
		t.Errorf("%d rows, want %d", len(g), len(w))
	}
	for id := range w {
		if g[id] != w[id] {
			t.Errorf("a run came to\n%s, undisturbed to\n%s", g[id], w[id])
		}
	}
}

// countRows is the number of finished rows of a sweep that is going on.
func countRows(dir string) int {
	b, _ := os.ReadFile(filepath.Join(dir, "rows.jsonl")) // it may not be there yet
	return bytes.Count(b, []byte{'\n'})
}

func TestWorkerRefused(t *testing.T) {
	dir, address := t.TempDir(), freeAddress(t)
	args := append([]string{"--problems", "heat", "--steps", "100"}, tiny[2:]...)
	queue := begun(t, append([]string{"sweep", "--out", dir, "--listen", address, "--no-work"}, args...)...)
	wrongToken := begun(t, "worker", "nats://"+address, "--token", "guess")
	if code := wrongToken.code(); code != 2 || !strings.Contains(wrongToken.stderr.String(), "token was refused") {
		t.Errorf("with a wrong token: exit code %d, %s", code, &wrongToken.stderr)
	}
	if n := countRows(dir); n != 0 {
		t.Errorf("%d rows of a refused worker", n)
	}
	right := begun(t, "worker", "nats://"+address)
	if code := right.code(); code != 0 {
		t.Errorf("with the right token: exit code %d, %s", code, &right.stderr)
	}
	if code := queue.code(); code != 0 || countRows(dir) != 1 {
		t.Errorf("exit code %d, %d rows: %s", code, countRows(dir), &queue.stderr)
	}
	for _, tt := range [][]string{{"--listen", address}, {"--listen", "nowhere", "--token", "x"}, {"--no-work"}} {
		code, _, stderr := try(append(append([]string{"sweep", "--out", t.TempDir()}, tt...), args...)...)
		if code != 2 || stderr == "" {
			t.Errorf("%q: exit code %d, %q", tt, code, stderr)
		}
	}
}

// reached is the queue at address, as soon as it is there.
func reached(t *testing.T, address string) jetstream.JetStream {
	t.Helper()
	nc, err := nats.Connect("nats://"+address, nats.Token("secret"), nats.RetryOnFailedConnect(true), nats.ReconnectWait(50*time.Millisecond), nats.MaxReconnects(-1))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	return js
}

// awaitCheckpoint waits until the queue at address keeps steps of a run, which p is doing.
func awaitCheckpoint(t *testing.T, address, id string, p *process) {
	t.Helper()
	p.says(t, "burgers")
	w, err := newWork(t.Context(), reached(t, address))
	if err != nil {
		t.Fatal(err)
	}
	for w.load(t.Context(), id).Step == 0 {
		select {
		case <-p.ended:
			t.Fatalf("ended without a checkpoint: %s", &p.stderr)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// A worker that is asked to stop puts its run back with a checkpoint and says so by 75.
func TestWorkerStopped(t *testing.T) {
	args := []string{"--problems", "burgers", "--steps", "40000", "--patience", "1s", "--width", "16", "--depth", "2", "--points", "64"}
	want, _, _ := swept(t, 0, t.TempDir(), args...)
	dir, address := t.TempDir(), freeAddress(t)
	queue := begun(t, append([]string{"sweep", "--out", dir, "--listen", address, "--no-work"}, args...)...)
	first := begun(t, "worker", "nats://"+address)
	awaitCheckpoint(t, address, slices.Collect(maps.Keys(want))[0], first)
	if err := first.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code := first.code(); code != 75 {
		t.Fatalf("exit code %d after SIGTERM, want 75: %s", code, &first.stderr)
	}
	second := begun(t, "worker", "nats://"+address)
	if code := second.code(); code != 0 || !strings.Contains(second.stderr.String(), "going on from step") {
		t.Errorf("the next worker: exit code %d, %s", code, &second.stderr)
	}
	if code := queue.code(); code != 0 {
		t.Errorf("exit code %d: %s", code, &queue.stderr)
	}
	sameNumbers(t, readRows(t, dir), want)
}

// A run whose workers die again and again without progress is given up, with the reason.
func TestRunGivenUp(t *testing.T) {
	dir, address := t.TempDir(), freeAddress(t)
	queue := begun(t, "sweep", "--out", dir, "--listen", address, "--no-work", "--patience", "200ms", "--tries", "2",
		"--problems", "burgers", "--steps", "1000000", "--width", "64", "--arms", "auto") // its profile of 1000 steps is no progress yet
	for range 2 {
		w := begun(t, "worker", "nats://"+address)
		w.says(t, "burgers")
		w.kill()
	}
	begun(t, "worker", "nats://"+address)
	if code := queue.code(); code != 1 {
		t.Errorf("exit code %d, want 1: %s", code, &queue.stderr)
	}
	rows := readRows(t, dir)
	for _, r := range rows {
		if r.Status != "failed" || !strings.Contains(r.Why, "given up: delivered 2 times") {
			t.Errorf("%s: %s", r.Status, r.Why)
		}
	}
	if len(rows) != 1 {
		t.Errorf("%d rows", len(rows))
	}
}

// Workers that are asked to stop in a profile are no reason to give the run up.
func TestStopInAProfileIsNoTry(t *testing.T) {
	dir, address := t.TempDir(), freeAddress(t)
	queue := begun(t, "sweep", "--out", dir, "--listen", address, "--no-work", "--tries", "1", "--verdict",
		"--problems", "burgers", "--steps", "1000000", "--width", "64", "--arms", "auto,none")
	for range 3 {
		w := begun(t, "worker", "nats://"+address, "--jobs", "2")
		w.says(t, "burgers  auto")
		w.says(t, "burgers  none")
		if err := w.cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		if code := w.code(); code != 75 || strings.Contains(w.stderr.String(), "given up") {
			t.Fatalf("exit code %d: %s", code, &w.stderr)
		}
	}
	if n := countRows(dir); n != 0 {
		t.Errorf("%d rows: %s", n, &queue.stderr)
	}
}

// A sweep whose queue has lost a run puts it there again and says so.
func TestSweepRestoresALostRun(t *testing.T) {
	dir, address := t.TempDir(), freeAddress(t)
	queue := begun(t, append([]string{"sweep", "--out", dir, "--listen", address, "--no-work", "--problems", "heat", "--seeds", "2"}, tiny...)...)
	js := reached(t, address)
	for ctx := t.Context(); ; {
		runs, err := js.Stream(ctx, runStream)
		if err == nil && runs.CachedInfo().State.Msgs == 2 {
			if err := runs.DeleteMsg(ctx, runs.CachedInfo().State.FirstSeq); err != nil {
				t.Fatal(err)
			}
			break
		}
	}
	queue.says(t, "of the runs without a row were lost on the queue and are put there again") // the other too, if the workers' consumer has not counted it yet
	w := begun(t, "worker", "nats://"+address)
	if code := queue.code(); code != 0 || len(readRows(t, dir)) != 2 {
		t.Errorf("exit code %d, %d rows: %s", code, countRows(dir), &queue.stderr)
	}
	if code := w.code(); code != 0 {
		t.Errorf("the worker's exit code is %d: %s", code, &w.stderr)
	}
}
