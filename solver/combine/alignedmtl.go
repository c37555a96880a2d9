package combine

import (
	"math"

	"counterpoint/solver/experiment"
)

// AlignedMTL replaces the gradients G by the nearest set whose singular values are all equal to the smallest: with Q = V Lambda V'
// over the eigenvalues above Lambda_max K eps, eps = 2^-23 (the rank of float32 gradients, as in the public code),
//
//	B = sqrt(lambda_r) V Lambda^-1/2 V',  lambda_r the smallest kept,    d = G B 1.
//
// d . g_i = sqrt(lambda_r) (Q^1/2 1)_i can be negative. The length is that of the weakest direction; opposite
// gradients of equal length give d = 0, and of unequal length a step along the longer.
// Senushkin et al., Independent Component Alignment for Multi-Task Learning, CVPR 2023, algorithm 1, scale "min".
var AlignedMTL = registerDirection(DirectionEntry{
	Name: "aligned-mtl", Doc: "gradients made orthogonal and as long as the weakest principal one", Source: "Senushkin et al. 2023, arXiv 2305.19000",
	New: func(k int, _ Setup) Direction {
		return &alignedMTL{reduced: newReduced(k), eigen: newEigen(k), q: make([]float64, k*k), b: make([]float64, k)}
	},
})

const singlePrecision = 1.0 / (1 << 23)

type alignedMTL struct {
	reduced
	eigen eigen
	q, b  []float64
}

func (d *alignedMTL) Combine(gram []float64, k, _ int, c []float64) {
	d.read(gram, k)
	clear(c)
	d.normalise()
	for i := range d.n {
		for j := range d.n {
			d.q[i*d.n+j] = d.c[i*d.n+j] * d.m[i] * d.m[j]
		}
	}
	if !d.eigen.of(d.q, d.n) {
		return
	}
	tolerance, least := singlePrecision*float64(d.n), math.Inf(1)
	for _, v := range d.eigen.value[:d.n] {
		if v > tolerance*d.eigen.value[d.n-1] {
			least = math.Min(least, v)
		}
	}
	d.eigen.apply(d.b, tolerance, func(v float64) float64 { return math.Sqrt(least / v) })
	for i, j := range d.of[:d.n] {
		c[j] = d.b[i]
	}
}

func (d *alignedMTL) State() []experiment.Array { return nil }
