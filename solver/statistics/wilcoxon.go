package statistics

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// exactUpTo is the largest number of differences whose signed-rank distribution is counted out; beyond it the normal approximation is
// good to some 1e-3 of p.
const exactUpTo = 50

// Test is the outcome of the signed-rank test.
type Test struct {
	N     int     // differences that are not zero
	Plus  float64 // sum of the ranks of the positive ones
	P     float64 // two-sided; 1 of none
	Exact bool
}

// Wilcoxon tests whether the differences d are symmetric about 0 (Wilcoxon, 1945): two-sided, zeros dropped, midranks for ties. Up to
// 50 differences p is exact given the ties: the distribution over all choices of signs is counted. Infinite differences rank highest. The least
// p of n differences is 2^(1-n): five pairs cannot go below 1/16.
func Wilcoxon(d []float64) Test {
	d = slices.DeleteFunc(slices.Clone(d), func(x float64) bool { return x == 0 || math.IsNaN(x) })
	t := Test{N: len(d), P: 1, Exact: len(d) <= exactUpTo}
	if t.N == 0 {
		return t
	}
	slices.SortFunc(d, func(a, b float64) int { return cmp.Compare(math.Abs(a), math.Abs(b)) })
	ranks, ties := doubledRanks(d)
	plus, total := 0, 0
	for i, r := range ranks {
		total += r
		if d[i] > 0 {
			plus += r
		}
	}
	t.Plus = float64(plus) / 2
	if t.Exact {
		t.P = exactP(ranks, plus, total)
	} else {
		n := float64(t.N)
		sigma := math.Sqrt(n*(n+1)*(2*n+1)/24 - ties/48)
		t.P = math.Min(1, 2*distuv.UnitNormal.CDF(-math.Abs(t.Plus-n*(n+1)/4)/sigma))
	}
	return t
}

// doubledRanks returns twice the midranks of values sorted by size, and the sum of t^3 - t over the ties of t values.
func doubledRanks(sorted []float64) (ranks []int, ties float64) {
	ranks = make([]int, len(sorted))
	for i := 0; i < len(sorted); {
		j := i
		for j < len(sorted) && math.Abs(sorted[j]) == math.Abs(sorted[i]) {
			j++
		}
		for k := i; k < j; k++ {
			ranks[k] = i + 1 + j
		}
		n := float64(j - i)
		ties += n*n*n - n
		i = j
	}
	return ranks, ties
}

// exactP returns the two-sided p of the sum plus of doubled ranks under random signs.
func exactP(ranks []int, plus, total int) float64 {
	ways := make([]float64, total+1) // share of the choices of signs with that sum
	ways[0] = 1
	for _, r := range ranks {
		for s := total; s >= 0; s-- {
			ways[s] /= 2
			if s >= r {
				ways[s] += ways[s-r] / 2
			}
		}
	}
	below, above := 0.0, 0.0
	for s, w := range ways {
		if s <= plus {
			below += w
		}
		if s >= plus {
			above += w
		}
	}
	return math.Min(1, 2*math.Min(below, above))
}

// Holm returns the p values adjusted for their number by Holm's step-down procedure (1979), in the order of p. NaN stays NaN and does not
// count.
func Holm(p []float64) []float64 {
	order := []int{}
	out := make([]float64, len(p))
	for i, v := range p {
		out[i] = v
		if !math.IsNaN(v) {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(p[i], p[j]) })
	least := 0.0
	for k, i := range order {
		least = math.Max(least, math.Min(1, float64(len(order)-k)*p[i]))
		out[i] = least
	}
	return out
}
