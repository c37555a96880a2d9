package diagnosis

import "counterpoint/solver/experiment"

// The statistics that the rule reads.
const (
	atBest     = iota // phi_*
	atSlow            // phi_* of the averaged gradients
	atUnit            // phi_1
	atSlowUnit        // phi_1 of the averaged gradients
	readings          // how many there are
)

// standing says of each statistic whether it is at or above its threshold.
type standing [readings]bool

// regime is the rule: see Classify.
func (s standing) regime() string {
	served := s[atUnit]
	if !s[atBest] {
		if !s[atSlow] {
			return experiment.RegimeDirectional
		}
		served = s[atSlowUnit] // conflict that averages out
	}
	if served {
		return experiment.RegimeNone
	}
	return experiment.RegimeMagnitude
}

// possible reports whether gradients can stand so: unit weights serve no loss better than the best direction does.
func (s standing) possible() bool {
	return (s[atBest] || !s[atUnit]) && (s[atSlow] || !s[atSlowUnit])
}

// flipped is s with statistic i on the other side.
func (s standing) flipped(i int) standing {
	s[i] = !s[i]
	return s
}

// ruling is what the medians say and how far their intervals leave that open.
type ruling struct {
	regime  string
	or      string         // the nearest other regime within the intervals; "" if there is none: the regime is firm
	decides [readings]bool // on the other side of its threshold this statistic would make it another regime
}

// rule judges medians that stand at, of which some have an interval that crosses its threshold: those may stand on either side. The regime
// is firm exactly if no statistic that decides crosses, and the other regime is that of the fewest statistics on their other side.
func rule(at standing, crosses [readings]bool) ruling {
	out, fewest := ruling{regime: at.regime()}, readings+1
	for chosen := range 1 << readings {
		s, flips, allowed := at, 0, true
		for i := range readings {
			if chosen>>i&1 == 1 {
				s, flips, allowed = s.flipped(i), flips+1, allowed && crosses[i]
			}
		}
		if !allowed || flips > 0 && !s.possible() {
			continue
		}
		regime := s.regime()
		if regime != out.regime && flips < fewest {
			out.or, fewest = regime, flips
		}
		for i := range readings {
			if f := s.flipped(i); f.possible() && f.regime() != regime {
				out.decides[i] = true
			}
		}
	}
	return out
}

// likeliest returns the regime other than but that most draws of the statistics give, "" if none does. They are statistics of the same rows;
// one without values stands below its threshold.
func likeliest(list [readings]series, kappa float64, but string) string {
	var draws [readings]series
	n := 0
	for i, s := range list {
		draws[i] = s.draws()
		n = max(n, len(draws[i]))
	}
	count, most := map[string]int{}, ""
	for d := range n {
		var s standing
		for i := range readings {
			s[i] = d < len(draws[i]) && draws[i][d] >= kappa
		}
		if r := s.regime(); r != but {
			count[r]++
		}
	}
	for _, r := range []string{experiment.RegimeMagnitude, experiment.RegimeDirectional, experiment.RegimeNone} {
		if count[r] > count[most] {
			most = r
		}
	}
	return most
}
