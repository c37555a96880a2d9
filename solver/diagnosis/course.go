package diagnosis

import (
	"math"

	"counterpoint/solver/gradient"
)

// Course is the statistics of a profile row by row, for the losses that a verdict is about: phi of unit and of gradient-norm weights
// and the bound of all directions, in Adam's metric where it was recorded. NaN where fewer than two gradients are present. Noise is
// not taken out, since that takes averages.
type Course struct{ Unit, Norm, Best []float64 }

// CourseOf returns the course of p, one value a row.
func CourseOf(p Profile) Course {
	var c Course
	if len(p.Rows) == 0 {
		return c
	}
	keep, _ := taking(p)
	var g gradient.Geometry
	for i := range p.Rows {
		r := &p.Rows[i]
		unit, norm, best := math.NaN(), math.NaN(), math.NaN()
		if len(keep) > 1 {
			if g.Of(sub(metric(r), keep, len(r.Loss)), len(keep)); len(g.Present) > 1 {
				unit, norm, best = g.PhiUnit(), g.PhiNorm(), g.PhiBest()
			}
		}
		c.Unit, c.Norm, c.Best = append(c.Unit, unit), append(c.Norm, norm), append(c.Best, best)
	}
	return c
}
