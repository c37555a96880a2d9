//go:build native

package main

import (
	"context"
	"errors"
	"sync"

	"counterpoint/solver/experiment"
	"counterpoint/solver/problem"
	"counterpoint/solver/train"
)

// carryOut does the runs that the book lacks, jobs at a time, until all are done or ctx is. The error is of writing rows: a run
// that fails is a row.
func (p plan) carryOut(ctx context.Context, jobs int, kernel string, profile bool, book *rowBook, t *table) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	left := make(chan planned)
	var workers sync.WaitGroup
	for range min(jobs, len(p)) {
		workers.Go(func() {
			for run := range left {
				row, ok := run.do(ctx, kernel, profile, t)
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
func (r planned) do(ctx context.Context, kernel string, profile bool, t *table) (sweepRow, bool) {
	row := sweepRow{ID: r.id, Problem: r.spec.Problem, Arm: r.spec.Arm, Seed: r.spec.Seed, Spec: r.spec, Commit: commit(), Machine: machine(), Command: r.command()}
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
	step := run.Step
	var watch *train.Profiler
	if profile && !isAuto(r.spec.Arm) && r.spec.Plain() {
		watch = train.Profiled(run)
		step = watch.Step
	}
	for err == nil && !run.Done() {
		if watch != nil && run.StepCount() == profileSteps(r.spec) {
			row.Verdict, step, watch = watch.Verdict().Regime, run.Step, nil
		}
		if ctx.Err() != nil {
			return row, false
		}
		if err = step(); err == nil {
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
	row.Error, row.Centered = known(largest(knownValues(r.Error))), known(largest(knownValues(r.Centre)))
}

// command is the line that repeats the run: the settings that differ from the problem's own.
func (r planned) command() string {
	line := "solve " + r.spec.Problem
	if r.spec.Text != "" {
		return line + ".pde"
	}
	p, err := problem.Load(r.spec.Problem)
	if err != nil {
		return line
	}
	own := p.Spec()
	if err := setArm(&own, r.spec.Arm); err == nil && r.spec.Arm != "none" {
		line += " --arm " + r.spec.Arm
	}
	for i := range experiment.Settings {
		if s := &experiment.Settings[i]; s.Text(&own) != s.Text(&r.spec) {
			line += " --" + s.Name + " " + s.Text(&r.spec)
		}
	}
	return line
}
