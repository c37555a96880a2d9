package state

import (
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
	out := s.reset()
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
