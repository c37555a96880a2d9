package diagnosis

import (
	"math"

	"counterpoint/solver/experiment"
)

// conflicts is the cosine below which two gradients are counted as in conflict, for display only.
const conflicts = -0.1

// Conflicting reports whether two of the snapshot's gradients are in conflict: a cosine below -0.1.
func Conflicting(s *experiment.Snapshot) bool {
	for i := range s.Loss {
		for j := range i {
			if s.Cosine(i, j) < conflicts { // NaN where one is absent
				return true
			}
		}
	}
	return false
}

// pairs returns what the theory of two losses says of every pair (math of two gradients at cosine c and ratio x = w_i m_i / (w_j m_j) of
// their weighted norms): a step on the weighted sum lets both descend, to first order, exactly when
//
//	-c < x < -1/c    (any x > 0 if c >= 0),
//
// the regime-transition interval; unit weights leave it when the norms differ too much (magnitude), and it closes at c = -1
// (directional): the joint rate of the pair, the best common retained fraction, is sqrt((1+c)/2). Medians over the rows; with three
// losses or more every pair may stand inside and a third loss still rise.
func pairs(rows []Row, keep []int, losses []string) []experiment.PairEvidence {
	rows = thinned(rows, most(len(keep))/2)
	var out []experiment.PairEvidence
	for a := range keep {
		for b := a + 1; b < len(keep); b++ {
			if p, ok := pair(rows, keep[a], keep[b], losses); ok {
				out = append(out, p)
			}
		}
	}
	return out
}

func pair(rows []Row, i, j int, losses []string) (experiment.PairEvidence, bool) {
	var cosine, ratio, inside, rate series
	run, longest, conflict := 0, 0, 0
	for n := range rows {
		r := &rows[n]
		k, q := len(r.Loss), metric(r)
		mi, mj := math.Sqrt(q[i*k+i]), math.Sqrt(q[j*k+j])
		c := q[i*k+j] / (mi * mj)
		if !(mi >= 1e-30 && mj >= 1e-30) || math.IsNaN(c) || math.IsInf(mi+mj, 0) {
			run = 0
			continue
		}
		c = max(-1, min(1, c))
		x := mi / mj
		cosine, ratio, rate = append(cosine, c), append(ratio, x), append(rate, math.Sqrt((1+c)/2))
		inside = append(inside, indicator(x > -c && x*-c < 1))
		run++
		if c >= conflicts {
			run = 0
		} else {
			conflict++
		}
		longest = max(longest, run)
	}
	if len(cosine) == 0 {
		return experiment.PairEvidence{}, false
	}
	n := float64(len(cosine))
	c := cosine.median()
	p := experiment.PairEvidence{
		A: losses[i], B: losses[j], Cosine: c, Ratio: ratio.median(), Hi: math.Inf(1), Rate: rate.median(), Conflict: float64(conflict) / n,
		Longest: longest, Inside: inside.mean(),
	}
	if c < 0 {
		p.Lo, p.Hi = -c, -1/c
	}
	return p, true
}

func indicator(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func (s series) mean() float64 {
	sum := 0.0
	for _, v := range s {
		sum += v
	}
	return sum / float64(len(s))
}
