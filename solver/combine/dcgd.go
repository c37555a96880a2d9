package combine

import (
	"math"

	"counterpoint/solver/experiment"
)

// DCGD is dual-cone gradient descent, form "center", between two gradients: g_r, the sum of the equations' losses, and g_b, the sum of all
// others, conditions and data. With u_r, u_b of unit length and c = u_r + u_b,
//
//	d = (c . (g_r + g_b)) / (2 (1 + cos)) c = (|g_r| + |g_b|)/2 (u_r + u_b),
//
// the second form without the 0/0 at opposite gradients, where d = 0. It is ConFIG on the two groups: neither group ascends, a loss
// within one may. If one group is absent, or its gradients cancel to 1e-7 of their length, d is the other.
// Hwang and Lim, Dual Cone Gradient Descent for Training Physics-Informed Neural Networks, NeurIPS 2024.
var DCGD = registerDirection(DirectionEntry{
	Name: "dcgd", Doc: "bisector of the equations' gradient and that of all other losses", Source: "Hwang & Lim 2024, arXiv 2409.18426",
	New: func(k int, s Setup) Direction { return &dcgd{newReduced(k), s.equations(k)} },
})

type dcgd struct {
	reduced
	equation []bool
}

func (d *dcgd) Combine(gram []float64, k, _ int, c []float64) {
	d.read(gram, k)
	d.normalise()
	clear(c)
	r, b := d.length(true), d.length(false)
	cr, cb := 1.0, 1.0
	if r > 0 && b > 0 {
		cr, cb = (r+b)/(2*r), (r+b)/(2*b)
	}
	for _, j := range d.of[:d.n] {
		if c[j] = cb; d.equation[j] {
			c[j] = cr
		}
	}
}

// length returns the norm of the sum of a group's gradients, 0 if they cancel.
func (d *dcgd) length(equations bool) float64 {
	square, sum := 0.0, 0.0
	for i := range d.n {
		if d.equation[d.of[i]] != equations {
			continue
		}
		sum += d.m[i]
		for j := range d.n {
			if d.equation[d.of[j]] == equations {
				square += d.c[i*d.n+j] * d.m[i] * d.m[j]
			}
		}
	}
	if square <= 1e-14*sum*sum {
		return 0
	}
	return math.Sqrt(square)
}

func (d *dcgd) State() []experiment.Array { return nil }
