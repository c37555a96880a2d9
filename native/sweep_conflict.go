//go:build native

package main

import (
	"counterpoint/solver/diagnosis"
	"counterpoint/solver/experiment"
	"counterpoint/solver/train"
)

// conflict says how often gradients fought at the start and at the end of a run: over its first and its last thousand optimizer steps, or the
// halves of a shorter run.
type conflict struct {
	First fought `json:"first"`
	Last  fought `json:"last"`
}

// fought counts every tenth step, and those of them where two losses' gradients were in conflict.
type fought struct {
	Steps    int `json:"steps"`
	Conflict int `json:"conflict"`
}

// note counts the step that the run has just taken.
func (c *conflict) note(run *train.Run) {
	n := run.StepCount()
	if n%10 != 0 {
		return
	}
	steps := run.Spec().Steps
	part, to := min(experiment.ProfileSteps, steps/2), &c.First
	switch {
	case n > steps:
		return
	case n > steps-part:
		to = &c.Last
	case n > part:
		return
	}
	var s experiment.Snapshot
	run.Snapshot(&s)
	to.Steps++
	if diagnosis.Conflicting(&s) {
		to.Conflict++
	}
}

// rate is the share of the steps in conflict, nil if none was counted.
func (f fought) rate() *float64 {
	if f.Steps == 0 {
		return nil
	}
	r := float64(f.Conflict) / float64(f.Steps)
	return &r
}
