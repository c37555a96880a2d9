//go:build native

package main

import (
	"context"
	"errors"
	"sync"

	"counterpoint/solver/experiment"
	"counterpoint/solver/train"
)

// carryOut does the runs that the book lacks, jobs at a time, until all are done or ctx is. The error is of writing rows: a run
// that fails is a row.
func (p plan) carryOut(ctx context.Context, jobs int, kernel string, book *rowBook, t *table) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	left := make(chan planned)
	var workers sync.WaitGroup
	for range min(jobs, len(p)) {
		workers.Go(func() {
			for run := range left {
				row, ok := run.do(ctx, kernel, t)
				if !ok {
					continue // stopped
				}
				if err := book.add(row); err != nil {
					cancel(err)
				}
				t.finished(row)
			}
		})
	}
	for _, run := range p {
		if book.has(run.id) {
			continue
		}
		select {
		case left <- run:
		case <-ctx.Done():
		}
	}
	close(left)
	workers.Wait()
	if err := context.Cause(ctx); err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// do takes one run to its end, on one goroutine; false if ctx ended before.
func (r planned) do(ctx context.Context, kernel string, t *table) (sweepRow, bool) {
	row := sweepRow{ID: r.id, Problem: r.spec.Problem, Arm: r.spec.Arm, Seed: r.spec.Seed, Spec: r.spec, Commit: commit()}
	opt := train.Options{Workers: 1, Kernel: kernel} // each run parses its own problem: building one writes into its graph
	run, err := train.New(r.spec, opt)
	if err != nil {
		row.Status, row.Why = "failed", err.Error()
		return row, true
	}
	defer func() { run.Close() }()
	var chosen choice
	if isAuto(r.spec.Arm) {
		chosen, err = prescribe(ctx, run, opt, t.step)
		if errors.Is(err, errStopped) {
			return row, false
		}
		row.Verdict, row.Remedy, run = chosen.verdict.Regime, chosen.verdict.Remedy.Arm, chosen.run
	}
	if err == nil {
		err = row.Course.note(run)
	}
	for err == nil && !run.Done() {
		if ctx.Err() != nil {
			return row, false
		}
		if err = run.Step(); err == nil {
			err = row.Course.note(run)
		}
		t.step()
	}
	row.fill(run, err)
	row.Steps, row.Seconds = row.Steps+chosen.steps, row.Seconds+chosen.seconds
	return row, true
}

// fill describes the run, which ended with err.
func (row *sweepRow) fill(run *train.Run, err error) {
	diverged := (*experiment.Diverged)(nil)
	var r result
	switch {
	case errors.As(err, &diverged):
		r = newResult(run, "diverged", diverged)
	case err != nil:
		r = newResult(run, "failed", nil)
	default:
		if r, err = judge(run, "done"); err != nil {
			r.Status = "failed"
			if errors.As(err, &diverged) {
				r.Status = "diverged"
			}
		}
	}
	if err != nil {
		row.Why = err.Error()
	}
	row.Status, row.Steps, row.Seconds = r.Status, r.Steps, r.Seconds
	row.Losses, row.Unknown, row.Kernel, row.Errors = r.Losses, r.Unknown, run.KernelName(), r.Error
	if row.Status != "done" {
		row.Errors = nil
		return
	}
	row.Error = known(largest(knownValues(r.Error)))
}
