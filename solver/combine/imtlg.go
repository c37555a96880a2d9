package combine

import (
	"math"

	"counterpoint/solver/experiment"
)

// IMTLG weighs the gradients so that their sum has equal projections on every unit gradient, with weights that sum to one:
//
//	alpha = Q^+ m / (1'Q^+ m),  that is  alpha_i = (C^+ 1)_i/m_i / sum_j (C^+ 1)_j/m_j,    d = sum_i alpha_i g_i.
//
// It is ConFIG's direction with another length, whose published sign can be negative for K >= 3: an ascent step for every loss. Ours
// divides by the magnitude of the sum, which flips such steps, and by at least maxIMTL^-1 of sum |(C^+ 1)_j/m_j|, which bounds them.
// Opposite gradients give d = 0.
// Liu et al., Towards Impartial Multi-Task Learning, ICLR 2021.
var IMTLG = registerDirection(DirectionEntry{
	Name: "imtl-g", Doc: "equal projections on every unit gradient, coefficients summing to one", Source: "Liu et al. 2021, ICLR (IMTL-G)", Safe: true,
	New: func(k int, _ Setup) Direction {
		return &imtlg{reduced: newReduced(k), eigen: newEigen(k), beta: make([]float64, k)}
	},
})

// maxIMTL bounds the sum of the magnitudes of IMTL-G's coefficients, which the published form leaves unbounded; chosen, not measured.
const maxIMTL = 1e3

type imtlg struct {
	reduced
	eigen eigen
	beta  []float64
}

func (d *imtlg) Combine(gram []float64, k, _ int, c []float64) {
	d.read(gram, k)
	clear(c)
	if !d.eigen.of(d.c, d.n) || !d.eigen.apply(d.beta, rankTolerance, inverse) {
		return
	}
	sum, size := 0.0, 0.0
	for i, b := range d.beta[:d.n] {
		sum += b / d.m[i]
		size += math.Abs(b) / d.m[i]
	}
	d.spread(d.beta, 1/math.Max(math.Abs(sum), size/maxIMTL), c)
}

func (d *imtlg) State() []experiment.Array { return nil }
