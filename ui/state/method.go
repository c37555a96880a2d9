package state

import "counterpoint/solver/experiment"

// UseArm puts a named preset of slots into the Spec and loads the run anew; training that was under way goes on with the new run.
type UseArm struct{ Arm string }

func (UseArm) action() {}

func (s *State) useArm(arm string) []Effect {
	if s.Info == nil {
		return nil
	}
	spec := s.Spec.Clone()
	if err := experiment.ApplyArm(&spec, arm); err != nil {
		s.Status = err.Error()
		return nil
	}
	s.Spec = spec
	s.Notes = nil
	s.wantRun = s.wantRun || s.Phase == Training
	s.Status = "The arm is now " + arm + ": a new run."
	return s.load()
}

// ArmShown returns the Spec's arm if its slots are that arm's, "" if they were changed since.
func (s *State) ArmShown() string {
	spec := s.Spec.Clone()
	if experiment.ApplyArm(&spec, s.Spec.Arm) != nil || spec.Fragment(s.Base) != s.Spec.Fragment(s.Base) {
		return ""
	}
	return s.Spec.Arm
}
