//go:build native

package main

import (
	"math"

	"counterpoint/solver/statistics"
)

// study is the comparison of every arm with one baseline: problem by problem, and over the problems.
type study struct {
	Against  string         `json:"against"`
	Problems []problemStudy `json:"problems"`
	Overall  []armStudy     `json:"overall"`
}

// problemStudy is the arms of one problem.
type problemStudy struct {
	Problem  string     `json:"problem"`
	Settings string     `json:"settings"`
	Arms     []armStudy `json:"arms"`
}

// armStudy is one arm against the baseline. null stands for what does not exist; an infinite error (a diverged run in the median) is null too.
type armStudy struct {
	Arm      string   `json:"arm"`
	Problems int      `json:"problems,omitempty"` // over the problems: those with pairs
	Better   int      `json:"better,omitempty"`   // and those of them where the arm's median is lower
	Runs     int      `json:"runs"`               // that were judged or diverged
	Diverged int      `json:"diverged"`
	Failed   int      `json:"failed,omitempty"`
	Median   *float64 `json:"median,omitempty"` // of the relative L2 error
	Q1       *float64 `json:"q1,omitempty"`
	Q3       *float64 `json:"q3,omitempty"`
	Seconds  *float64 `json:"seconds,omitempty"` // median training time
	PerStep  *float64 `json:"ms_per_step,omitempty"`
	First    *float64 `json:"conflict_first,omitempty"` // median share of steps in conflict: of the first thousand, of the last
	Last     *float64 `json:"conflict_last,omitempty"`
	Steps    *versus  `json:"equal_steps,omitempty"` // nil for the baseline itself
	Time     *versus  `json:"equal_time,omitempty"`
}

// versus is an arm against the baseline over pairs: geometric mean of the errors' ratio, below 1 is better, and P(arm < baseline), each with a
// 95 % bootstrap interval; the signed-rank test on the logarithms of the ratios, and its p adjusted by Holm for the arms of the same table.
type versus struct {
	Pairs int         `json:"pairs"`
	Rated int         `json:"ratio_pairs"` // that the ratio is over: a pair of which one run diverged has none
	Ratio [3]*float64 `json:"ratio"`       // value, lower and upper end
	Less  [3]*float64 `json:"less"`
	P     *float64    `json:"p"`
	Holm  *float64    `json:"p_holm"`
}

// newStudy compares the cells with those of the baseline.
func newStudy(cells []*cell, against string) study {
	s := study{Against: against}
	base := map[string]*cell{}
	for _, c := range cells {
		if c.arm == against {
			base[c.problem] = c
		}
	}
	ends, times := map[string][][]float64{}, map[string][][]float64{}
	overall := map[string]*armStudy{}
	for _, problem := range problemsOf(cells) {
		p := problemStudy{Problem: problem}
		for _, c := range cells {
			if c.problem != problem {
				continue
			}
			p.Settings = c.settings
			a := c.study()
			if b := base[problem]; b != nil && c.arm != against {
				end, time := c.paired(b)
				a.Steps, a.Time = newVersus([][]float64{end.logs()}), newVersus([][]float64{time.logs()})
				o := overall[c.arm]
				if o == nil {
					o = &armStudy{Arm: c.arm}
					overall[c.arm] = o
				}
				o.take(a, c, b)
				ends[c.arm], times[c.arm] = appendSome(ends[c.arm], end.logs()), appendSome(times[c.arm], time.logs())
			}
			p.Arms = append(p.Arms, a)
		}
		holm(p.Arms)
		s.Problems = append(s.Problems, p)
	}
	for _, arm := range armsOf(cells) {
		if o := overall[arm]; o != nil && len(ends[arm]) > 0 {
			o.Steps, o.Time = newVersus(ends[arm]), newVersus(times[arm])
			s.Overall = append(s.Overall, *o)
		}
	}
	holm(s.Overall)
	return s
}

// study is the cell alone.
func (c *cell) study() armStudy {
	sum := statistics.Summarize(c.errors())
	return armStudy{
		Arm: c.arm, Runs: sum.N, Diverged: sum.Diverged, Failed: c.failed, Median: known(sum.Median), Q1: known(sum.Q1), Q3: known(sum.Q3),
		Seconds: known(statistics.Quantile(c.seconds, 0.5)), PerStep: known(statistics.Quantile(c.perStep, 0.5)),
		First: known(statistics.Quantile(c.first, 0.5)), Last: known(statistics.Quantile(c.last, 0.5)),
	}
}

// take adds a problem's cell to the arm's row over all problems.
func (o *armStudy) take(a armStudy, c, base *cell) {
	o.Runs += a.Runs
	o.Diverged += a.Diverged
	o.Failed += a.Failed
	if a.Steps == nil {
		return
	}
	o.Problems++
	if statistics.Summarize(c.errors()).Median < statistics.Summarize(base.errors()).Median {
		o.Better++
	}
}

func (p pairs) logs() []float64 { return statistics.LogRatios(p.a, p.b) }

func appendSome(groups [][]float64, g []float64) [][]float64 {
	if len(g) == 0 {
		return groups
	}
	return append(groups, g)
}

// newVersus compares over groups of log ratios, one a problem; nil of no pairs. Over several problems the test is of the problems' mean log
// ratios, each problem counting once.
func newVersus(groups [][]float64) *versus {
	n, tested := 0, []float64{}
	for _, g := range groups {
		n += len(g)
		tested = append(tested, mean(g))
	}
	if n == 0 {
		return nil
	}
	if len(groups) == 1 {
		tested = groups[0]
	}
	ratio, rated := statistics.GeometricMeanRatioWithin(groups)
	return &versus{
		Pairs: n, Rated: rated, Ratio: triple(ratio), Less: triple(statistics.ChanceLessWithin(groups)),
		P: known(statistics.Wilcoxon(tested).P),
	}
}

func mean(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += x
	}
	return sum / float64(len(v))
}

func triple(i statistics.Interval) [3]*float64 {
	return [3]*float64{known(i.Value), known(i.Lo), known(i.Hi)}
}

// holm adjusts the p values of a table's arms for their number.
func holm(arms []armStudy) {
	for _, pick := range []func(*armStudy) *versus{func(a *armStudy) *versus { return a.Steps }, func(a *armStudy) *versus { return a.Time }} {
		p := make([]float64, len(arms))
		for i := range arms {
			p[i] = math.NaN()
			if v := pick(&arms[i]); v != nil && v.P != nil {
				p[i] = *v.P
			}
		}
		for i, q := range statistics.Holm(p) {
			if v := pick(&arms[i]); v != nil {
				v.Holm = known(q)
			}
		}
	}
}
