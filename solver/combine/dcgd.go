package combine

import (
	"math"

	"counterpoint/solver/experiment"
)

// DCGD is dual-cone gradient descent, form "center", between two gradients: g_r of the first loss, the equation's, and g_b, the sum of
// all others. With u_r, u_b of unit length and c = u_r + u_b,
//
//	d = (c . (g_r + g_b)) / (2 (1 + cos)) c = (|g_r| + |g_b|)/2 (u_r + u_b),
//
// the second form without the 0/0 at opposite gradients, where d = 0. It is ConFIG on the two groups: neither group ascends, a loss
// within the second may. If one group is absent, or its gradients cancel to 1e-7 of their length, d is the other.
// Hwang and Lim, Dual Cone Gradient Descent for Training Physics-Informed Neural Networks, NeurIPS 2024.
var DCGD = registerDirection(DirectionEntry{
	Name: "dcgd", Doc: "bisector of the first loss's gradient and the sum of the others", Source: "Hwang & Lim 2024, arXiv 2409.18426",
	New: func(k int, _ uint64) Direction { return &dcgd{newReduced(k)} },
})

type dcgd struct{ reduced }

func (d *dcgd) Combine(gram []float64, k, _ int, c []float64) {
	d.read(gram, k)
	d.normalise()
	clear(c)
	first := 0 // number of members of the first group: 0 or 1
	if d.n > 0 && d.of[0] == 0 {
		first = 1
	}
	r, b := 0.0, d.length(first)
	if first == 1 {
		r = d.m[0]
	}
	cr, cb := 1.0, 1.0
	if r > 0 && b > 0 {
		cr, cb = (r+b)/(2*r), (r+b)/(2*b)
	}
	for i, j := range d.of[:d.n] {
		if i < first {
			c[j] = cr
		} else {
			c[j] = cb
		}
	}
}

// length returns the norm of the sum of the gradients from the given one on, 0 if they cancel.
func (d *dcgd) length(from int) float64 {
	square, sum := 0.0, 0.0
	for i := from; i < d.n; i++ {
		sum += d.m[i]
		for j := from; j < d.n; j++ {
			square += d.c[i*d.n+j] * d.m[i] * d.m[j]
		}
	}
	if square <= 1e-14*sum*sum {
		return 0
	}
	return math.Sqrt(square)
}

func (d *dcgd) State() []experiment.Array { return nil }
