package diagnosis

import (
	"math"

	"counterpoint/solver/experiment"
)

// A trial gives every arm a share of a run's time, from the same weights and points, and keeps the arm of the lowest Misfit. It stands behind
// the verdict: it knows nothing of gradients, costs a part of a run for each arm, and needs no solution.

// TrialShares are the shares of a run's time that calibration chooses from.
var TrialShares = []float64{0.1, 0.15, 0.2, 0.25, 0.3}

// TrialShare is the one that it chose (docs/diagnosis.md).
const TrialShare = 0.3

// TrialMarks is the number of marks, twentieths of a run, whose losses a trial averages: one batch of points is a noisy judge.
const TrialMarks = 3

// Misfit returns how far a run is from what is known of the solution: the logarithm of the sum of the raw losses of conditions and data,
// averaged over marks. There the solution is given, so that these losses are its squared error; those of equations are not, and a
// choice by them is no better than always the same arm (docs/diagnosis.md). losses (marks, K) are raw, equation (K) marks those of equations; where
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

// Misfits are those of one seed: of each of Trials, after each of TrialShares, by arm.
type Misfits map[string][]map[string]float64

// arm returns the arm of the lowest misfit, the first of arms among equals.
func (m Misfits) arm(trial string, share int, arms []string) string {
	best, of := arms[0], m[trial][share]
	for _, a := range arms[1:] {
		if of[a] < of[best] {
			best = a
		}
	}
	return best
}

// tryOut fits the trial's share, an index of TrialShares, by least mean regret on the configurations fit.
func tryOut(trial string, fit []Configuration, arms []string) (share int) {
	least := math.Inf(1)
	for i := range TrialShares {
		if r := scoreTrials(trial, fit, arms, func(c Configuration) string { return c.tried(trial, i, arms) }).Regret; r < least {
			least, share = r, i
		}
	}
	return share
}

// scoreTrials scores a choice that goes by the misfits of one seed: every seed is a trial of its own, the errors are the medians over seeds.
func scoreTrials(name string, all []Configuration, arms []string, choose func(Configuration) string) Score {
	var each []Configuration // a configuration for each seed
	for _, c := range all {
		for i := range c.Misfit {
			one := c
			one.Misfit = c.Misfit[i : i+1]
			each = append(each, one)
		}
	}
	return score(name, each, arms, choose)
}

// tried is the arm that a trial of the configuration's first seed chooses.
func (c Configuration) tried(trial string, share int, arms []string) string {
	return c.Misfit[0].arm(trial, share, arms)
}

// VerdictThenTrial leaves the plain run alone where the verdict is none, by the threshold in use, and tries the arms elsewhere.
const VerdictThenTrial = "verdict, then trial"

func (c Configuration) judgedThenTried(share int, arms []string) string {
	if InUse().Regime(c) == experiment.RegimeNone {
		return "none"
	}
	return c.tried(ByConditions, share, arms)
}
