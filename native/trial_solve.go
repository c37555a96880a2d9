//go:build native

package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"counterpoint/solver/diagnosis"
	"counterpoint/solver/experiment"
	"counterpoint/solver/train"
)

// trials carries a trial out, in a folder if there is one: trial.json is written before each arm's part of a round and behind it, and beside it stands
// a checkpoint of each arm until one is chosen.
type trials struct {
	*terminal
	folder
	*trial
	opt  train.Options
	runs map[*contender]*train.Run // opened by this process, of arms that are not out
}

// beginTrial tries the arms on spec and returns the run of the best, with the trial in a line; or takes up what the folder dir holds of it.
func beginTrial(t *terminal, spec experiment.Spec, opt train.Options, dir string) (*train.Run, string, error) {
	opt.Problem = nil // several runs are built
	r := &trials{terminal: t, folder: folder{dir: dir}, opt: opt, runs: map[*contender]*train.Run{}}
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
		return r.runs[r.trial.best()], r.inShort(), nil
	}
	r.closeBut()
	if !errors.Is(err, errStopped) {
		return nil, "", either(err)
	}
	if dir == "" {
		return nil, "", failed(fmt.Errorf("%w in the trial; give --out to be able to resume", err))
	}
	return nil, "", exit{75, fmt.Errorf("%w in the trial; the same line goes on", err)}
}

// carryOut goes through the rounds, and keeps the runs that are left open.
func (r *trials) carryOut(spec experiment.Spec) (err error) {
	if r.trial == nil {
		fmt.Fprintln(r.stderr, "trial: measuring a step of each arm")
		if r.trial, err = newTrial(r.ctx, spec, r.opt); errors.As(err, &unbuilt{}) {
			return wrong(err)
		} else if err != nil {
			return err
		}
	}
	for round := range diagnosis.TrialRounds {
		in := r.standing(round)
		if round > 0 && len(in) < 2 {
			break
		}
		for _, c := range in {
			if c.judged(round) || r.calm() {
				continue
			}
			if err := r.write(); err != nil {
				return err
			}
			if err := r.contend(c, round); err != nil {
				return err
			}
		}
		r.closeBut(r.standing(round + 1)...)
	}
	return nil
}

// closeBut closes the runs of all other contenders.
func (r *trials) closeBut(in ...*contender) {
	for c, run := range r.runs {
		if !slices.Contains(in, c) {
			run.Close()
			delete(r.runs, c)
		}
	}
}

// contend takes the contender to the end of a round.
func (r *trials) contend(c *contender, round int) error {
	if err := r.begin(c); err != nil {
		return err
	}
	run := r.runs[c]
	err := r.profile(c, run)
	if err == nil && !r.calm() {
		err = r.advance(c, run, c.Until[round], run.Step)
	}
	stopped, diverged := errors.Is(err, errStopped), (*experiment.Diverged)(nil)
	switch {
	case errors.As(err, &diverged):
		c.Why = diverged.Error()
		err = r.write()
	case err == nil && !r.calm():
		c.judge(run.Equations())
		if last := len(c.Marks) - 1; round == 0 && c == &r.Arms[0] && last >= 0 && !diagnosis.Informed(c.Marks[last].Loss, run.Equations()) {
			r.Untried = "there are no losses of conditions or data to go by"
		}
	}
	if c.Why == "" && (err == nil || stopped && !r.profiling(c)) {
		err = errors.Join(err, r.keep(c, run))
	}
	return err
}

// profiling reports whether the contender's verdict is still to come.
func (r *trials) profiling(c *contender) bool { return c == &r.Arms[0] && r.Verdict == nil }

// profile takes the plain arm through the steps that its verdict is made of, unless it has one.
func (r *trials) profile(c *contender, run *train.Run) error {
	if !r.profiling(c) {
		return nil
	}
	watch := train.Profiled(run)
	if err := r.advance(c, run, min(profileSteps(c.Spec), c.Until[0]), watch.Step); err != nil {
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
			fmt.Fprintf(r.stderr, "trial: %s, step %d of %d\n", c.Arm, n, until)
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

// begin opens the contender's run, if it is not open: from its checkpoint, if there is one.
func (r *trials) begin(c *contender) (err error) {
	if r.runs[c] != nil {
		return nil
	}
	var run *train.Run
	if r.dir != "" && r.kept(c.file()) {
		var data []byte
		if data, err = os.ReadFile(r.path(c.file())); err == nil {
			run, err = takeUp(data, c.Spec, r.opt, r.path(c.file()), r.stderr)
		}
	} else if run, err = build(r.stderr, c.Spec, r.opt); err != nil {
		err = wrong(err)
	}
	if err == nil {
		r.runs[c] = run
	}
	return err
}

// choose names the arm that goes on and makes its run the folder's.
func (r *trials) choose() error {
	c := r.trial.best()
	if c == nil {
		return fmt.Errorf("every arm diverged in the trial (%s: %s); lower --lr or add --warmup, into another folder", r.Arms[0].Arm, r.Arms[0].Why)
	}
	if err := r.begin(c); err != nil {
		return err
	}
	r.Chosen = c.Arm
	if r.dir == "" {
		return nil
	}
	if err := r.keepRun("checkpoint.safetensors", r.runs[c]); err != nil {
		return err
	}
	if err := r.write(); err != nil {
		return err
	}
	return r.discard()
}
