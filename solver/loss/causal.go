package loss

import (
	"math"

	"counterpoint/solver/experiment"
)

// Causal lets the equations be learnt in the order of time. With the interval cut into 32 slices and L_i the mean square of the residual
// in slice i,
//
//	weight of the points of slice i = exp(-e sum_{k < i} L_k),    e = .01, .1, 1, 10, 100,
//
// for each line of an equation; e goes on when no weight is below .99. Conditions keep weight 1 (the source gives the initial one 100:
// take that from the slot of weights). A slice without points has L = 0.
// Wang, Sankaran and Perdikaris, Respecting causality for training physics-informed neural networks, Comput. Methods Appl. Mech. Eng.
// 421 (2024), algorithm 1; 32 slices as in jaxpi.
var Causal = registerPoints(PointEntry{
	Name: "causal", Doc: "later times count once earlier ones are learnt", Source: "Wang, Sankaran & Perdikaris 2024, arXiv 2203.07404", Time: true,
	New: func(lines []PointLine, _ uint64) PointWeights {
		for _, l := range lines {
			for j := range l.Weight {
				l.Weight[j] = 1
			}
		}
		return &causal{stage: make([]float64, 1)}
	},
})

const (
	causalSlices = 32
	causalDone   = 0.99
)

var causalRates = []float64{1e-2, 1e-1, 1, 10, 100}

type causal struct {
	stage      []float64 // index of the rate
	sum, count [causalSlices]float64
}

func (c *causal) Update(lines []PointLine) {
	at := max(0, min(len(causalRates)-1, int(c.stage[0]))) // a restored number may be any
	rate, least, any := causalRates[at], 1.0, false
	for _, l := range lines {
		if l.Interior {
			any = true
			least = math.Min(least, c.line(l, rate))
		}
	}
	if any && least > causalDone && at < len(causalRates)-1 {
		c.stage[0] = float64(at + 1)
	}
}

// line writes the weights of one line and returns the smallest.
func (c *causal) line(l PointLine, rate float64) float64 {
	clear(c.sum[:])
	clear(c.count[:])
	for j, r := range l.Residual {
		s := slice(l.Time[j])
		c.sum[s] += r * r
		c.count[s]++
	}
	before := 0.0
	for s := range c.sum {
		mean := c.sum[s] / math.Max(1, c.count[s])
		c.sum[s] = math.Exp(-rate * before)
		before += mean
	}
	for j := range l.Weight {
		l.Weight[j] = c.sum[slice(l.Time[j])]
	}
	return c.sum[causalSlices-1]
}

func slice(t float64) int { return max(0, min(causalSlices-1, int(t*causalSlices))) }

func (c *causal) State() []experiment.Array {
	return []experiment.Array{experiment.NewArray("causal.stage", c.stage)}
}
