//go:build native

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Two workers in processes of their own, one of them killed again and again, and twice the sweep's own process with its queue: every run ends once, with
// the bits of an undisturbed sweep. `make kills` is the same with 60 runs of some ten seconds and a kill every 20.
func TestWorkersKilled(t *testing.T) {
	seeds, steps, patience, long := "2", "6000", "300ms", os.Getenv("COUNTERPOINT_KILLS") == "long"
	if long {
		seeds, steps, patience = "10", "120000", "1s"
	}
	args := []string{"--problems", "heat,burgers", "--arms", "none,gradnorm,auto", "--seeds", seeds, "--steps", steps, "--width", "16", "--depth", "2", "--points", "64", "--verdict"}
	want, _, _ := swept(t, 0, t.TempDir(), args...)

	dir, address := t.TempDir(), freeAddress(t)
	line := append([]string{"sweep", "--out", dir, "--listen", address, "--no-work", "--patience", patience, "--tries", "1000"}, args...)
	queue := begun(t, line...)
	hired := func() *process { return begun(t, "worker", "nats://"+address, "--jobs", "1") }
	steady, victim := hired(), hired()
	look, err := new(worker).enter(t.Context(), reached(t, address))
	if err != nil {
		t.Fatal(err)
	}
	kills, restarts, resumed, lost := 0, 0, 0, 0
	heard := func(p *process) {
		resumed += strings.Count(p.stderr.String(), "going on from step")
		lost += strings.Count(p.stderr.String(), "put there again")
	}
	rows := func() int {
		select {
		case <-queue.ended:
			if countRows(dir) < len(want) {
				t.Fatalf("the sweep ended with %d rows: %s", countRows(dir), &queue.stderr)
			}
		default:
		}
		return countRows(dir)
	}
	due := func() bool { return restarts < 2 && rows() >= (restarts+1)*len(want)/3 }
	for rows() < len(want)-1 {
		if long {
			time.Sleep(20 * time.Second)
		}
		for !long && rows() < len(want)-1 && !due() && !ripe(t, look, victim, want, kills%2 == 1) {
			time.Sleep(5 * time.Millisecond)
		}
		victim.kill()
		heard(victim)
		kills++
		if due() {
			queue.kill()
			heard(queue)
			restarts++
			queue = begun(t, line...)
		}
		victim = hired()
	}
	if code := queue.code(); code != 0 {
		t.Errorf("the sweep's exit code is %d: %s", code, &queue.stderr)
	}
	victim.kill() // it may have come when all was over, and wait
	if code := steady.code(); code != 0 {
		t.Errorf("the other worker's exit code is %d: %s", code, &steady.stderr)
	}
	for _, p := range []*process{queue, steady, victim} {
		heard(p)
	}
	if kills < 2 || restarts != 2 || resumed == 0 {
		t.Errorf("%d kills, %d restarts of the queue, %d runs taken up at a checkpoint: that disturbed nothing", kills, restarts, resumed)
	}
	if lost != 0 {
		t.Errorf("the queue lost runs %d times", lost)
	}
	t.Logf("%d kills of a worker, %d of the queue, %d runs taken up at a checkpoint", kills, restarts, resumed)
	sameNumbers(t, readRows(t, dir), want)
	if _, err := os.Stat(filepath.Join(dir, "queue")); err == nil {
		t.Error("the queue of a finished sweep was left behind")
	}
}

// ripe reports whether the worker has begun a run and, if kept, whether the queue has a checkpoint of its own work on it.
func ripe(t *testing.T, look *work, p *process, runs map[string]sweepRow, kept bool) bool {
	t.Helper()
	said := strings.Split(strings.TrimSpace(p.stderr.String()), "\n")
	for id, r := range runs {
		rest, ok := strings.CutPrefix(said[len(said)-1], fmt.Sprintf("%s  %s  seed %d", r.Problem, r.Arm, r.Seed))
		from := 0
		if _, err := fmt.Sscanf(rest, ", going on from step %d", &from); ok && (rest == "" || err == nil) {
			soon, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond) // the worker may be replacing what is read
			defer cancel()
			return !kept || look.load(soon, id).Step > from
		}
	}
	return false
}
