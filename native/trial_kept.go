//go:build native

package main

import (
	"errors"
	"fmt"
	"os"

	"counterpoint/solver/diagnosis"
	"counterpoint/solver/experiment"
	"counterpoint/solver/train"
)

// What a trial keeps in its folder: trial.json, and beside it a checkpoint of each arm until one is chosen, whose checkpoint is then the
// folder's. trial.json is written first: what it says of marks that the checkpoint has not come to is taken back when they are noted again.

// readTrial reads trial.json; nil if there is none.
func readTrial(f *folder) (*trial, error) {
	t, err := readKept[trial](f, "trial.json")
	if err == nil && t != nil && (!t.wellFormed() || t.Chosen != "" && (!t.over() || t.best() == nil)) {
		err = fmt.Errorf("%s: not a trial's", f.path("trial.json"))
	}
	if err != nil {
		return nil, wrong(fmt.Errorf("%w; it is damaged or of an earlier version: give another folder, or remove this one to begin anew", err))
	}
	return t, nil
}

// wellFormed reports whether the trial has the arms and rounds of this program.
func (t *trial) wellFormed() bool {
	rounds := len(diagnosis.TrialRounds)
	for i, c := range t.Arms {
		if i >= len(trialArms) || c.Arm != trialArms[i] || len(c.Until) != rounds || len(c.Misfit) > rounds {
			return false
		}
	}
	return len(t.Arms) == len(trialArms)
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
	if old == nil && r.kept("checkpoint.safetensors") {
		return wrong(fmt.Errorf("--out %s holds a run but no trial.json; give another folder", r.dir))
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

// keep writes the contender's checkpoint and what has been noted of it.
func (r *trials) keep(c *contender, run *train.Run) error {
	if r.dir == "" {
		return nil
	}
	if err := r.write(); err != nil {
		return err
	}
	return r.keepRun(c.file(), run)
}

// write writes trial.json.
func (r *trials) write() error {
	if r.dir == "" {
		return nil
	}
	return r.keepJSON("trial.json", r.trial)
}

// kept reports whether the folder has the file.
func (r *trials) kept(name string) bool {
	_, err := os.Stat(r.path(name))
	return err == nil
}

// file is the name of the contender's checkpoint.
func (c *contender) file() string { return "trial-" + c.Arm + ".safetensors" }

// discard removes the contenders' checkpoints.
func (r *trials) discard() error {
	for i := range r.Arms {
		if err := os.Remove(r.path(r.Arms[i].file())); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}
