package interchange

import (
	"counterpoint/solver/experiment"
	"counterpoint/solver/train"
)

// HeaderOf returns the first line of a pinn-gram file of a run of ours.
func HeaderOf(run *train.Run, info experiment.Info) GramHeader {
	s := run.Spec()
	h := GramHeader{
		Losses: info.Losses, NParams: info.Params, Batch: "fixed", Type: s.Precision, Optimizer: s.Optimizer, LR: s.LR,
		Framework: "counterpoint", Problem: s.Problem, Seed: s.Seed, Fields: info.Fields,
	}
	if s.Resample > 0 || s.Estimator != "exact" {
		h.Batch = "resampled"
	}
	if s.Finish != "" {
		h.Optimizer += "+" + s.Finish
	}
	for _, u := range run.Problem().Unknowns {
		h.Unknowns = append(h.Unknowns, u.Name)
	}
	return h
}
