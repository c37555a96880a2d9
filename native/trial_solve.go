//go:build native

package main

import (
	"errors"
	"fmt"
	"os"
	"time"

	"counterpoint/solver/diagnosis"
	"counterpoint/solver/experiment"
	"counterpoint/solver/train"
)

// trials carries a trial out, in a folder if there is one: trial.json is written before each arm and at its end, and beside it stands a
// checkpoint of each arm until one is chosen.
type trials struct {
	*terminal
	folder
	*trial
	opt  train.Options
	best *train.Run // of the arms tried by this process; the caller's once one is chosen
}

// beginTrial tries the arms on spec and returns the run of the best, with the trial in a line; or takes up what the folder dir holds of it.
func beginTrial(t *terminal, spec experiment.Spec, opt train.Options, dir string) (*train.Run, string, error) {
	opt.Problem = nil // several runs are built
	r := &trials{terminal: t, folder: folder{dir: dir}, opt: opt}
	if err := r.resume(spec); err != nil {
		return nil, "", err
	}
	if r.trial != nil && r.Chosen != "" && r.kept("checkpoint.safetensors") {
		if err := r.discard(); err != nil {
			return nil, "", failed(err)
		}
		run, err := begin(r.trial.best().Spec, opt, dir, t.stderr)
		return run, r.inShort(), err
	}
	err := r.carryOut(spec)
	if err == nil {
		err = r.choose()
	}
	if err == nil {
		fmt.Fprintln(t.stderr, r.inShort())
		return r.best, r.inShort(), nil
	}
	if r.best != nil {
		r.best.Close()
	}
	if !errors.Is(err, errStopped) {
		return nil, "", either(err)
	}
	if dir == "" {
		return nil, "", failed(fmt.Errorf("%w in the trial; give --out to be able to resume", err))
	}
	return nil, "", exit{75, fmt.Errorf("%w in the trial; the same line goes on", err)}
}

// carryOut tries the arms that have not been tried, and keeps the best run open.
func (r *trials) carryOut(spec experiment.Spec) (err error) {
	if r.trial == nil {
		fmt.Fprintln(r.stderr, "trial: measuring a step of each arm")
		if r.trial, err = newTrial(r.ctx, spec, r.opt); errors.As(err, &unbuilt{}) {
			return wrong(err)
		} else if err != nil {
			return err
		}
	}
	for i := range r.Arms {
		c := &r.Arms[i]
		if c.done() || r.calm() {
			continue
		}
		if err := r.write(); err != nil {
			return err
		}
		run, err := r.contend(c)
		if err != nil {
			return err
		}
		if r.trial.best() != c {
			run.Close()
			continue
		}
		if r.best != nil {
			r.best.Close()
		}
		r.best = run
	}
	return nil
}

// contend takes the contender to the end of its trial. The run is the caller's unless there is an error.
func (r *trials) contend(c *contender) (*train.Run, error) {
	run, err := r.begin(c)
	if err != nil {
		return nil, err
	}
	if err = r.profile(c, run); err == nil && !r.calm() {
		err = r.advance(c, run, c.Until, run.Step)
	}
	stopped, diverged := errors.Is(err, errStopped), (*experiment.Diverged)(nil)
	switch {
	case errors.As(err, &diverged):
		c.Why, err = diverged.Error(), nil
	case err == nil && !r.calm():
		c.judge(run.Equations())
		if last := len(c.Marks) - 1; c == &r.Arms[0] && last >= 0 && !diagnosis.Informed(c.Marks[last].Loss, run.Equations()) {
			r.Untried = "there are no losses of conditions or data to go by"
		}
	}
	if c.Why == "" && (err == nil || stopped && !r.profiling(c)) {
		err = errors.Join(err, r.keep(c, run))
	}
	if err != nil {
		run.Close()
		return nil, err
	}
	return run, nil
}

// profiling reports whether the contender's verdict is still to come.
func (r *trials) profiling(c *contender) bool { return c == &r.Arms[0] && r.Verdict == nil }

// profile takes the plain arm through the steps that its verdict is made of, unless it has one.
func (r *trials) profile(c *contender, run *train.Run) error {
	if !r.profiling(c) {
		return nil
	}
	watch := train.Profiled(run)
	if err := r.advance(c, run, min(profileSteps(c.Spec), c.Until), watch.Step); err != nil {
		return err
	}
	v := watch.Verdict()
	r.Verdict = &v
	if diagnosis.Calm(v.Regime) {
		r.Untried = "the regime is " + v.Regime
	}
	fmt.Fprintf(r.stderr, "profile: %s\n", v.Regime)
	return nil
}

// advance steps the contender's run up to a step. It writes checkpoints, but not within a profile, which cannot be taken up in its middle.
func (r *trials) advance(c *contender, run *train.Run, until int, step func() error) error {
	lines, saved := newPace(), time.Now()
	for run.StepCount() < until {
		if r.ctx.Err() != nil {
			return errStopped
		}
		if err := step(); err != nil {
			return err
		}
		c.note(run)
		if n := run.StepCount(); lines.due(n) {
			fmt.Fprintf(r.stderr, "trial: %s, step %d of %d\n", c.Arm, n, c.Until)
		}
		if !r.profiling(c) && time.Since(saved) > saveAfter {
			if err := r.keep(c, run); err != nil {
				return err
			}
			saved = time.Now()
		}
	}
	return nil
}

// begin builds the contender's run or takes up its checkpoint.
func (r *trials) begin(c *contender) (*train.Run, error) {
	if r.dir != "" && r.kept(c.file()) {
		data, err := os.ReadFile(r.path(c.file()))
		if err != nil {
			return nil, err
		}
		return takeUp(data, c.Spec, r.opt, r.path(c.file()), r.stderr)
	}
	run, err := build(r.stderr, c.Spec, r.opt)
	if err != nil {
		return nil, wrong(err)
	}
	return run, nil
}

// choose names the arm that goes on and makes its run the folder's.
func (r *trials) choose() (err error) {
	c := r.trial.best()
	if c == nil {
		return fmt.Errorf("every arm diverged in the trial (%s: %s); lower --lr or add --warmup, into another folder", r.Arms[0].Arm, r.Arms[0].Why)
	}
	if r.best == nil { // tried by an earlier process
		if r.best, err = r.begin(c); err != nil {
			return err
		}
	}
	r.Chosen = c.Arm
	if r.dir == "" {
		return nil
	}
	if err := r.keepRun("checkpoint.safetensors", r.best); err != nil {
		return err
	}
	if err := r.write(); err != nil {
		return err
	}
	return r.discard()
}
