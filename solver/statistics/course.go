package statistics

import "math"

// Course is a run's error over its training time: Seconds rises, Error is judged at each.
type Course struct {
	Seconds, Error []float64
}

// At returns the error after the given seconds: the logarithm is interpolated linearly between two judgements, the last one holds on
// after the end, and before the first one the error is unknown (NaN). A course without an end, of a run that diverged, ends with an error
// of +Inf.
func (c Course) At(seconds float64) float64 {
	n := len(c.Seconds)
	if n == 0 || seconds < c.Seconds[0] {
		return math.NaN()
	}
	for i := 1; i < n; i++ {
		if seconds < c.Seconds[i] {
			t := (seconds - c.Seconds[i-1]) / (c.Seconds[i] - c.Seconds[i-1])
			if t == 0 || math.IsInf(c.Error[i], 1) {
				return c.Error[i-1]
			}
			return math.Exp((1-t)*math.Log(c.Error[i-1]) + t*math.Log(c.Error[i]))
		}
	}
	return c.Error[n-1]
}

// End is the training time of the whole run, 0 of an empty course.
func (c Course) End() float64 {
	if len(c.Seconds) == 0 {
		return 0
	}
	return c.Seconds[len(c.Seconds)-1]
}
