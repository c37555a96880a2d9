package diagnosis

import (
	"cmp"
	"fmt"
	"math"

	"counterpoint/solver/experiment"
)

// Classify returns the verdict on a profile: statistics over the last half of its rows, in Adam's metric where it was recorded, and
// the rule
//
//	directional  if median phi_* < kappa, in at least half of the rows, and of the averaged gradients too
//	none         else if unit weights give every loss phi_1 >= kappa
//	magnitude    else: gradient-norm weights if phi_b >= kappa, joint-rate weights if not
//
// Where the losses moved as the first order says in too few steps, it reads the statistics of the averaged gradients alone.
// For kappa in (0, 1] exactly one of the three holds at a point. Fewer rows than the thresholds ask for are undecided; it never
// fails.
func Classify(p Profile, t Thresholds) experiment.Verdict {
	v, keep := classify(p, t)
	if v.Rows > 0 {
		rows := p.Rows[len(p.Rows)/2:]
		v.Counterfactual = counterfactual(rows, keep, p.Equation)
		v.Blocks, v.Pairs = blockwise(p, rows, keep), pairs(rows, keep, p.Losses)
	}
	return v
}

// Settling is Classify without counterfactual, blocks and pairs: what a profile under way says so far.
func Settling(p Profile, t Thresholds) experiment.Verdict {
	v, _ := classify(p, t)
	return v
}

func classify(p Profile, t Thresholds) (v experiment.Verdict, keep []int) {
	keep, absent := taking(p)
	v = experiment.Verdict{Regime: experiment.RegimeUndecided, Remedy: experiment.Remedy{Arm: "none", Expected: uncalibrated}}
	for _, i := range keep {
		v.Losses = append(v.Losses, p.Losses[i])
	}
	for _, i := range absent {
		v.Caveats = append(v.Caveats, fmt.Sprintf("loss %s has no gradient in more than half of the window and takes no part", p.Losses[i]))
	}
	if len(p.Rows) == 0 {
		v.Remedy.Reason = "there is no record to judge"
		v.Caveats = append(v.Caveats, "the profile has no rows: profile more steps")
		return v, keep
	}
	if len(keep) < 2 {
		v.Regime = experiment.RegimeSingle
		v.Remedy.Reason = "fewer than two losses have gradients, so nothing can conflict"
		return v, keep
	}
	w := measure(p.Rows[len(p.Rows)/2:], keep)
	v.Rows = w.rows
	if w.rows == 0 {
		v.Remedy.Reason = "there is no record to judge"
		v.Caveats = append(v.Caveats, "no row of the window has two gradients: profile more steps")
		return v, keep
	}
	if w.skipped > 0 {
		v.Caveats = append(v.Caveats, fmt.Sprintf("%d rows without two gradients were skipped", w.skipped))
	}
	decide(&v, w, t, p.Rows[0].Metric != nil)
	return v, keep
}

// taking returns the losses whose gradient is present in at least half of the window's rows, and the others.
func taking(p Profile) (keep, absent []int) {
	rows := p.Rows[len(p.Rows)/2:]
	for i := range p.Losses {
		n := 0
		for _, r := range rows {
			if m := r.Gram[i*len(p.Losses)+i]; m >= 1e-60 && !math.IsInf(m, 0) {
				n++
			}
		}
		if 2*n >= len(rows) && n > 0 {
			keep = append(keep, i)
		} else {
			absent = append(absent, i)
		}
	}
	return keep, absent
}

func decide(v *experiment.Verdict, w *window, t Thresholds, metric bool) {
	r, read := judge(w, t)
	norm := evidence("phi_b", "what gradient-norm weights do for it", w.norm, t.Kappa)
	unit := read[atUnit]
	switch {
	case w.distrusted(t):
		norm = evidence(norm.Name, norm.Meaning, w.slowNorm, t.Kappa)
	case read[atBest].Value < t.Kappa && r.regime != experiment.RegimeDirectional:
		unit, norm = read[atSlowUnit], evidence(norm.Name, norm.Meaning, w.slowNorm, t.Kappa)
		v.Caveats = append(v.Caveats, "the gradients conflict from step to step but not on average: judged on their moving averages")
	}
	v.Evidence = append(v.Evidence, read[atBest], unit, norm, evidence("phi_N", "what Nash weights do for it", w.nash, t.Kappa), read[atSlow],
		evidence("imbalance", "largest over smallest gradient norm", w.imbalance, 10))
	if noisiest := w.noisiest(); noisiest >= 0 {
		v.Evidence = append(v.Evidence, evidence("noise", "share of noise in the squared gradient of the noisiest loss, "+v.Losses[noisiest]+"; it is taken out above", w.noise[noisiest], drowned))
	}
	if lack := t.short(w); lack != "" {
		v.Remedy.Reason = "the record is too short for a verdict, and the plain run may go on meanwhile"
		v.Caveats = append(v.Caveats, lack)
	} else {
		v.Regime, v.Firm, v.Or = r.regime, r.or == "", r.or
		remedy(v, norm)
	}
	caveats(v, w, t, metric)
}

// judge holds the window's statistics against the rule. Where the steps are too long for the first order, the averages stand for the
// gradients: what alternates from step to step is gone from them.
func judge(w *window, t Thresholds) (ruling, [readings]experiment.Evidence) {
	list := [readings]series{atBest: w.best, atSlow: w.slow, atUnit: w.unit, atSlowUnit: w.slowUnit}
	if w.distrusted(t) {
		list = [readings]series{atBest: w.slow, atUnit: w.slowUnit}
	}
	var read [readings]experiment.Evidence
	var at standing
	var crosses [readings]bool
	for i, s := range list {
		read[i] = evidence(evidenceText[i].name, evidenceText[i].meaning, s, t.Kappa)
		at[i], crosses[i] = read[i].Value >= t.Kappa, crossing(read[i])
	}
	at[atBest] = at[atBest] || list[atBest].below(t.Kappa) < t.Share
	r := rule(at, crosses)
	if r.or != "" {
		r.or = cmp.Or(likeliest(list, t.Kappa, r.regime), r.or)
	}
	for i := range read {
		read[i].Decides = r.decides[i]
	}
	if w.distrusted(t) {
		slow := read[atBest]
		slow.Name, slow.Meaning = evidenceText[atSlow].name, evidenceText[atSlow].meaning
		read[atBest], read[atSlow] = evidence(evidenceText[atBest].name, evidenceText[atBest].meaning, w.best, t.Kappa), slow
		read[atUnit].Meaning = evidenceText[atSlowUnit].meaning
	}
	return r, read
}

// evidenceText names what the rule reads.
var evidenceText = [readings]struct{ name, meaning string }{
	atBest:     {"phi_*", "best that any direction can do for the worst-served loss"},
	atSlow:     {"phi_*E", "phi_* of the averaged gradients: is the conflict slow"},
	atUnit:     {"phi_1", "what unit weights do for the worst-served loss"},
	atSlowUnit: {"phi_1", "what unit weights do for the worst-served loss, on average"},
}

// evidence is a statistic's median and interval beside its threshold.
func evidence(name, meaning string, s series, threshold float64) experiment.Evidence {
	lo, hi := s.interval()
	return experiment.Evidence{Name: name, Meaning: meaning, Value: s.median(), Lo: lo, Hi: hi, Threshold: threshold}
}

// crossing reports whether the interval has values on both sides of its threshold.
func crossing(e experiment.Evidence) bool { return e.Lo < e.Threshold && e.Hi >= e.Threshold }

// remedy names the arm for the regime. norm is phi_b, which chooses between two kinds of weights.
func remedy(v *experiment.Verdict, norm experiment.Evidence) {
	switch v.Regime {
	case experiment.RegimeDirectional:
		v.Remedy.Arm = "adapters+weights"
		v.Remedy.Reason = "no weights and no direction serve every loss in this parameter space: adapters change the space, and joint-rate weights lose least in it"
	case experiment.RegimeNone:
		v.Remedy.Reason = "unit weights already let every loss descend"
	default:
		other := "jointrate"
		v.Remedy.Arm, v.Remedy.Reason = "gradnorm", "one loss drowns the others; weights that equalise gradient norms serve all"
		if !(norm.Value >= norm.Threshold) {
			other = v.Remedy.Arm
			v.Remedy.Arm, v.Remedy.Reason = "jointrate", "weights can serve every loss, but not by equal norms: the angles matter"
		}
		if crossing(norm) {
			v.Caveats = append(v.Caveats, "phi_b stands at its threshold: the weights may have to be those of "+other)
		}
	}
	calibration, _ := measured() // a test reads the file
	v.Remedy.Expected = expected(v.Regime, v.Remedy.Arm, calibration)
}

// drowned is the share of noise beyond which a row says next to nothing of a gradient.
const drowned = 0.95

func caveats(v *experiment.Verdict, w *window, t Thresholds, metric bool) {
	for i, s := range w.noise {
		if m := s.median(); m > drowned {
			v.Caveats = append(v.Caveats, fmt.Sprintf("the gradient of loss %s is noise to %.0f %%: take more points a step", v.Losses[i], 100*min(1, m)))
		}
	}
	if !metric {
		v.Caveats = append(v.Caveats, "raw metric: Adam's was not recorded")
	}
	if !w.averaged {
		v.Caveats = append(v.Caveats, "persistence is judged from the instantaneous Gram only")
	}
	if w.overshoots(t) {
		text := fmt.Sprintf("the losses moved as the first order says in only %d of %d cases: the steps are too long for the angles of single ones to tell much; ", w.agree, w.compared)
		if w.averaged {
			text += "judged on the gradients' moving averages. A smaller learning rate gives a better record"
		} else {
			text += "take a smaller learning rate"
		}
		v.Caveats = append(v.Caveats, text)
	}
}

// noisiest returns the loss with the largest share of noise, -1 if none was measured.
func (w *window) noisiest() int {
	at, most := -1, math.Inf(-1)
	for i, s := range w.noise {
		if m := s.median(); m > most {
			at, most = i, m
		}
	}
	return at
}
