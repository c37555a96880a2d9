//go:build native

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"counterpoint/solver/experiment"
	"counterpoint/solver/interchange"
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
		return nil, "", failed(err)
	}
	if dir == "" {
		return nil, "", failed(fmt.Errorf("%w in the trial; give --out to be able to resume", err))
	}
	return nil, "", exit{75, fmt.Errorf("%w in the trial; the same line goes on", err)}
}

// readTrial reads trial.json; nil if there is none.
func readTrial(f *folder) (*trial, error) {
	data, err := os.ReadFile(f.path("trial.json"))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	var t trial
	if err == nil {
		err = json.Unmarshal(data, &t)
	}
	if err == nil && (len(t.Arms) != len(trialArms) || t.Chosen != "" && t.best() == nil) {
		err = errors.New("not a trial's")
	}
	if err != nil {
		return nil, wrong(fmt.Errorf("%s: %w; remove the folder to begin anew", f.path("trial.json"), err))
	}
	return &t, nil
}

// is reports whether the trial was asked for with spec or has come to it.
func (t *trial) is(spec experiment.Spec) bool {
	id := identity(spec)
	return id == identity(t.Asked) || t.Chosen != "" && id == identity(t.best().Spec)
}

// resume takes up what the folder holds of the trial, if it is of the Spec asked for.
func (r *trials) resume(spec experiment.Spec) error {
	if r.dir == "" {
		return nil
	}
	old, err := readTrial(&r.folder)
	if err != nil {
		return err
	}
	if old == nil {
		return r.holds(spec)
	}
	if !old.is(spec) {
		return wrong(otherSpec("--out "+r.dir, old.Asked, spec))
	}
	r.trial = old
	return nil
}

// carryOut tries the arms that have not been tried, and keeps the best run open.
func (r *trials) carryOut(spec experiment.Spec) (err error) {
	if r.trial == nil {
		fmt.Fprintln(r.stderr, "trial: measuring a step of each arm")
		if r.trial, err = newTrial(r.ctx, spec, r.opt); err != nil {
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
	return build(r.stderr, c.Spec, r.opt)
}

// choose names the arm that goes on and makes its run the folder's.
func (r *trials) choose() (err error) {
	c := r.trial.best()
	if c == nil {
		return fmt.Errorf("every arm diverged in the trial (%s: %s); lower --lr, or add --warmup", r.Arms[0].Arm, r.Arms[0].Why)
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
	err = interchange.WriteFile(r.path("checkpoint.safetensors"), func(w io.Writer) error { return interchange.WriteCheckpoint(w, r.best) })
	if err == nil {
		err = r.write()
	}
	for i := range r.Arms {
		if fault := os.Remove(r.path(r.Arms[i].file())); err == nil && fault != nil && !errors.Is(fault, os.ErrNotExist) {
			err = fault
		}
	}
	return err
}

// keep writes the contender's checkpoint and what has been noted of it.
func (r *trials) keep(c *contender, run *train.Run) error {
	if r.dir == "" {
		return nil
	}
	return errors.Join(r.write(), interchange.WriteFile(r.path(c.file()), func(w io.Writer) error { return interchange.WriteCheckpoint(w, run) }))
}

// write writes trial.json.
func (r *trials) write() error {
	if r.dir == "" {
		return nil
	}
	return interchange.WriteFile(r.path("trial.json"), func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetIndent("", "\t")
		return e.Encode(r.trial)
	})
}

// kept reports whether the folder has the file.
func (r *trials) kept(name string) bool {
	_, err := os.Stat(r.path(name))
	return err == nil
}

// file is the name of the contender's checkpoint.
func (c *contender) file() string { return "trial-" + c.Arm + ".safetensors" }
