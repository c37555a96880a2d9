//go:build native

package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
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

// A wish to stop that comes while the queue is filled is a stop like any other.
func TestSweepStoppedAtOnce(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	s := &sweep{Problems: []string{"heat"}, Arms: []string{"none"}, Seeds: 2, Tries: 1, Patience: defaultPatience, Out: t.TempDir()}
	s.settings.flags()
	err := s.Run(&terminal{ctx, io.Discard, io.Discard})
	if e := (exit{}); !errors.As(err, &e) || e.code != 75 || !strings.Contains(err.Error(), "0 of 2") {
		t.Errorf("%v, want exit code 75", err)
	}
}

// The line in commands.txt is the sweep that was asked for.
func TestSweepKeepsItsCommand(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "here")
	args := append([]string{"--problems", "heat,poisson-50d", "--arms", "none", "--seeds", "1"}, "--least-dims", "1", "--most-dims", "3", "--kernel", "portable", "--verdict")
	args = append(args, tiny...)
	swept(t, 0, dir, args...)
	line := strings.TrimSuffix(string(read(t, dir, "commands.txt")), "\n")
	t.Chdir(filepath.Dir(dir))
	code, _, stderr := try(strings.Fields(line)[1:]...)
	if code != 0 || stderr != "" {
		t.Errorf("%s: exit code %d, and runs that the sweep had not: %s", line, code, stderr)
	}
	for _, flag := range []string{"--least-dims 1", "--most-dims 3", "--kernel portable", "--verdict"} {
		if !strings.Contains(line+" ", " "+flag+" ") {
			t.Errorf("%q lacks %s", line, flag)
		}
	}
}

// A run on the queue is done as the last sweep wants it: another kernel set or --verdict replaces it, the same order leaves it in its place.
func TestQueueTakesTheNewOrder(t *testing.T) {
	q := opened(t, t.TempDir())
	defer q.close()
	ctx := t.Context()
	s := &sweep{Problems: []string{"heat"}, Arms: []string{"none"}, Seeds: 1}
	s.settings.flags()
	plan, err := s.plan()
	if err != nil {
		t.Fatal(err)
	}
	store, err := q.js.ObjectStore(ctx, checkpointBucket)
	if err != nil {
		t.Fatal(err)
	}
	id := plan[0].id
	if _, err := store.PutBytes(ctx, id, []byte("kept")); err != nil {
		t.Fatal(err)
	}
	last := uint64(0)
	for i, tt := range []struct {
		order
		anew, kept bool
	}{
		{order{id, plan[0].spec, "", false, 5}, true, true},
		{order{id, plan[0].spec, "", false, 5}, false, true},
		{order{id, plan[0].spec, "portable", false, 5}, true, true},
		{order{id, plan[0].spec, "portable", true, 5}, true, false},
	} {
		if err := q.fill(ctx, []order{tt.order}); err != nil {
			t.Fatal(err)
		}
		stream, err := q.js.Stream(ctx, runStream)
		if err != nil {
			t.Fatal(err)
		}
		m, err := stream.GetLastMsgForSubject(ctx, runSubject+id)
		if err != nil {
			t.Fatal(err)
		}
		want, err := json.Marshal(tt.order)
		if err != nil {
			t.Fatal(err)
		}
		if string(m.Data) != string(want) || (m.Sequence != last) != tt.anew || stream.CachedInfo().State.Msgs != 1 {
			t.Errorf("%d: message %d after %d: %s", i, m.Sequence, last, m.Data)
		}
		if _, err := store.GetBytes(ctx, id); (err == nil) != tt.kept {
			t.Errorf("%d: what was kept of the run: %v", i, err)
		}
		last = m.Sequence
	}
}
