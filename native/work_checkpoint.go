//go:build native

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"counterpoint/solver/experiment"
	"counterpoint/solver/interchange"
	"counterpoint/solver/train"
)

// progressed is what the object store keeps of a run under way: a line of JSON, then the checkpoint.
type progressed struct {
	Step       int      `json:"step"`
	Deliveries int      `json:"deliveries"` // of the run's message when it was saved or its worker was asked to stop
	Steps      int      `json:"steps"`      // taken by a profile before the run that goes on
	Seconds    float64  `json:"seconds"`    // of training so far
	Row        sweepRow `json:"row"`        // as far as it is known

	checkpoint []byte
}

// load returns what is kept of a run; what cannot be read counts as nothing. It tries again where another worker was replacing it just then, or the queue
// was away for a moment.
func (w *work) load(ctx context.Context, id string) (p progressed) {
	data, err := w.store.GetBytes(ctx, id)
	for tries := 1; err != nil && !errors.Is(err, jetstream.ErrObjectNotFound) && ctx.Err() == nil && tries < 3; tries++ {
		data, err = w.store.GetBytes(ctx, id)
	}
	if err != nil {
		return progressed{}
	}
	head, rest, ok := bytes.Cut(data, []byte{'\n'})
	if !ok || json.Unmarshal(head, &p) != nil {
		return progressed{}
	}
	p.checkpoint = rest
	return p
}

// save keeps the run as it stands.
func (w *work) save(ctx context.Context, id string, run *train.Run, p progressed) error {
	var now experiment.Snapshot
	run.Snapshot(&now)
	p.Step, p.Seconds = now.Step, p.Seconds+now.Seconds
	var b bytes.Buffer
	if err := interchange.WriteCheckpoint(&b, run); err != nil {
		return err
	}
	p.checkpoint = b.Bytes()
	return w.put(ctx, id, p)
}

// put keeps p, also after a wish to stop.
func (w *work) put(ctx context.Context, id string, p progressed) error {
	head, err := json.Marshal(p)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	_, err = w.store.PutBytes(ctx, id, slices.Concat(head, []byte{'\n'}, p.checkpoint))
	return err
}

// takenUp returns the run that the checkpoint holds; nil if there is none that gives the same bits on this machine.
func (p *progressed) takenUp(opt train.Options) *train.Run {
	if len(p.checkpoint) == 0 {
		return nil
	}
	c, err := interchange.ReadCheckpoint(p.checkpoint)
	if err != nil {
		return nil
	}
	run, err := c.Resume(opt)
	if err != nil {
		return nil
	}
	if run.KernelName() != c.Kernel {
		run.Close()
		return nil
	}
	return run
}
