package statistics

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mathext"
)

// Level is the coverage of every interval.
const Level = 0.95

// draws is the number of resamples of a bootstrap: the ends of its interval are then known to some 0.2 % of coverage.
const draws = 10000

// Interval is an estimate and the ends of its 95 % interval.
type Interval struct{ Value, Lo, Hi float64 }

// ChanceLess estimates P(A<B) by the share of pairs that A wins, a tie being half a win, with the percentile bootstrap over the pairs.
// Where all pairs agree the bootstrap has no width, and the exact binomial limits of Clopper and Pearson (1934) stand instead: five wins
// of five are 1 with [0.48, 1], not [1, 1]. NaN of no pairs.
func ChanceLess(a, b []float64) Interval { return ChanceLessWithin([][]float64{LogRatios(a, b)}) }

// ChanceLessWithin is the same over groups of pairs (one a problem), given as log ratios. Groups are drawn first, then pairs within them:
// seeds of one problem are no independent evidence on problems. With one group only its pairs are drawn. The exact limits count what is
// drawn first: six problems that agree are [0.54, 1], whatever their seeds. Nor does a smaller share reach less far down than they do, or
// a larger one less far up: one lost pair is no evidence for the others.
func ChanceLessWithin(groups [][]float64) Interval {
	groups = slices.DeleteFunc(slices.Clone(groups), func(g []float64) bool { return len(g) == 0 })
	out := bootstrap(groups, share)
	n := len(groups)
	if n == 1 {
		n = len(groups[0])
	}
	switch {
	case n == 0:
	case out.Lo == out.Hi:
		out.Lo, out.Hi = clopperPearson(out.Value, n)
	default:
		lowest, _ := clopperPearson(1, n)
		_, highest := clopperPearson(0, n)
		out.Lo, out.Hi = math.Min(out.Lo, lowest), math.Max(out.Hi, highest)
	}
	return out
}

// GeometricMeanRatioWithin is the geometric mean ratio over groups of pairs, given as log ratios, with its bootstrap interval, and the
// number of pairs that it is over: those where one run diverged have no ratio and are left out. A pair that diverged twice has the ratio 1.
func GeometricMeanRatioWithin(groups [][]float64) (ratio Interval, pairs int) {
	finite := make([][]float64, 0, len(groups))
	for _, g := range groups {
		if f := slices.DeleteFunc(slices.Clone(g), func(d float64) bool { return math.IsInf(d, 0) || math.IsNaN(d) }); len(f) > 0 {
			finite, pairs = append(finite, f), pairs+len(f)
		}
	}
	return bootstrap(finite, func(d []float64) float64 {
		sum := 0.0
		for _, x := range d {
			sum += x
		}
		return math.Exp(sum / float64(len(d)))
	}), pairs
}

// share is the share of negative values, 0 counting half.
func share(d []float64) float64 {
	n := 0.0
	for _, x := range d {
		switch {
		case x < 0:
			n++
		case x == 0:
			n += 0.5
		}
	}
	return n / float64(len(d))
}

// bootstrap returns the statistic of all values and its percentile interval.
func bootstrap(groups [][]float64, statistic func([]float64) float64) Interval {
	all := slices.Concat(groups...)
	if len(all) == 0 {
		return Interval{math.NaN(), math.NaN(), math.NaN()}
	}
	rng := rand.New(rand.NewPCG(0x636f, 0x756e))
	sample, values := make([]float64, 0, 2*len(all)), make([]float64, draws)
	for i := range values {
		sample = sample[:0]
		for range groups {
			g := groups[rng.IntN(len(groups))]
			for range g {
				sample = append(sample, g[rng.IntN(len(g))])
			}
		}
		values[i] = statistic(sample)
	}
	slices.Sort(values)
	return Interval{statistic(all), Quantile(values, (1-Level)/2), Quantile(values, (1+Level)/2)}
}

// clopperPearson returns the exact limits of a binomial share. Half wins are rounded outwards.
func clopperPearson(p float64, n int) (lo, hi float64) {
	k := p * float64(n)
	lo, hi = 0, 1
	if down := math.Floor(k); down > 0 {
		lo = mathext.InvRegIncBeta(down, float64(n)-down+1, (1-Level)/2)
	}
	if up := math.Ceil(k); up < float64(n) {
		hi = mathext.InvRegIncBeta(up+1, float64(n)-up, (1+Level)/2)
	}
	return lo, hi
}
