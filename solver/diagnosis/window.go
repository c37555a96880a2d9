package diagnosis

import (
	"math"
	"math/rand/v2"
	"slices"

	"counterpoint/solver/gradient"
	"counterpoint/solver/statistics"
)

// series is one statistic over the rows of a window.
type series []float64

// window holds the statistics of the last half of a profile, row by row.
type window struct {
	unit, norm, nash, best series // phi of unit, gradient-norm, Nash weights, and the bound phi_* of all directions
	slow                   series // phi_* of the averaged gradients: conflict that persists
	slowUnit, slowNorm     series
	imbalance              series // max m / min m
	agree, compared        int    // steps and losses whose change had the sign of the first order, and those compared
	skipped                int    // rows without two gradients
	rows                   int
	averaged               bool
	noise                  []series // per loss: share of its squared gradient that the split calls noise; nil without a split
}

// Noise is taken out of averages, not of single rows: the mean over a spell of rows is divided, not the rows' quotients averaged. A spell is
// a tenth of the rows, at least ten of them: longer ones leave less noise, and ten values make an interval. An average with decay 0.98
// keeps (1-0.98)/(1+0.98) of independent noise's power.
const (
	leastSpell = 10
	kept       = (1 - 0.98) / (1 + 0.98)
)

// most is the number of rows that are looked at: a median over more of them says the same. The search over the supports of the
// min-norm point doubles with every loss, so that many losses get fewer.
func most(losses int) int {
	if losses > 8 {
		return 100
	}
	return 1000
}

// thinned returns every n-th row, n the least that leaves at most limit of them.
func thinned(rows []Row, limit int) []Row {
	if len(rows) <= limit {
		return rows
	}
	stride := (len(rows) + limit - 1) / limit
	var out []Row
	for i := 0; i < len(rows); i += stride {
		out = append(out, rows[i])
	}
	return out
}

// measure computes the statistics of rows for the losses kept (indices).
func measure(rows []Row, keep []int) *window {
	w := &window{averaged: true}
	rows = thinned(rows, most(len(keep)))
	w.noise = noises(rows, keep)
	for start := 0; start < len(rows); {
		n := 1
		if rows[start].Split != nil {
			n = min(max(leastSpell, len(rows)/10), len(rows)-start)
		}
		w.add(rows[start:start+n], keep)
		start += n
	}
	if !w.averaged || len(w.slow) == 0 {
		w.averaged, w.slow, w.slowUnit, w.slowNorm = false, w.best, w.unit, w.norm
	}
	return w
}

// add appends the statistics of a spell of rows: one row, or several whose noise is taken out of their mean.
func (w *window) add(rows []Row, keep []int) {
	k := len(rows[0].Loss)
	for i := range rows {
		w.compare(&rows[i], keep)
	}
	var g gradient.Geometry
	g.Of(mean(rows, keep, func(r *Row) []float64 { return less(metric(r), r.Split, 1) }), len(keep))
	if len(g.Present) < 2 {
		w.skipped += len(rows)
		return
	}
	w.rows += len(rows)
	w.unit, w.norm, w.nash, w.best = append(w.unit, g.PhiUnit()), append(w.norm, g.PhiNorm()), append(w.nash, g.PhiNash()), append(w.best, g.PhiBest())
	w.imbalance = append(w.imbalance, slices.Max(g.Norm)/slices.Min(g.Norm))
	last := &rows[len(rows)-1]
	if last.Average == nil {
		w.averaged = false
		return
	}
	g.Of(sub(less(last.Average, last.Split, kept), keep, k), len(keep))
	if len(g.Present) >= 2 {
		w.slow, w.slowUnit, w.slowNorm = append(w.slow, g.PhiBest()), append(w.slowUnit, g.PhiUnit()), append(w.slowNorm, g.PhiNorm())
	}
}

// metric is the row's Gram matrix in Adam's metric, the raw one if that was not recorded.
func metric(r *Row) []float64 {
	if r.Metric != nil {
		return r.Metric
	}
	return r.Gram
}

// less returns q - share*noise; q itself without noise. A diagonal that noise exceeds becomes zero: that gradient is absent.
func less(q, noise []float64, share float64) []float64 {
	if noise == nil {
		return q
	}
	out := make([]float64, len(q))
	for i := range q {
		out[i] = q[i] - share*noise[i]
	}
	return out
}

// mean returns the mean over the rows of the matrix that at picks, rows and columns keep.
func mean(rows []Row, keep []int, at func(*Row) []float64) []float64 {
	out := make([]float64, len(keep)*len(keep))
	for i := range rows {
		for j, v := range sub(at(&rows[i]), keep, len(rows[i].Loss)) {
			out[j] += v / float64(len(rows))
		}
	}
	return out
}

// compare counts the losses that moved as the first order says.
func (w *window) compare(r *Row, keep []int) {
	if r.Change == nil || r.First == nil {
		return
	}
	for _, i := range keep {
		if r.First[i] == 0 || math.IsNaN(r.Change[i]) {
			continue
		}
		w.compared++
		if (r.Change[i] < 0) == (r.First[i] > 0) {
			w.agree++
		}
	}
}

// overshoots reports whether too few losses moved as the first order says.
func (w *window) overshoots(t Thresholds) bool {
	return w.compared > 0 && float64(w.agree) < t.Trust*float64(w.compared)
}

// distrusted reports whether the averaged gradients decide alone.
func (w *window) distrusted(t Thresholds) bool { return w.averaged && w.overshoots(t) }

// sub returns the rows and columns keep of the k x k matrix q; nil of nil.
func sub(q []float64, keep []int, k int) []float64 {
	if q == nil {
		return nil
	}
	n := len(keep)
	out := make([]float64, n*n)
	for a, i := range keep {
		for b, j := range keep {
			out[a*n+b] = q[i*k+j]
		}
	}
	return out
}

// median returns the median of the finite values, NaN if there are none.
func (s series) median() float64 { return s.quantile(0.5) }

func (s series) quantile(p float64) float64 {
	v := make([]float64, 0, len(s))
	for _, x := range s {
		if !math.IsNaN(x) {
			v = append(v, x)
		}
	}
	slices.Sort(v)
	return statistics.Quantile(v, p)
}

// below returns the share of values below x.
func (s series) below(x float64) float64 {
	n := 0
	for _, v := range s {
		if v < x {
			n++
		}
	}
	return float64(n) / math.Max(1, float64(len(s)))
}

// block is the length of the bootstrap's blocks: rows ten steps apart forget each other within it.
const block = 5

// draws returns the medians of 200 draws of a moving-block bootstrap with a fixed seed, so that those of statistics on the same rows belong
// together draw by draw; of fewer than two blocks the values themselves.
func (s series) draws() series {
	n := len(s)
	if n < 2*block {
		return s
	}
	rng := rand.New(rand.NewPCG(0x7665, 0x7264))
	medians, sample := make(series, 200), make(series, n)
	for d := range medians {
		for i := 0; i < n; i += block {
			copy(sample[i:], s[rng.IntN(n-block+1):][:block])
		}
		medians[d] = sample.median()
	}
	return medians
}

// interval returns the 95 % interval of the median by the bootstrap; of fewer than two blocks it is the whole range.
func (s series) interval() (lo, hi float64) {
	if len(s) < 2*block {
		return s.quantile(0), s.quantile(1)
	}
	medians := s.draws()
	return medians.quantile(0.025), medians.quantile(0.975)
}

// noises returns, for each loss, the shares D_ii/Q_ii of noise in the rows' squared gradients, nil if no row was split.
func noises(rows []Row, keep []int) []series {
	var out []series
	for n := range rows {
		r := &rows[n]
		if r.Split == nil {
			continue
		}
		if out == nil {
			out = make([]series, len(keep))
		}
		for a, i := range keep {
			at := i*len(r.Loss) + i
			out[a] = append(out[a], r.Split[at]/metric(r)[at])
		}
	}
	return out
}
