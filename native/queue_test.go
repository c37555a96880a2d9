//go:build native

package main

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// ordered are n runs to be done.
func ordered(t *testing.T, n int) []order {
	t.Helper()
	s := &sweep{Problems: []string{"heat"}, Arms: []string{"none"}, Seeds: n}
	s.settings.flags()
	plan, err := s.plan()
	if err != nil {
		t.Fatal(err)
	}
	var out []order
	for _, run := range plan {
		out = append(out, order{ID: run.id, Spec: run.spec, Tries: 5})
	}
	return out
}

// filled is the queue in dir with the runs, open to workers elsewhere that are not heard of for patience.
func filled(t *testing.T, dir string, orders []order, patience time.Duration) (*queue, jetstream.Consumer) {
	t.Helper()
	q := opened(t, dir)
	if err := q.fill(t.Context(), orders); err != nil {
		t.Fatal(err)
	}
	if err := q.consumer(t.Context(), patience, false); err != nil {
		t.Fatal(err)
	}
	runs, err := q.js.Consumer(t.Context(), runStream, workersName)
	if err != nil {
		t.Fatal(err)
	}
	return q, runs
}

// given is the run that a worker is given next.
func given(t *testing.T, runs jetstream.Consumer) (o order) {
	t.Helper()
	m, err := next(t.Context(), runs)
	if err != nil || m == nil {
		t.Fatalf("no run came: %v", err)
	}
	if err := json.Unmarshal(m.Data(), &o); err != nil {
		t.Fatal(err)
	}
	return o
}

// finish puts the row of a run on the queue and waits until it has been collected.
func finish(t *testing.T, q *queue, o order) {
	t.Helper()
	row, err := json.Marshal(sweepRow{ID: o.ID, Status: "done"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := q.js.Publish(t.Context(), rowSubject+o.ID, row); err != nil {
		t.Fatal(err)
	}
	working, stop := context.WithCancel(t.Context())
	defer stop()
	gone := make(chan error)
	go func() {
		gone <- q.collect(working, collector{func(sweepRow) error { return nil }, func() error { return nil }})
	}()
	stream, err := q.js.Stream(t.Context(), runStream)
	if err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, err = stream.GetLastMsgForSubject(t.Context(), runSubject+o.ID)
	}
	if !errors.Is(err, jetstream.ErrMsgNotFound) {
		t.Fatal(err)
	}
	stop()
	if err := <-gone; err != nil {
		t.Fatal(err)
	}
}

// A run that a worker holds while later ones end is given to another when both the worker and the queue's process die.
func TestRunUnderWayOutlivesTheQueue(t *testing.T) {
	dir, orders := t.TempDir(), ordered(t, 4)
	q, runs := filled(t, dir, orders, 200*time.Millisecond)
	held := given(t, runs)
	for range 2 {
		finish(t, q, given(t, runs))
	}
	q.close()

	q, runs = filled(t, dir, []order{held, orders[3]}, 200*time.Millisecond)
	defer q.close()
	came := map[string]bool{}
	for range 2 {
		o := given(t, runs)
		finish(t, q, o)
		came[o.ID] = true
	}
	if !came[held.ID] || !came[orders[3].ID] {
		t.Errorf("%v came, want %s and %s", came, held.ID, orders[3].ID)
	}
}

// sequences are the numbers of the runs' messages on the queue, by id.
func sequences(t *testing.T, q *queue, orders []order) map[string]uint64 {
	t.Helper()
	stream, err := q.js.Stream(t.Context(), runStream)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]uint64{}
	for _, o := range orders {
		m, err := stream.GetLastMsgForSubject(t.Context(), runSubject+o.ID)
		if err == nil {
			out[o.ID] = m.Sequence
		} else if !errors.Is(err, jetstream.ErrMsgNotFound) {
			t.Fatal(err)
		}
	}
	return out
}

// restored has the queue look for lost runs and tells which were put there again.
func restored(t *testing.T, q *queue, orders []order) map[string]bool {
	t.Helper()
	before, again := sequences(t, q, orders), map[string]bool{}
	n, err := q.restore(t.Context(), orders)
	if err != nil {
		t.Fatal(err)
	}
	after := sequences(t, q, orders)
	for _, o := range orders {
		if after[o.ID] == 0 {
			t.Errorf("%s is not on the queue", o.ID)
		}
		if after[o.ID] != before[o.ID] {
			again[o.ID] = true
		}
	}
	if len(again) != n {
		t.Errorf("%d runs were put on the queue again, and %d said", len(again), n)
	}
	return again
}

// A run whose message is gone is put on the queue again, whoever holds others; one that waits or is under way stays as it is.
func TestQueueRestoresARunThatIsGone(t *testing.T) {
	orders := ordered(t, 3)
	q, runs := filled(t, t.TempDir(), orders, time.Minute)
	defer q.close()
	given(t, runs)
	if again := restored(t, q, orders); len(again) != 0 {
		t.Errorf("%v are under way or wait for a worker, and were put on the queue again", again)
	}
	stream, err := q.js.Stream(t.Context(), runStream)
	if err != nil {
		t.Fatal(err)
	}
	for i, o := range orders { // under way, waiting
		if i == 2 {
			break
		}
		if err := stream.DeleteMsg(t.Context(), sequences(t, q, orders)[o.ID]); err != nil {
			t.Fatal(err)
		}
	}
	if again := restored(t, q, orders); len(again) != 2 || again[orders[2].ID] {
		t.Errorf("%v were put on the queue again, want the first two", again)
	}
	came := map[string]bool{}
	for range orders {
		o := given(t, runs)
		finish(t, q, o)
		came[o.ID] = true
	}
	if len(came) != len(orders) {
		t.Errorf("%d runs came to a worker, want %d", len(came), len(orders))
	}
}

// Runs that are on the queue and that it would give to nobody are put there again once no other is under way.
func TestQueueRestoresRunsThatNobodyIsGiven(t *testing.T) {
	orders := ordered(t, 2)
	q, runs := filled(t, t.TempDir(), orders, 100*time.Millisecond)
	defer q.close()
	config := runs.CachedInfo().Config
	config.MaxDeliver = 1 // a delivered run that is not heard of is given up, and its message stays
	runs, err := q.js.UpdateConsumer(t.Context(), runStream, config)
	if err != nil {
		t.Fatal(err)
	}
	given(t, runs)
	if again := restored(t, q, orders); len(again) != 0 {
		t.Errorf("%v were put on the queue again with a run that waits", again)
	}
	given(t, runs)
	for info := runs.CachedInfo(); info.NumPending+uint64(info.NumAckPending) > 0; {
		if info, err = runs.Info(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if again := restored(t, q, orders); len(again) != 2 {
		t.Errorf("%v were put on the queue again, want both", again)
	}
	if a, b := given(t, runs), given(t, runs); a.ID == b.ID {
		t.Errorf("%s came twice", a.ID)
	}
}
