package main

import (
	"counterpoint/solver/experiment"
	"counterpoint/solver/train"
)

// profileSteps is the length of the profile that a verdict is made from.
const profileSteps = 1000

// plainRun is a run of the plain arm from its first step: its gradients are watched for profileSteps steps, which costs a few vector
// operations a step.
type plainRun struct {
	*train.Run
	watch *train.Profiler
}

// watched returns r with a profile under way if it is of the plain arm, r itself if not: a verdict on a run that is reweighted already
// would be one on its weights.
func watched(r *train.Run) run {
	if !r.Spec().Plain() {
		return r
	}
	return &plainRun{r, train.Profiled(r)}
}

// Step takes a step and, within the profile, records it.
func (p *plainRun) Step() error {
	if p.StepCount() >= min(profileSteps, p.Run.Spec().Steps) {
		return p.Run.Step()
	}
	return p.watch.Step()
}

// Verdict returns what the profile says once it is complete, at that step only.
func (p *plainRun) Verdict() *experiment.Verdict {
	if p.StepCount() != profileSteps {
		return nil
	}
	v := p.watch.Verdict()
	return &v
}

// diagnosed says the verdict of a run whose profile is complete.
func (s *Session) diagnosed() {
	p, ok := s.run.(interface{ Verdict() *experiment.Verdict })
	if !ok {
		return
	}
	if v := p.Verdict(); v != nil {
		s.Say(experiment.Reply{Gen: s.gen, Is: experiment.SaysVerdict, Verdict: v, Step: s.run.StepCount()})
	}
}
