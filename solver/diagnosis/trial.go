package diagnosis

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
)

// A trial gives every arm a share of a run's time, from the same weights and points, and keeps the arm of the lowest Misfit: in rounds, which
// is successive halving (Jamieson and Talwalkar, AISTATS 2016). It stands behind the verdict: it knows nothing of gradients, costs a part of a run
// for each arm, and needs no solution.

// Rounds are the shares of a run's time at which a trial judges, ascending: after each but the last the arm of the highest misfit is out, after
// the last all but that of the lowest.
type Rounds []float64

// TrialRounds are those in use: the longest that calibration chooses from, among which its fit is flat (docs/diagnosis.md).
var TrialRounds = Rounds{0.3, 0.6}

// TrialShares are the shares of a run's time that it reads misfits at.
var TrialShares = []float64{0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6}

// candidates are the rounds that it chose from: one, or two of which the second comes at 40 % or later.
func candidates() (out []Rounds) {
	for _, first := range TrialShares[:5] {
		out = append(out, Rounds{first})
		for _, second := range TrialShares[5:] {
			out = append(out, Rounds{first, second})
		}
	}
	return out
}

// Cost is the time of the whole, the chosen arm's run to its end included, in runs.
func (r Rounds) Cost(arms int) float64 {
	cost, last := 0.0, 0.0
	for i, share := range r {
		cost += float64(arms-i) * (share - last)
		last = share
	}
	return cost + 1 - last
}

// String is the shares in per cent: "30 and 60 %".
func (r Rounds) String() string {
	text := make([]string, len(r))
	for i, share := range r {
		text[i] = strconv.FormatFloat(100*share, 'g', 3, 64)
	}
	return strings.Join(text, " and ") + " %"
}

// TrialMarks is the number of marks, twentieths of a run, whose losses a trial averages: one batch of points is a noisy judge.
const TrialMarks = 3

// Misfit returns how far a run is from what is known of the solution: the logarithm of the sum of the raw losses of conditions and data,
// averaged over marks. There the solution is given, so that these losses are its squared error; those of equations are not, and a
// choice by them is no better than always the same arm (docs/diagnosis.md). losses (marks, K) are raw, equation (K) marks those of equations. The sum
// counts as no less than rounding, 1e-12 of all losses: where there is nothing else, as behind hard constraints, runs compare by that. It is +Inf without a
// mark and where a loss is not finite.
func Misfit(losses [][]float64, equation []bool) float64 {
	mean := 0.0
	for _, mark := range losses {
		conditions, all := sums(mark, equation)
		if conditions < rounding*all {
			conditions = rounding * all
		}
		mean += math.Log(conditions) / float64(len(losses))
	}
	if len(losses) == 0 || math.IsNaN(mean) {
		return math.Inf(1)
	}
	return mean
}

// rounding is what is left of conditions that hold by construction, as a share of all losses.
const rounding = 1e-12

// Informed reports whether a mark (K raw losses) has losses of conditions or data that say anything: without them a trial has nothing to go by.
// NaN says something.
func Informed(mark []float64, equation []bool) bool {
	conditions, all := sums(mark, equation)
	return !(conditions <= rounding*all) && conditions != 0
}

// sums adds up a mark's losses of conditions and data, and all of them.
func sums(mark []float64, equation []bool) (conditions, all float64) {
	for k, v := range mark {
		all += v
		if !equation[k] {
			conditions += v
		}
	}
	return conditions, all
}

// Trials are what a trial may go by; only the first is of use, the others show why.
var Trials = []string{ByConditions, byAll, byEquations}

// ByConditions is the trial that goes by the losses of conditions and data.
const (
	ByConditions = "trial"
	byAll        = "trial by all losses"
	byEquations  = "trial by equations"
)

// Silent returns which of the losses (K) have no vote in a trial: what Misfit is to take for equations.
func Silent(trial string, equation []bool) []bool {
	out := make([]bool, len(equation))
	for k, e := range equation {
		switch trial {
		case ByConditions:
			out[k] = e
		case byEquations:
			out[k] = !e
		}
	}
	return out
}

// Misfits are those of one seed: of each of Trials, after each of TrialShares, by arm.
type Misfits map[string][]map[string]float64

// arm returns the arm that is left after the rounds, the first of arms among equals.
func (m Misfits) arm(trial string, rounds Rounds, arms []string) string {
	left := slices.Clone(arms)
	for i, share := range rounds {
		of := m[trial][slices.Index(TrialShares, share)]
		by := func(a, b string) int { return cmp.Compare(of[a], of[b]) }
		if i == len(rounds)-1 {
			return slices.MinFunc(left, by)
		}
		if len(left) > 1 {
			worst := slices.SortedStableFunc(slices.Values(left), by)[len(left)-1]
			left = slices.DeleteFunc(left, func(a string) bool { return a == worst })
		}
	}
	return left[0]
}

// Seed is what the runs of one seed say of a configuration: the verdict of the plain run ("" if it was not asked for), and the misfits (nil if the
// sweep does not say which losses are equations).
type Seed struct {
	Verdict string
	Misfit  Misfits
}

// every reports whether all configurations have seeds, of which all are so.
func every(all []Configuration, so func(Seed) bool) bool {
	return !slices.ContainsFunc(all, func(c Configuration) bool {
		return len(c.Seeds) == 0 || slices.ContainsFunc(c.Seeds, func(s Seed) bool { return !so(s) })
	})
}

// fitRounds returns the candidate with the least mean regret on the configurations given.
func fitRounds(trial string, fit []Configuration, arms []string) (best Rounds) {
	least := math.Inf(1)
	for _, rounds := range candidates() {
		if r := scoreSeeds(trial, fit, arms, func(s Seed) string { return s.Misfit.arm(trial, rounds, arms) }).Regret; r < least {
			least, best = r, rounds
		}
	}
	return best
}

// scoreSeeds scores a choice that is made anew for each seed; the errors are the medians over seeds.
func scoreSeeds(name string, all []Configuration, arms []string, choose func(Seed) string) Score {
	var each []Configuration // a configuration for each seed
	for _, c := range all {
		for i := range c.Seeds {
			one := c
			one.Seeds = c.Seeds[i : i+1]
			each = append(each, one)
		}
	}
	return score(name, each, arms, func(c Configuration) string { return choose(c.Seeds[0]) })
}

// mostOf chooses the arm that most seeds do, the one that comes first among equals.
func mostOf(choose func(Seed) string) func(Configuration) string {
	return func(c Configuration) (most string) {
		votes := map[string]int{}
		for _, s := range c.Seeds {
			votes[choose(s)]++
		}
		for _, s := range c.Seeds {
			if arm := choose(s); votes[arm] > votes[most] {
				most = arm
			}
		}
		return most
	}
}
