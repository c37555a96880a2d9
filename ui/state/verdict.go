package state

import (
	"fmt"

	"counterpoint/solver/experiment"
)

// Profile is what a profile under way says so far.
type Profile struct {
	Step    int                 // steps of experiment.ProfileSteps that were profiled
	Verdict *experiment.Verdict // nil before the first word
}

// Profiling reports whether the present run is within its profile.
func (s *State) Profiling() bool {
	return s.Verdict == nil && s.Spec.Plain() && s.keeper.resumed == 0 && s.Spec.Steps >= experiment.ProfileSteps && s.Now.Step < experiment.ProfileSteps
}

// PlainAgain starts the run anew in the plain arm: only that is profiled.
type PlainAgain struct{}

func (PlainAgain) action() {}

func (s *State) plainAgain() []Effect {
	if s.Info == nil || s.Hello == nil || experiment.ApplyArm(&s.Spec, "none") != nil {
		return nil
	}
	s.Spec.Steps = max(s.Spec.Steps, experiment.ProfileSteps)
	s.wantRun = true
	out := s.reset()
	s.Status = "Started anew, plain: its first steps are profiled."
	return out
}

// Because says in two sentences what a regime means.
func Because(v *experiment.Verdict) string {
	switch v.Regime {
	case experiment.RegimeNone:
		return "With unit weights every loss keeps at least a third of the progress that it would make with gradients at right angles. Other weights or directions can only take from one loss to give to another."
	case experiment.RegimeMagnitude:
		return "Some weights let every loss descend, but unit weights do not: the sum of the gradients follows the longest of them. The conflict is one of lengths, so weights are enough and no new parameters are needed."
	case experiment.RegimeDirectional:
		return "The gradients have pointed apart over hundreds of steps, not only in single ones. Whatever the weights, the step starves some loss; another parameter space or another metric may separate them."
	case experiment.RegimeSingle:
		return "Conflict takes two gradients. Here fewer than two losses have one."
	}
	return "The record is too short to tell the regimes apart. More steps may."
}

// Firmness says how firm a verdict is; "" of one that has no evidence.
func Firmness(v *experiment.Verdict) string {
	switch {
	case len(v.Evidence) == 0:
		return ""
	case v.Regime == experiment.RegimeUndecided:
		return "The statistics of so few rows decide nothing."
	case v.Firm:
		return "No deciding interval crosses its threshold: the finding is firm."
	}
	return "A deciding interval crosses its threshold: the finding is not firm."
}

// Looks says what a profile under way looks like.
func (p Profile) Looks() string {
	if p.Verdict.Regime == experiment.RegimeUndecided {
		return fmt.Sprintf("After %d steps there are too few rows to say what it looks like. The bars are 95 %% intervals; they settle as the window grows.", p.Step)
	}
	return fmt.Sprintf("After %d steps it looks like %s. The bars are 95 %% intervals; they settle as the window grows.", p.Step, Regime(p.Verdict))
}

// ApplyRemedy takes the verdict's remedy: its arm goes into the Spec and the run starts anew with it.
type ApplyRemedy struct{}

// judge takes the verdict on the present run.
func (s *State) judge(v *experiment.Verdict) {
	if v == nil {
		return
	}
	s.Verdict = v
	s.Status = "Diagnosis: " + Regime(v) + "."
}

// Remediable reports whether the verdict's remedy is something the page can apply: another arm than the plain one.
func (s *State) Remediable() bool {
	if s.Verdict == nil || s.Verdict.Remedy.Arm == "none" {
		return false
	}
	spec := s.Spec.Clone()
	return experiment.ApplyArm(&spec, s.Verdict.Remedy.Arm) == nil
}

// applyRemedy starts the run anew with the remedy's arm.
func (s *State) applyRemedy() []Effect {
	if !s.Remediable() {
		return nil
	}
	arm := s.Verdict.Remedy.Arm
	if err := experiment.ApplyArm(&s.Spec, arm); err != nil {
		return nil
	}
	s.wantRun = true
	applied := s.Verdict
	out := s.reset()
	s.Applied = applied
	s.Status = "Started anew with " + arm + "."
	return out
}

// Regime says in words what a verdict found.
func Regime(v *experiment.Verdict) string {
	var text string
	switch v.Regime {
	case experiment.RegimeNone:
		text = "no harmful conflict"
	case experiment.RegimeMagnitude:
		text = "magnitude imbalance"
	case experiment.RegimeDirectional:
		text = "persistent directional conflict"
	case experiment.RegimeSingle:
		text = "a single loss"
	default:
		text = "undecided"
	}
	if v.Or != "" {
		text += ", perhaps " + map[string]string{
			experiment.RegimeNone: "none", experiment.RegimeMagnitude: "magnitude", experiment.RegimeDirectional: "directional",
		}[v.Or]
	}
	return text
}
