//go:build native

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// opened opens the queue in a sweep's folder.
func opened(t *testing.T, dir string) *queue {
	t.Helper()
	q, err := openQueue(dir, listening{})
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// A finished run outside the plan that is still on the queue is kept in the book, and does not stand for a run of the plan.
func TestSweepRowOutsideThePlan(t *testing.T) {
	dir := t.TempDir()
	q := opened(t, dir)
	stale, err := json.Marshal(sweepRow{ID: "stale", Problem: "burgers", Arm: "none", Status: "done"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := q.js.Publish(t.Context(), rowSubject+"stale", stale); err != nil {
		t.Fatal(err)
	}
	q.close()
	rows, _, stderr := swept(t, 0, dir, append([]string{"--problems", "heat", "--seeds", "3", "--jobs", "1"}, tiny...)...)
	if len(rows) != 4 || rows["stale"].Problem != "burgers" {
		t.Errorf("%d rows, want 3 and the stale one", len(rows))
	}
	if strings.Count(stderr, "\n") != 3 || !strings.Contains(stderr, "3/3  ") {
		t.Errorf("progress %q", stderr)
	}
	if _, err := os.Stat(filepath.Join(dir, "queue")); err == nil {
		t.Error("the queue of a finished sweep was left behind")
	}
}
