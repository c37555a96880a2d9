//go:build native

package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"counterpoint/solver/experiment"
	"counterpoint/solver/problem"
	"counterpoint/solver/train"
)

// carryOut does the runs that the book lacks, with jobs goroutines of this process and whatever workers come in from elsewhere, until
// all are done or ctx is. The error is of the queue or of writing rows: a run that fails is a row.
func (p plan) carryOut(ctx context.Context, s *sweep, book *rowBook, t *table) (err error) {
	var orders []order
	for _, run := range p {
		if !book.has(run.id) {
			orders = append(orders, order{run.id, run.spec, s.Kernel, s.Verdict, s.Tries})
		}
	}
	if len(orders) == 0 {
		return nil
	}
	q, err := openQueue(s.Out, s.listening)
	if err != nil {
		return err
	}
	defer func() {
		q.close()
		if err == nil && t.done() == len(p) {
			err = discardQueue(s.Out)
		}
	}()
	err = q.fill(ctx, orders)
	if err == nil {
		err = q.consumer(ctx, s.Patience, s.Listen == "")
	}
	if err == nil {
		err = q.attend(ctx, min(s.Jobs, len(orders)), p, orders, book, t)
	}
	if errors.Is(err, context.Canceled) && ctx.Err() != nil {
		return nil // stopped before the work began: the runs not on the queue yet are put there the next time
	}
	return err
}

// attend works on the queue and collects its rows until the table has all of the plan. A row of a run outside the plan, which an earlier
// process left behind or a worker elsewhere finished late, goes into the book too and counts for nothing. orders are the runs that the book lacks.
func (q *queue) attend(ctx context.Context, jobs int, p plan, orders []order, book *rowBook, t *table) error {
	working, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	w, err := newWork(ctx, q.js)
	if err != nil {
		return err
	}
	w.tick = t.step
	var workers sync.WaitGroup
	for range jobs {
		workers.Go(func() {
			if err := w.loop(working); err != nil {
				stop(err)
			}
		})
	}
	take := func(row sweepRow) error {
		if book.has(row.ID) {
			return nil
		}
		if err := book.add(row); err != nil {
			return err
		}
		if !p.has(row.ID) {
			return nil
		}
		if t.finished(row); t.done() == len(p) {
			stop(errAllDone)
		}
		return nil
	}
	idle := func() error {
		orders = slices.DeleteFunc(orders, func(o order) bool { return book.has(o.ID) })
		n, err := q.restore(working, orders)
		if n > 0 {
			t.note(fmt.Sprintf("%d of the runs without a row were lost on the queue and are put there again", n))
		}
		return err
	}
	err = q.collect(working, collector{take, idle})
	if err != nil {
		stop(err)
	}
	workers.Wait()
	switch cause := context.Cause(working); {
	case errors.Is(cause, errAllDone):
		return q.over()
	case ctx.Err() != nil:
		return nil
	default:
		return cause
	}
}

// errAllDone ends the work on a queue whose rows have all come in.
var errAllDone = errors.New("all runs have ended")

// row is what is known of the run before it starts.
func (r planned) row() sweepRow {
	return sweepRow{ID: r.id, Problem: r.spec.Problem, Arm: r.spec.Arm, Seed: r.spec.Seed, Spec: r.spec, Commit: commit(), Machine: machine(), Command: r.command()}
}

// do takes one run to its end, on one goroutine, from where it was kept; false if ctx ended before. w keeps it meanwhile.
func (r planned) do(ctx context.Context, o order, kept progressed, w *work) (sweepRow, bool) {
	opt := train.Options{Workers: 1, Kernel: o.Kernel} // each run parses its own problem: building one writes into its graph
	run, row, found := kept.takenUp(opt), r.row(), kept
	asked := func() { // a stop in a profile, which begins anew, is no failure of its worker: the delivery is not held against the run
		if fault := w.put(ctx, r.id, found); fault != nil {
			w.say("checkpoint of %s: %v", r.id, fault)
		}
	}
	step, err := func() error { return run.Step() }, error(nil)
	var watch *train.Profiler
	if run != nil {
		row = kept.Row
	} else {
		deliveries := kept.Deliveries
		kept = progressed{Deliveries: deliveries}
		if run, err = train.New(r.spec, opt); err != nil {
			row.Status, row.Why = "failed", err.Error()
			return row, true
		}
		if isAuto(r.spec.Arm) {
			chosen, fault := prescribe(ctx, run, opt, w.tick)
			run = chosen.run
			if err = fault; errors.Is(err, errStopped) {
				asked()
				run.Close()
				return row, false
			}
			row.judged(chosen.verdict)
			kept.Steps, kept.Seconds = chosen.steps, chosen.seconds
		} else if o.Profile && r.spec.Plain() {
			watch = train.Profiled(run)
			step = watch.Step
		}
		if err == nil {
			err = row.Course.note(run, kept.Seconds)
		}
	}
	defer func() { run.Close() }()
	saved := time.Now()
	for err == nil && !run.Done() {
		if watch != nil && run.StepCount() == profileSteps(r.spec) {
			row.judged(watch.Verdict())
			step, watch = run.Step, nil
		}
		stopped := ctx.Err() != nil
		if kept.Row = row; watch == nil && (stopped || time.Since(saved) >= w.every) {
			if fault := w.save(ctx, r.id, run, kept); fault != nil {
				w.say("checkpoint of %s: %v", r.id, fault)
			}
			saved = time.Now()
		} else if stopped {
			asked()
		}
		if stopped {
			return row, false
		}
		if err = step(); err == nil {
			row.Conflict.note(run)
			err = row.Course.note(run, kept.Seconds)
		}
		w.tick()
	}
	row.fill(run, err)
	row.Steps, row.Seconds = row.Steps+kept.Steps, row.Seconds+kept.Seconds
	return row, true
}

// judged takes a verdict down.
func (row *sweepRow) judged(v experiment.Verdict) {
	row.Verdict, row.Firm, row.Remedy, row.Evidence = v.Regime, v.Firm, v.Remedy.Arm, map[string]*float64{}
	for _, e := range v.Evidence {
		row.Evidence[e.Name] = known(e.Value)
	}
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
	row.Equation = run.Equations()
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
