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

// tried returns the arm of the lowest misfit after the share of TrialShares with the given index, the first of arms among equals.
func (c Configuration) tried(share int, arms []string) string {
	best := arms[0]
	for _, a := range arms[1:] {
		if c.Misfit[share][a] < c.Misfit[share][best] {
			best = a
		}
	}
	return best
}

// fitTrial sets the rule's share, if every configuration knows its misfits, by least mean regret on the configurations given.
func (r *Rule) fitTrial(fit []Configuration, arms []string) {
	least := math.Inf(1)
	for i, share := range TrialShares {
		s := score("trial", fit, arms, func(c Configuration) string { return c.tried(i, arms) })
		if s.Regret < least {
			least, r.Share, r.share = s.Regret, share, i
		}
	}
}
