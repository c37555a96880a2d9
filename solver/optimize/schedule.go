package optimize

import (
	"math"

	"counterpoint/solver/experiment"
)

// Rate returns the learning rate of step 0, 1, ..., spec.Steps-1: a linear warm-up over spec.Warmup steps that reaches spec.LR,
// then spec.Schedule: "constant"; "exponential", a constant factor each step, and "cosine", half a period, both of which reach
// spec.LREnd at the last step. Exponential with LREnd = 0 ends at LR/1000. Steps beyond the last keep its rate. It panics on a
// schedule that it does not know.
func Rate(spec experiment.Spec, step int) float64 {
	if step < spec.Warmup {
		return spec.LR * float64(step+1) / float64(spec.Warmup)
	}
	var p float64 // progress, 0 to 1
	if n := spec.Steps - 1 - spec.Warmup; n > 0 {
		p = min(1, float64(step-spec.Warmup)/float64(n))
	}
	switch spec.Schedule {
	case "constant":
		return spec.LR
	case "exponential":
		end := spec.LREnd
		if end == 0 {
			end = spec.LR / 1000
		}
		return spec.LR * math.Pow(end/spec.LR, p)
	case "cosine":
		return spec.LREnd + (spec.LR-spec.LREnd)*(1+math.Cos(math.Pi*p))/2
	}
	panic("optimize: unknown schedule")
}
