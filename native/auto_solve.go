//go:build native

package main

import (
	"errors"
	"fmt"
	"os"

	"counterpoint/solver/experiment"
	"counterpoint/solver/train"
)

// autoFile is auto.json in the folder of a run of the arm auto: what was asked, what was found, what goes on. It is written before
// the run's spec.json, so that a run that was killed at any time is taken up as what it was.
type autoFile struct {
	Asked   experiment.Spec    `json:"asked"`
	Chosen  experiment.Spec    `json:"chosen"`
	Verdict experiment.Verdict `json:"verdict"`
}

// beginAuto profiles the plain run of spec and returns the run that the verdict asks for, with the verdict in a line; or takes up the
// one in the folder dir, whose profile is done.
func beginAuto(t *terminal, spec experiment.Spec, opt train.Options, dir string) (*train.Run, string, error) {
	f := folder{dir: dir}
	if dir != "" {
		old, err := readAuto(f)
		if err != nil {
			return nil, "", wrong(err)
		}
		if old == nil {
			if err := f.holds(spec); err != nil {
				return nil, "", err
			}
		} else {
			if !old.is(spec) {
				return nil, "", wrong(otherSpec("--out "+dir, old.Asked, spec))
			}
			spec = old.Asked
			if _, err := os.Stat(f.path("checkpoint.safetensors")); err == nil {
				run, err := begin(old.Chosen, opt, dir, t.stderr)
				return run, inShort(old.Verdict), err
			}
		}
	}
	run, err := build(t.stderr, spec, opt)
	if err != nil {
		return nil, "", wrong(err)
	}
	lines := newPace()
	c, err := prescribe(t.ctx, run, opt, func() {
		if n := run.StepCount(); lines.due(n) {
			fmt.Fprintf(t.stderr, "profile: step %d of %d\n", n, profileSteps(spec))
		}
	})
	if err == nil && dir != "" {
		err = f.startAuto(autoFile{spec, c.run.Spec(), c.verdict}, c.run)
	}
	if err != nil {
		c.run.Close()
		if errors.Is(err, errStopped) {
			err = fmt.Errorf("stopped in the profile, at step %d of %d; the same line begins anew", run.StepCount(), profileSteps(spec))
			if dir != "" {
				return nil, "", exit{75, err}
			}
		}
		return nil, "", failed(err)
	}
	fmt.Fprintln(t.stderr, inShort(c.verdict))
	return c.run, inShort(c.verdict), nil
}

// is reports whether the run was asked for with spec or has come to it.
func (a *autoFile) is(spec experiment.Spec) bool {
	id := identity(spec)
	return id == identity(a.Asked) || id == identity(a.Chosen)
}

// readAuto reads auto.json; nil if there is none.
func readAuto(f folder) (*autoFile, error) {
	a, err := readKept[autoFile](&f, "auto.json")
	if err != nil {
		err = fmt.Errorf("%w; remove the folder to begin anew", err)
	}
	return a, err
}

// startAuto writes auto.json and the first checkpoint of the chosen run.
func (f folder) startAuto(a autoFile, run *train.Run) error {
	if err := f.keepJSON("auto.json", a); err != nil {
		return err
	}
	return f.keepRun("checkpoint.safetensors", run)
}

// inShort is the verdict in a line.
func inShort(v experiment.Verdict) string {
	s := v.Regime + " -> " + v.Remedy.Arm
	switch {
	case v.Regime == experiment.RegimeUndecided:
		return s + " (the profile is too short for a verdict: the plain run goes on)"
	case v.Firm:
		return s
	}
	return s + firmText(v)
}
