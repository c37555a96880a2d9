package statistics

import (
	"math"
	"slices"
)

// Quantile interpolates linearly in sorted values, as numpy.quantile does by default (type 7 of Hyndman and Fan, 1996); NaN of none.
// An infinite neighbour makes the result infinite, never NaN.
func Quantile(sorted []float64, p float64) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	at := p * float64(len(sorted)-1)
	i := int(at)
	if i+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	t := at - float64(i)
	if t == 0 {
		return sorted[i]
	}
	if math.IsInf(sorted[i], -1) && !math.IsInf(sorted[i+1], 1) {
		return sorted[i]
	}
	if math.IsInf(sorted[i+1], 1) {
		return sorted[i+1]
	}
	return sorted[i] + t*(sorted[i+1]-sorted[i])
}

// Summary is the middle of a sample and its spread.
type Summary struct {
	N              int // values, the infinite ones too
	Diverged       int // infinite ones
	Median, Q1, Q3 float64
}

// Summarize describes a sample of errors; v is left as it is.
func Summarize(v []float64) Summary {
	sorted := slices.Sorted(slices.Values(v))
	s := Summary{N: len(v), Median: Quantile(sorted, 0.5), Q1: Quantile(sorted, 0.25), Q3: Quantile(sorted, 0.75)}
	for _, x := range v {
		if math.IsInf(x, 0) {
			s.Diverged++
		}
	}
	return s
}

// LogRatios returns log(a/b) of each pair: 0 where both diverged, +Inf or -Inf where one did.
func LogRatios(a, b []float64) []float64 {
	if len(a) != len(b) {
		panic("statistics: samples of different length are not pairs")
	}
	d := make([]float64, len(a))
	for i := range a {
		if a[i] != b[i] {
			d[i] = math.Log(a[i]) - math.Log(b[i])
		}
	}
	return d
}
