package diagnosis

import (
	"crypto/sha256"
	"errors"
	"maps"
	"math"
	"slices"
	"strings"

	"counterpoint/solver/experiment"
	"counterpoint/solver/statistics"
)

// Configuration is one problem of a sweep: the medians over seeds of what its plain profile showed, and of every arm's final error.
type Configuration struct {
	Problem          string
	Best, Slow, Unit float64            // phi_*, phi_*E, phi_1
	Error            map[string]float64 // by arm, +Inf where most seeds diverged
	Seeds            []Seed             // those that all arms have
}

// Rule is what calibration fits: the threshold, the arm of each regime, and when a trial judges.
type Rule struct {
	Kappa float64           `json:"kappa"`
	Arm   map[string]string `json:"arm"`             // by regime; the regime none leaves the plain arm
	Trial Rounds            `json:"trial,omitempty"` // none if the sweep does not say
}

// InUse is the rule of verdicts and trials: weights stand for both kinds that a verdict may name.
func InUse() Rule {
	return Rule{Kappa: Default.Kappa, Arm: map[string]string{experiment.RegimeMagnitude: "weights", experiment.RegimeDirectional: "adapters+weights"}, Trial: TrialRounds}
}

// Calm reports whether a regime asks for nothing, so that nothing is tried.
func Calm(regime string) bool {
	return regime == experiment.RegimeNone || regime == experiment.RegimeSingle
}

// How verdicts and trials are scored: by the verdict of each plain run, by that of the medians over seeds, and by a trial where a run's verdict is
// not none, in the rounds that were fitted, by what most seeds choose in them, or in TrialRounds.
const (
	VerdictInUse     = "verdict in use"
	VerdictOfMedians = "verdict of the medians"
	VerdictThenTrial = "verdict, then trial"
	MostTrials       = "verdict, then trial, most seeds"
	TrialInUse       = "verdict, then trial in use"
)

// Score is how a way to choose arms did.
type Score struct {
	Name    string  `json:"name"`
	Hits    int     `json:"hits"`           // configurations where the chosen arm's error is at most 1.25 times the best arm's
	Regret  float64 `json:"regret"`         // mean of log10(chosen/best), in decades, at most worstRegret each
	Configs int     `json:"configurations"` // of what goes by single seeds: configurations times seeds
	Lo      float64 `json:"lo"`             // 95 % bootstrap interval of the share of hits, over the problems
	Hi      float64 `json:"hi"`

	beyond map[string][]float64 // by problem, all its cases: -1 is a hit, 1 is none
}

// Calibration is a rule fitted on one half of the configurations and judged on the other.
type Calibration struct {
	Equal     string                    `json:"equal"` // what the arms had as much of: "steps", or "time"
	Rule      Rule                      `json:"rule"`
	Fit       Score                     `json:"fit"`
	Test      []Score                   `json:"test"`      // the rule's, those of verdicts and trials, then the trivial rules'
	Cross     []Score                   `json:"cross"`     // the same of all configurations, each half judged by what was fitted on the other
	Confusion map[string]map[string]int `json:"confusion"` // test half: by regime, the best arm of its configurations
	Gains     []Gain                    `json:"gains,omitempty"`
}

const (
	hitWithin   = 1.25
	worstRegret = 2.0 // decades: a run that diverged counts as this
)

// Held reports whether a problem belongs to the half that is only tested on. All cases of a problem, name@case, are in one half, and the
// half is a hash of the name: nobody chooses it.
func Held(problem string) bool {
	sum := sha256.Sum256([]byte(caseOf(problem)))
	return sum[0]&1 == 1
}

// caseOf is the problem that a configuration is a case of.
func caseOf(problem string) string {
	base, _, _ := strings.Cut(problem, "@")
	base, _, _ = strings.Cut(base, " ")
	return base
}

// Regime is the rule's regime of a configuration: that of Classify at the configuration's medians.
func (r Rule) Regime(c Configuration) string {
	switch {
	case c.Best < r.Kappa && c.Slow < r.Kappa:
		return experiment.RegimeDirectional
	case c.Unit >= r.Kappa:
		return experiment.RegimeNone
	}
	return experiment.RegimeMagnitude
}

func (r Rule) choose(c Configuration) string { return r.of(r.Regime(c)) }

// of is the arm of a regime: the plain one where the rule names none.
func (r Rule) of(regime string) string {
	if arm := r.Arm[regime]; arm != "" && regime != experiment.RegimeNone {
		return arm
	}
	return "none"
}

// Calibrate fits the rule's threshold and arms, by least mean regret, on the configurations that are not Held, and judges it on those that are,
// beside the rules that always choose the same arm; then it judges on each half what is fitted on the other. arms are those that every configuration
// has been run with.
func Calibrate(all []Configuration, arms []string) (Calibration, error) {
	var fit, test []Configuration
	for _, c := range all {
		if Held(c.Problem) {
			test = append(test, c)
		} else {
			fit = append(fit, c)
		}
	}
	if len(fit) < 3 || len(test) < 3 {
		return Calibration{}, errors.New("diagnosis: a calibration needs at least three problems in each half; sweep more problems")
	}
	out := fitted(fit, test, arms)
	for i, s := range fitted(test, fit, arms).Test {
		out.Cross = append(out.Cross, out.Test[i].with(s))
	}
	out.Fit.between()
	for i := range out.Test {
		out.Test[i].between()
		out.Cross[i].between()
	}
	for _, c := range test {
		regime := out.Rule.Regime(c)
		if out.Confusion[regime] == nil {
			out.Confusion[regime] = map[string]int{}
		}
		best, _ := oracle(c, arms)
		out.Confusion[regime][best]++
	}
	return out, nil
}

// fitted is the calibration on one half, judged on the other.
func fitted(fit, test []Configuration, arms []string) Calibration {
	out := Calibration{Fit: Score{Regret: math.Inf(1)}, Confusion: map[string]map[string]int{}}
	for step := range 9 {
		for _, magnitude := range arms {
			for _, directional := range arms {
				r := Rule{Kappa: 0.2 + 0.05*float64(step), Arm: map[string]string{experiment.RegimeMagnitude: magnitude, experiment.RegimeDirectional: directional}}
				if s := score("rule", fit, arms, r.choose); s.Regret < out.Fit.Regret {
					out.Rule, out.Fit = r, s
				}
			}
		}
	}
	out.Test = append(out.Test, score("rule", test, arms, out.Rule.choose))
	out.judge(fit, test, arms)
	for _, arm := range arms {
		out.Test = append(out.Test, score("always "+arm, test, arms, func(Configuration) string { return arm }))
	}
	return out
}

// judge adds the scores of verdicts and trials, of those that the sweep says.
func (out *Calibration) judge(fit, test []Configuration, arms []string) {
	use, all := InUse(), slices.Concat(fit, test)
	if slices.Contains(arms, use.Arm[experiment.RegimeMagnitude]) && slices.Contains(arms, use.Arm[experiment.RegimeDirectional]) {
		out.Test = append(out.Test, score(VerdictOfMedians, test, arms, use.choose))
		if every(all, func(s Seed) bool { return s.Verdict != "" }) {
			out.Test = append(out.Test, scoreSeeds(VerdictInUse, test, arms, func(s Seed) string { return use.of(s.Verdict) }))
		}
	}
	if !every(all, func(s Seed) bool { return s.Misfit != nil && s.Verdict != "" }) {
		return
	}
	behind := func(rounds Rounds) func(Seed) string {
		return func(s Seed) string {
			if Calm(s.Verdict) {
				return "none"
			}
			return s.Misfit.arm(ByConditions, rounds, arms)
		}
	}
	out.Rule.Trial = fitRounds(ByConditions, fit, arms)
	out.Test = append(out.Test, scoreSeeds(VerdictThenTrial, test, arms, behind(out.Rule.Trial)), score(MostTrials, test, arms, mostOf(behind(out.Rule.Trial))),
		scoreSeeds(TrialInUse, test, arms, behind(use.Trial)))
	for _, trial := range Trials {
		rounds := fitRounds(trial, fit, arms)
		out.Test = append(out.Test, scoreSeeds(trial, test, arms, func(s Seed) string { return s.Misfit.arm(trial, rounds, arms) }))
	}
}

// oracle is the arm of least error, the first among equals.
func oracle(c Configuration, arms []string) (arm string, e float64) {
	e = math.Inf(1)
	for _, a := range arms {
		if v := c.Error[a]; v < e || arm == "" {
			arm, e = a, v
		}
	}
	return arm, e
}

func score(name string, all []Configuration, arms []string, choose func(Configuration) string) Score {
	s := Score{Name: name, Configs: len(all), beyond: map[string][]float64{}}
	for _, c := range all {
		_, best := oracle(c, arms)
		e := c.Error[choose(c)]
		regret := math.Log10(e / best)
		if math.IsInf(best, 1) { // all diverged
			regret = 0
		}
		beyond := 1.
		if regret <= math.Log10(hitWithin) {
			beyond = -1
			s.Hits++
		}
		s.beyond[caseOf(c.Problem)] = append(s.beyond[caseOf(c.Problem)], beyond)
		s.Regret += math.Min(worstRegret, regret) / float64(len(all))
	}
	return s
}

// between sets the interval of the hits.
func (s *Score) between() {
	groups := make([][]float64, 0, len(s.beyond))
	for _, problem := range slices.Sorted(maps.Keys(s.beyond)) {
		groups = append(groups, s.beyond[problem])
	}
	within := statistics.ChanceLessWithin(groups)
	s.Lo, s.Hi = within.Lo, within.Hi
}

// with is the score over the configurations of both; the two have no problem in common.
func (s Score) with(other Score) Score {
	n := s.Configs + other.Configs
	s.Regret = (s.Regret*float64(s.Configs) + other.Regret*float64(other.Configs)) / float64(n)
	s.Configs, s.Hits, s.beyond = n, s.Hits+other.Hits, maps.Clone(s.beyond)
	maps.Copy(s.beyond, other.beyond)
	return s
}
