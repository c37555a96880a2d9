package interchange

import (
	"slices"

	"counterpoint/solver/experiment"
	"counterpoint/solver/train"
)

// HeaderOf returns the first line of a pinn-gram file of a run of ours.
func HeaderOf(run *train.Run, info experiment.Info) GramHeader {
	s := run.Spec()
	h := GramHeader{
		Losses: info.Losses, Equations: named(info.Losses, run.Equations()), NParams: info.Params, Batch: "fixed", Type: s.Precision, Optimizer: s.Optimizer, LR: s.LR,
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

// named lists the losses that are marked, nil without marks.
func named(losses []string, marked []bool) []string {
	if marked == nil {
		return nil
	}
	out := []string{}
	for i, is := range marked {
		if is {
			out = append(out, losses[i])
		}
	}
	return out
}

// marked is the reverse of named; the header was checked.
func (h *GramHeader) marked() []bool {
	if h.Equations == nil {
		return nil
	}
	out := make([]bool, len(h.Losses))
	for i, name := range h.Losses {
		out[i] = slices.Contains(h.Equations, name)
	}
	return out
}
