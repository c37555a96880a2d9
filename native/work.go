//go:build native

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// work takes runs off a queue and puts rows on it: one goroutine of a worker, in the sweep's process or elsewhere.
type work struct {
	js    jetstream.JetStream
	runs  jetstream.Consumer
	store jetstream.ObjectStore
	beat  time.Duration // between two heartbeats
	every time.Duration // between two checkpoints
	tick  func()        // called after every step
	say   func(format string, args ...any)
}

// newWork looks up the queue's parts.
func newWork(ctx context.Context, js jetstream.JetStream) (*work, error) {
	w := &work{js: js, every: saveAfter, tick: func() {}, say: func(string, ...any) {}}
	var err error
	if w.runs, err = js.Consumer(ctx, runStream, workersName); err != nil {
		return nil, err
	}
	if w.store, err = js.ObjectStore(ctx, checkpointBucket); err != nil {
		return nil, err
	}
	w.beat = w.runs.CachedInfo().Config.AckWait / 4
	w.every = min(w.every, 2*w.beat)
	return w, nil
}

// loop does runs until ctx is done. A run that was under way then is put back with a checkpoint.
func (w *work) loop(ctx context.Context) error {
	defer func() { _ = w.js.Conn().FlushTimeout(5 * time.Second) }() // the last words, if the queue is there
	for ctx.Err() == nil {
		m, err := next(ctx, w.runs)
		switch {
		case err == nil && m == nil:
		case err == nil:
			if err := w.one(ctx, m); err != nil && ctx.Err() == nil {
				return err
			}
		case ctx.Err() != nil:
		case errors.Is(err, nats.ErrConnectionClosed):
			return err
		default: // the queue is away: the connection comes back, or its owner gives up
			select {
			case <-ctx.Done():
			case <-time.After(200 * time.Millisecond):
			}
		}
	}
	return nil
}

// next returns the next message, nil if there was none for a while.
func next(ctx context.Context, c jetstream.Consumer) (jetstream.Msg, error) {
	wait, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	m, err := c.Next(jetstream.FetchContext(wait))
	if errors.Is(err, nats.ErrTimeout) || errors.Is(err, jetstream.ErrNoMessages) || errors.Is(err, context.DeadlineExceeded) {
		return nil, nil
	}
	return m, err
}

// one does the run of a message.
func (w *work) one(ctx context.Context, m jetstream.Msg) error {
	var o order
	if err := json.Unmarshal(m.Data(), &o); err != nil {
		return errors.Join(fmt.Errorf("a run on the queue cannot be read: %w", err), m.Term())
	}
	meta, err := m.Metadata()
	if err != nil {
		return err
	}
	stop := w.heartbeats(m)
	defer stop()
	kept := w.load(ctx, o.ID)
	r := planned{o.ID, o.Spec}
	if n := int(meta.NumDelivered) - kept.Deliveries; n > o.Tries {
		row := r.row()
		row.Status, row.Why = "failed", fmt.Sprintf("given up: delivered %d times without progress, each time its worker ended or was not heard of", n-1)
		w.say("%s  %s  seed %d  %s", o.Spec.Problem, o.Spec.Arm, o.Spec.Seed, row.Why)
		return w.deliver(ctx, row)
	}
	kept.Deliveries = int(meta.NumDelivered)
	at := ""
	if kept.Step > 0 {
		at = fmt.Sprintf(", going on from step %d", kept.Step)
	}
	w.say("%s  %s  seed %d%s", o.Spec.Problem, o.Spec.Arm, o.Spec.Seed, at)
	row, done := r.do(ctx, o, kept, w)
	if !done {
		return m.Nak()
	}
	return w.deliver(ctx, row)
}

// deliver puts the row on the queue as soon as that can be reached. The run stays there: who has written the row into the book takes it off,
// so that a row that is lost on the way is a run that is done again.
func (w *work) deliver(ctx context.Context, row sweepRow) error {
	data, err := json.Marshal(row)
	if err != nil {
		return err
	}
	for said := false; ; {
		try, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second) // a finished run is delivered, if it can be, after a wish to stop too
		_, err := w.js.Publish(try, rowSubject+row.ID, data)
		cancel()
		if err == nil || isTaken(err) {
			break
		}
		if refused := (*jetstream.APIError)(nil); errors.As(err, &refused) && !said {
			w.say("%s  %s  seed %d  the queue refuses the row, which is offered until it does not: %v", row.Problem, row.Arm, row.Seed, refused)
			said = true
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
	w.say("%s  %s  seed %d  %s", row.Problem, row.Arm, row.Seed, row.Status)
	return nil
}

// heartbeats says that the run is being worked on until stop is called.
func (w *work) heartbeats(m jetstream.Msg) (stop func()) {
	end := make(chan struct{})
	go func() {
		for t := time.NewTicker(w.beat); ; {
			select {
			case <-t.C:
				_ = m.InProgress() // a lost one is made up for by the next
			case <-end:
				t.Stop()
				return
			}
		}
	}()
	return func() { close(end) }
}
