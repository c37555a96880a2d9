package loss

import (
	"math"

	"counterpoint/solver/experiment"
)

// RBA weighs the points of the equations by their residuals' history,
//
//	l_j <- .999 l_j + .01 |r_j| / max_i |r_i|,    weight_j = l_j^2,    l = 0 at first,
//
// over the points of each line; conditions keep weight 1. The multipliers stay below .01/(1-.999) = 10, and an equation is switched on
// over about a thousand steps. A line whose residual is zero everywhere lets its multipliers decay.
// Anagnostopoulos et al., Residual-based attention in physics-informed neural networks, Comput. Methods Appl. Mech. Eng. 421 (2024).
var RBA = registerPoints(PointEntry{
	Name: "rba", Doc: "points of the equations by the history of their residuals", Source: "Anagnostopoulos et al. 2024, arXiv 2307.00379",
	New: func(lines []PointLine, _ uint64) PointWeights {
		for _, l := range lines {
			for j := range l.Weight {
				l.Weight[j] = indicator(!l.Interior)
			}
		}
		return rba{}
	},
})

const rbaMemory, rbaRate = 0.999, 0.01

type rba struct{}

func (rba) Update(lines []PointLine) {
	for _, l := range lines {
		if !l.Interior {
			continue
		}
		most := 0.0
		for _, r := range l.Residual {
			most = math.Max(most, math.Abs(r))
		}
		for j, r := range l.Residual {
			m := rbaMemory * math.Sqrt(l.Weight[j])
			if most > 0 {
				m += rbaRate * math.Abs(r) / most
			}
			l.Weight[j] = m * m
		}
	}
}

func (rba) State() []experiment.Array { return nil }

func indicator(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
