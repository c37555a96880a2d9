package loss

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"counterpoint/solver/experiment"
)

// SelfAdaptive gives every point of the equations and of the conditions at one time, the start or the end, a multiplier that ascends the
// loss while the network descends it,
//
//	weight_j = l_j^2,    l_j <- l_j + .005 A(2 l_j r_j^2 / n),
//
// A Adam's step with betas .99, .999, of each multiplier alone; at first l_j is uniform in (0, 1) for equations and in (0, 100) for
// conditions at one time, as for the Allen-Cahn equation there. Boundaries and data keep weight 1. Multipliers never fall.
// McClenny and Braga-Neto, Self-adaptive physics-informed neural networks, J. Comput. Phys. 474 (2023), and its code.
var SelfAdaptive = registerPoints(PointEntry{
	Name: "self-adaptive", Doc: "a trained multiplier for every point that ascends the loss", Source: "McClenny & Braga-Neto 2023, arXiv 2009.04544",
	New: newSelfAdaptive,
})

const saRate, saBeta1, saBeta2, saEpsilon = 0.005, 0.99, 0.999, 1e-8

type selfAdaptive struct {
	l, m, v [][]float64
	step    []float64
}

func newSelfAdaptive(lines []PointLine, seed uint64) PointWeights {
	s := &selfAdaptive{step: make([]float64, 1)}
	for i, line := range lines {
		n, scale := len(line.Weight), 1.0
		if !line.Interior {
			if scale = 100; !atOneTime(line.Time) {
				for j := range line.Weight {
					line.Weight[j] = 1
				}
				n = 0
			}
		}
		l := make([]float64, n)
		rng := rand.New(rand.NewPCG(seed, 0x7361<<16+uint64(i)))
		for j := range l {
			l[j] = scale * rng.Float64()
			line.Weight[j] = l[j] * l[j]
		}
		s.l, s.m, s.v = append(s.l, l), append(s.m, make([]float64, n)), append(s.v, make([]float64, n))
	}
	return s
}

// atOneTime reports whether all points stand at the start of the time interval, or all at its end.
func atOneTime(time []float64) bool {
	if len(time) == 0 {
		return false
	}
	end := math.Round(time[0])
	return !slices.ContainsFunc(time, func(t float64) bool { return math.Abs(t-end) > 1e-9 })
}

func (s *selfAdaptive) Update(lines []PointLine) {
	s.step[0]++
	c1, c2 := 1-math.Pow(saBeta1, s.step[0]), 1-math.Pow(saBeta2, s.step[0])
	for i, line := range lines {
		l, m, v := s.l[i], s.m[i], s.v[i]
		for j, r := range line.Residual[:len(l)] { // none of a line without multipliers
			g := 2 * l[j] * r * r / float64(len(l))
			m[j] = saBeta1*m[j] + (1-saBeta1)*g
			v[j] = saBeta2*v[j] + (1-saBeta2)*g*g
			l[j] += saRate * m[j] / c1 / (math.Sqrt(v[j]/c2) + saEpsilon)
			line.Weight[j] = l[j] * l[j]
		}
	}
}

func (s *selfAdaptive) State() []experiment.Array {
	out := []experiment.Array{experiment.NewArray("self-adaptive.step", s.step)}
	for i := range s.l {
		if len(s.l[i]) == 0 {
			continue
		}
		out = append(out, experiment.NewArray(fmt.Sprintf("self-adaptive.%d.l", i), s.l[i]), experiment.NewArray(fmt.Sprintf("self-adaptive.%d.m", i), s.m[i]),
			experiment.NewArray(fmt.Sprintf("self-adaptive.%d.v", i), s.v[i]))
	}
	return out
}
