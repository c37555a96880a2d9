package diagnosis

import "math"

// A trial gives every arm a share of a run's time, from the same weights and points, and keeps the arm of the lowest Misfit. It is the
// regime's rival: it knows nothing of gradients, costs a part of a run for each arm, and needs no solution.

// TrialShares are the shares of a run's time that calibration chooses from.
var TrialShares = []float64{0.1, 0.15, 0.2, 0.25, 0.3}

// TrialShare is the one that it chose (docs/diagnosis.md).
const TrialShare = 0.3

// TrialMarks is the number of marks, twentieths of a run, whose losses a trial averages: one batch of points is a noisy judge.
const TrialMarks = 3

// Misfit returns how far a run is from what is known of the solution: the logarithm of the sum of the raw losses of conditions and data,
// averaged over marks. There the solution is given, so that these losses are its squared error; those of equations are not, and a
// choice by them is no better than chance (docs/diagnosis.md). losses (marks, K) are raw, equation (K) marks those of equations; where
// there is nothing else, or the rest is 0, as behind hard constraints, all are summed. It is +Inf without a mark and where a loss is
// not finite.
func Misfit(losses [][]float64, equation []bool) float64 {
	mean := 0.0
	for _, mark := range losses {
		all, conditions := 0.0, 0.0
		for k, v := range mark {
			all += v
			if !equation[k] {
				conditions += v
			}
		}
		if conditions == 0 {
			conditions = all
		}
		mean += math.Log(conditions) / float64(len(losses))
	}
	if len(losses) == 0 || math.IsNaN(mean) {
		return math.Inf(1)
	}
	return mean
}

// Trials are what a trial may go by; only the first is of use, the others show why.
var Trials = []string{ByConditions, "trial by all losses", "trial by equations"}

// ByConditions is the trial that goes by the losses of conditions and data.
const ByConditions = "trial"

// Silent returns which of the losses (K) have no vote in a trial: what Misfit is to take for equations.
func Silent(trial string, equation []bool) []bool {
	out := make([]bool, len(equation))
	for k, e := range equation {
		switch trial {
		case ByConditions:
			out[k] = e
		case Trials[2]:
			out[k] = !e
		}
	}
	return out
}

// tried returns the arm of the lowest misfit after the share of TrialShares with the given index, the first of arms among equals.
func (c Configuration) tried(trial string, share int, arms []string) string {
	best, m := arms[0], c.Misfit[trial][share]
	for _, a := range arms[1:] {
		if m[a] < m[best] {
			best = a
		}
	}
	return best
}

// fitShare returns the index of the share of TrialShares with the least mean regret on the configurations given.
func fitShare(trial string, fit []Configuration, arms []string) (best int) {
	least := math.Inf(1)
	for i := range TrialShares {
		s := score(trial, fit, arms, func(c Configuration) string { return c.tried(trial, i, arms) })
		if s.Regret < least {
			least, best = s.Regret, i
		}
	}
	return best
}
