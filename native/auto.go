//go:build native

package main

import (
	"context"
	"errors"
	"slices"

	"counterpoint/solver/diagnosis"
	"counterpoint/solver/experiment"
	"counterpoint/solver/train"
)

// The arm auto profiles the plain run, decides, and goes on with what the verdict says: from the profiled weights, or from the start
// with the steps that are left. Eight measured pairs show no difference between the two (docs/diagnosis.md), so that auto throws no step
// away: it continues.
const (
	autoArm      = "auto"
	autoContinue = "auto-continue"
	autoRestart  = "auto-restart"
)

var autoArms = []string{autoArm, autoContinue, autoRestart}

// profileSteps is the number of steps that auto looks at: half of a short run's.
func profileSteps(spec experiment.Spec) int { return min(1000, spec.Steps/2) }

func isAuto(arm string) bool { return slices.Contains(autoArms, arm) }

// chooses reports whether an arm picks the methods itself.
func chooses(arm string) bool { return isAuto(arm) || arm == trialArm }

// setArm applies an arm, those that choose included.
func setArm(spec *experiment.Spec, arm string) error {
	if !chooses(arm) {
		return experiment.ApplyArm(spec, arm)
	}
	err := experiment.ApplyArm(spec, "none")
	spec.Arm = arm
	return err
}

// plainAuto returns the error for settings of slots that auto is to choose.
func plainAuto(spec experiment.Spec) error {
	if chooses(spec.Arm) && !spec.Plain() {
		return errors.New("--arm " + spec.Arm + " chooses weights, adapters and every other method itself; leave --weights, --point-weights, --direction, --optimizer, --correction, --trunk and --adapters away")
	}
	return nil
}

// choice is what auto came to.
type choice struct {
	verdict experiment.Verdict
	run     *train.Run // what goes on, or failed
	steps   int        // and time spent before that run
	seconds float64
}

// prescribe profiles the plain run from its start and returns the run to go on with: run itself if nothing is to be done. A run that
// is replaced is closed. tick is called after every step.
func prescribe(ctx context.Context, run *train.Run, opt train.Options, tick func()) (choice, error) {
	spec := run.Spec()
	watch := train.Profiled(run)
	n := profileSteps(spec)
	for range n {
		if ctx.Err() != nil {
			return choice{run: run}, errStopped
		}
		if err := watch.Step(); err != nil {
			return choice{verdict: watch.Verdict(), run: run}, err
		}
		tick()
	}
	c := choice{verdict: watch.Verdict(), run: run}
	next, err := diagnosis.Remedied(c.verdict, spec)
	if err != nil {
		return c, err
	}
	next.Arm = spec.Arm
	if identity(next) == identity(spec) {
		return c, nil
	}
	if spec.Arm == autoRestart {
		next.Steps -= n
	}
	other, err := train.New(next, opt)
	if err != nil {
		return c, err
	}
	if spec.Arm == autoRestart {
		var s experiment.Snapshot
		run.Snapshot(&s)
		c.steps, c.seconds = n, s.Seconds
	} else if err := other.StartFrom(run); err != nil {
		other.Close()
		return c, err
	}
	run.Close()
	c.run = other
	return c, nil
}
