//go:build native

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// collector is who collects the rows of a queue.
type collector struct {
	take func(sweepRow) error // keeps a row; it is off the queue afterwards
	idle func() error         // called when no row came for some seconds
}

// collect hands every finished row to c, until ctx is done. A row and its run are off the queue once the row has been taken.
func (q *queue) collect(ctx context.Context, c collector) error {
	rows, err := q.rows(ctx)
	if err != nil {
		return err
	}
	runs, err := q.js.Stream(ctx, runStream)
	if err != nil {
		return err
	}
	store, err := q.js.ObjectStore(ctx, checkpointBucket)
	if err != nil {
		return err
	}
	for ctx.Err() == nil {
		m, err := next(ctx, rows)
		switch {
		case err != nil:
		case m == nil:
			err = c.idle()
		default:
			err = keep(ctx, m, c.take, runs, store)
		}
		if err != nil && ctx.Err() == nil {
			return err
		}
	}
	return nil
}

// rows returns the consumer of finished rows. Nobody but the sweep takes rows: those that an earlier process of it was given and did not get to keep
// are delivered at once.
func (q *queue) rows(ctx context.Context) (jetstream.Consumer, error) {
	if err := q.js.DeleteConsumer(ctx, rowStream, bookName); err != nil && !errors.Is(err, jetstream.ErrConsumerNotFound) {
		return nil, err
	}
	return q.js.CreateOrUpdateConsumer(ctx, rowStream, jetstream.ConsumerConfig{Durable: bookName, AckPolicy: jetstream.AckExplicitPolicy, AckWait: time.Minute})
}

// keep has the row of a message taken, and then takes all that there is of its run off the queue.
func keep(ctx context.Context, m jetstream.Msg, take func(sweepRow) error, runs jetstream.Stream, store jetstream.ObjectStore) error {
	var row sweepRow
	if err := json.Unmarshal(m.Data(), &row); err != nil {
		return fmt.Errorf("a row on the queue: %w", err)
	}
	if err := take(row); err != nil {
		return err
	}
	if err := m.DoubleAck(ctx); err != nil {
		return err
	}
	if err := takeOff(ctx, runs, runSubject+row.ID); err != nil {
		return err
	}
	if err := store.Delete(ctx, row.ID); err != nil && !errors.Is(err, jetstream.ErrObjectNotFound) {
		return err
	}
	return nil
}

// restore puts those of the given runs, which lack a row, on the queue again that no worker would ever be given: runs whose message is gone, and all of
// them where the queue neither waits to deliver any nor for a worker that has one. It returns how many these were.
func (q *queue) restore(ctx context.Context, lacking []order) (n int, err error) {
	runs, err := q.js.Stream(ctx, runStream)
	if err != nil {
		return 0, err
	}
	info, err := runs.Info(ctx, jetstream.WithSubjectFilter(runSubject+"*"))
	if err != nil {
		return 0, err
	}
	workers, err := q.js.Consumer(ctx, runStream, workersName)
	if err != nil {
		return 0, err
	}
	state := workers.CachedInfo()
	alive := state.NumPending > 0 || state.NumAckPending > 0
	for _, o := range lacking {
		if alive && info.State.Subjects[runSubject+o.ID] > 0 {
			continue
		}
		if err := takeOff(ctx, runs, runSubject+o.ID); err != nil {
			return n, err
		}
		if err := q.put(ctx, o); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
