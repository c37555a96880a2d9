//go:build native && kills

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Two workers in processes of their own, one of them killed again and again, and then the sweep's own process with its queue: every run ends
// once, with the bits of an undisturbed sweep. `make kills` is the same with 60 runs of some ten seconds and a kill every 20.
func TestWorkersKilled(t *testing.T) {
	seeds, steps, between := "2", "8000", 700*time.Millisecond
	if os.Getenv("COUNTERPOINT_KILLS") == "long" {
		seeds, steps, between = "10", "120000", 20*time.Second
	}
	args := []string{"--problems", "heat,burgers", "--arms", "none,gradnorm,auto", "--seeds", seeds, "--steps", steps, "--width", "16", "--depth", "2", "--points", "64", "--verdict"}
	want, _, _ := swept(t, 0, t.TempDir(), args...)

	dir, address := t.TempDir(), freeAddress(t)
	line := append([]string{"sweep", "--out", dir, "--listen", address, "--no-work", "--patience", "1s", "--tries", "1000"}, args...)
	queue := begun(t, line...)
	steady, victim := begun(t, "worker", "nats://"+address, "--jobs", "1"), begun(t, "worker", "nats://"+address, "--jobs", "1")
	kills, restarts, resumed := 0, 0, 0
	for countRows(dir) < len(want)-1 {
		select {
		case <-queue.ended:
			t.Fatalf("the sweep ended with %d rows: %s", countRows(dir), &queue.stderr)
		case <-time.After(between):
		}
		victim.kill()
		kills++
		resumed += strings.Count(victim.stderr.String(), "going on from step")
		if restarts == 0 && countRows(dir) >= len(want)/3 {
			queue.kill()
			restarts++
			queue = begun(t, line...)
		}
		victim = begun(t, "worker", "nats://"+address, "--jobs", "1")
	}
	if code := queue.code(); code != 0 {
		t.Errorf("the sweep's exit code is %d: %s", code, &queue.stderr)
	}
	victim.kill() // it may have come when all was over, and wait
	if code := steady.code(); code != 0 {
		t.Errorf("the other worker's exit code is %d: %s", code, &steady.stderr)
	}
	resumed += strings.Count(steady.stderr.String(), "going on from step")
	if kills < 2 || restarts != 1 || resumed == 0 {
		t.Errorf("%d kills, %d restarts of the queue, %d runs taken up at a checkpoint: that disturbed nothing", kills, restarts, resumed)
	}
	t.Logf("%d kills of a worker, %d of the queue, %d runs taken up at a checkpoint", kills, restarts, resumed)
	sameNumbers(t, readRows(t, dir), want)
	if _, err := os.Stat(filepath.Join(dir, "queue")); err == nil {
		t.Error("the queue of a finished sweep was left behind")
	}
}
