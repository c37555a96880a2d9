package main

import (
	"counterpoint/solver/experiment"
	"counterpoint/solver/train"
)

// settled is how many steps lie between two words on how a profile settles.
const settled = 100

// plainRun is a run of the plain arm from its first step: its gradients are watched for experiment.ProfileSteps steps, which costs a few vector
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
	if p.StepCount() >= min(experiment.ProfileSteps, p.Run.Spec().Steps) {
		return p.Run.Step()
	}
	return p.watch.Step()
}

// Verdict returns what the profile says once it is complete, at that step only.
func (p *plainRun) Verdict() *experiment.Verdict {
	if p.StepCount() != experiment.ProfileSteps {
		return nil
	}
	v := p.watch.Verdict()
	return &v
}

// Settling returns what a profile under way says so far, every settled steps.
func (p *plainRun) Settling() *experiment.Verdict {
	n := p.StepCount()
	if n == 0 || n >= experiment.ProfileSteps || n%settled != 0 {
		return nil
	}
	v := p.watch.Settling()
	return &v
}

// Statistics adds what only a profile knows.
func (p *plainRun) Statistics(out []float64) []float64 {
	out = p.Run.Statistics(out)
	if n := p.StepCount(); n > 0 && n <= experiment.ProfileSteps {
		out[experiment.PhiSlow] = p.watch.Slow()
	}
	return out
}

// diagnosed says the verdict of a run whose profile is complete, and before that how it settles.
func (s *Session) diagnosed() {
	p, ok := s.run.(interface {
		Verdict() *experiment.Verdict
		Settling() *experiment.Verdict
	})
	if !ok {
		return
	}
	if v := p.Settling(); v != nil {
		s.Say(experiment.Reply{Gen: s.gen, Is: experiment.SaysProfile, Verdict: v, Step: s.run.StepCount()})
	}
	if v := p.Verdict(); v != nil {
		s.Say(experiment.Reply{Gen: s.gen, Is: experiment.SaysVerdict, Verdict: v, Step: s.run.StepCount()})
	}
}
