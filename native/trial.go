//go:build native

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"counterpoint/solver/diagnosis"
	"counterpoint/solver/experiment"
	"counterpoint/solver/train"
)

// The arm trial profiles the plain run, and goes on with it in the regime none. Else it gives the plain run and two remedies the same shares of
// the run's time, from the same weights and points, round by round without the one that fits worst what is known of the solution
// (diagnosis.Misfit), and goes on with the one that is left.
// How many steps a time holds is measured, so that two trials may differ; what is chosen is a Spec like any other, and the same bits wherever it is trained.
const trialArm = "trial"

var trialArms = []string{"none", "weights", "adapters+weights"}

// trial is trial.json in the folder of such a run: what was asked, how far each arm has come, what goes on.
type trial struct {
	Asked   experiment.Spec     `json:"asked"`
	Arms    []contender         `json:"arms"`              // the plain one first
	Verdict *experiment.Verdict `json:"verdict,omitempty"` // of the plain arm's first steps; nil before them
	Untried string              `json:"untried,omitempty"` // why no arm but the plain one is tried
	Chosen  string              `json:"chosen,omitempty"`  // arm; empty until all have been tried
}

// contender is one arm of a trial.
type contender struct {
	Arm    string          `json:"arm"`
	Spec   experiment.Spec `json:"spec"`          // with as many steps as the plain run's time holds, at most the plain run's
	Cost   float64         `json:"ms_per_step"`   // measured before the trial
	Until  []int           `json:"trial_steps"`   // where each round ends
	Marks  []mark          `json:"marks"`         // raw losses at twentieths of the run
	Misfit []float64       `json:"misfit"`        // at the end of each round that it came through
	Why    string          `json:"why,omitempty"` // it diverged or cannot be built
}

// mark is the raw losses (K) at a step.
type mark struct {
	Step int       `json:"step"`
	Loss []float64 `json:"loss"`
}

// newTrial measures what a step of each arm costs and plans the trial.
func newTrial(ctx context.Context, asked experiment.Spec, opt train.Options) (*trial, error) {
	t := &trial{Asked: asked}
	for _, arm := range trialArms {
		c := contender{Arm: arm, Spec: asked.Clone()}
		if err := experiment.ApplyArm(&c.Spec, arm); err != nil {
			return nil, err
		}
		c.Spec.Arm = trialArm
		var err error
		if c.Cost, err = stepCost(ctx, c.Spec, opt); errors.As(err, &unbuilt{}) && arm != "none" {
			c.Cost, c.Why = t.Arms[0].Cost, err.Error()
		} else if err != nil {
			return nil, err
		}
		t.Arms = append(t.Arms, c)
	}
	for i := range t.Arms {
		c := &t.Arms[i]
		c.Spec.Steps = affordable(asked.Steps, t.Arms[0].Cost, c.Cost)
		for _, share := range diagnosis.TrialRounds {
			c.Until = append(c.Until, int(math.Ceil(share*float64(c.Spec.Steps))))
		}
	}
	return t, nil
}

// affordable is how many steps of the given cost the time of the plain run holds, at most the plain run's and at least one. Costs within
// a tenth of each other are the same: a clock does not tell them apart. Nor is there anything to go by where one is not known, 0.
func affordable(steps int, plain, cost float64) int {
	if plain == 0 || cost < 1.1*plain {
		return steps
	}
	return max(1, min(steps, int(math.Round(float64(steps)*plain/cost))))
}

// unbuilt is the error of a run that cannot be built.
type unbuilt struct{ error }

// stepCost returns the milliseconds that a step takes, over half a second of them: the lower quartile, since what disturbs a step makes it
// longer; 0 if there is no whole step: the one in which a run diverges ends early. Such a run has its say in the trial.
func stepCost(ctx context.Context, spec experiment.Spec, opt train.Options) (float64, error) {
	const warm, least, most = 2, 3, 1000
	run, err := train.New(spec, opt)
	if err != nil {
		return 0, unbuilt{err}
	}
	defer run.Close()
	var times []float64
	for begun := time.Now(); run.StepCount() < spec.Steps && len(times) < warm+most && (len(times) < warm+least || time.Since(begun) < time.Second/2); {
		if ctx.Err() != nil {
			return 0, errStopped
		}
		since := time.Now()
		err := run.Step()
		if diverged := (*experiment.Diverged)(nil); errors.As(err, &diverged) {
			break
		} else if err != nil {
			return 0, err
		}
		times = append(times, 1e3*time.Since(since).Seconds())
	}
	if len(times) == 0 {
		return 0, nil
	}
	times = times[min(warm, len(times)-1):]
	slices.Sort(times)
	return times[len(times)/4], nil
}

// note takes the losses down where a twentieth of the run is full.
func (c *contender) note(run *train.Run) {
	n := run.StepCount()
	if n*courseParts/c.Spec.Steps == (n-1)*courseParts/c.Spec.Steps {
		return
	}
	var s experiment.Snapshot
	run.Snapshot(&s)
	for len(c.Marks) > 0 && c.Marks[len(c.Marks)-1].Step >= n { // of a process that was killed
		c.Marks = c.Marks[:len(c.Marks)-1]
	}
	c.Marks = append(c.Marks, mark{n, slices.Clone(s.Loss)})
}

// judge ends a round of the contender.
func (c *contender) judge(equation []bool) {
	var losses [][]float64
	for _, m := range c.Marks[max(0, len(c.Marks)-diagnosis.TrialMarks):] {
		losses = append(losses, m.Loss)
	}
	if misfit := known(diagnosis.Misfit(losses, equation)); misfit != nil {
		c.Misfit = append(c.Misfit, *misfit)
	} else {
		c.Why = "its losses are not finite"
	}
}

// judged reports whether the contender has come to the end of a round, or failed before.
func (c *contender) judged(round int) bool { return c.Why != "" || len(c.Misfit) > round }

// calm reports whether nothing but the plain arm is tried.
func (t *trial) calm() bool { return t.Untried != "" }

// standing returns the arms that take part in a round, those before it being over: each put out its worst, the later among equals, or those that failed.
// Where all have failed the one that was put out last is back. A round more than there are is for the one that is left. It is the plain one alone
// where nothing else is tried.
func (t *trial) standing(round int) (in []*contender) {
	var spare []*contender
	for i := range t.Arms {
		in = append(in, &t.Arms[i])
	}
	if t.calm() {
		return in[:1]
	}
	for r := range round {
		before := len(in)
		in = slices.DeleteFunc(in, func(c *contender) bool { return c.Why != "" && len(c.Misfit) <= r })
		if len(in) == 0 {
			return spare
		}
		if len(in) == 1 {
			break
		}
		by := func(a, b *contender) int { return cmp.Compare(a.Misfit[r], b.Misfit[r]) }
		if r == len(diagnosis.TrialRounds)-1 {
			in = []*contender{slices.MinFunc(in, by)}
		} else if len(in) == before {
			worst := slices.SortedStableFunc(slices.Values(in), by)[before-1]
			in, spare = slices.DeleteFunc(in, func(c *contender) bool { return c == worst }), []*contender{worst}
		}
	}
	return in
}

// over reports whether every round is.
func (t *trial) over() bool {
	for r := range diagnosis.TrialRounds {
		in := t.standing(r)
		if r > 0 && len(in) < 2 {
			break
		}
		if !t.calm() && slices.ContainsFunc(in, func(c *contender) bool { return !c.judged(r) }) {
			return false
		}
	}
	return true
}

// best is the contender that goes on when the trial is over; nil if all failed.
func (t *trial) best() *contender {
	if in := t.standing(len(diagnosis.TrialRounds)); len(in) > 0 {
		return in[0]
	}
	return nil
}

// inShort is the trial in a line.
func (t *trial) inShort() string {
	if t.calm() {
		return "trial -> none (nothing is tried: " + t.Untried + ")"
	}
	var all []string
	for _, c := range t.Arms {
		text := c.Arm
		for _, m := range c.Misfit {
			text += fmt.Sprintf(" %.2g", math.Exp(m))
		}
		if c.Why != "" {
			text += " failed"
		}
		all = append(all, text)
	}
	return fmt.Sprintf("trial -> %s, %d steps (losses of conditions and data: %s)", t.Chosen, t.best().Spec.Steps, strings.Join(all, ", "))
}
