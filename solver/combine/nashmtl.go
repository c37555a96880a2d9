package combine

import (
	"math"

	"counterpoint/solver/experiment"
	"counterpoint/solver/gradient"
)

// NashMTL is the bargaining solution: the alpha > 0 with
//
//	Q alpha = 1/alpha,    d = sum_i alpha_i g_i / |sum_i alpha_i g_i|,
//
// alpha = beta/m with C beta = 1/beta, by damped Newton steps on the strictly convex 1/2 b'Cb - sum log b_i. The solution has length
// sqrt(K), so that the published clip at length one is always active; it is part of the method here. Where there is no solution, near
// a Pareto-stationary point (rho < 1e-8), the step is that of the min-norm weights, whose length rho vanishes.
// Navon et al., Multi-Task Learning as a Bargaining Game, ICML 2022, claim 3.1.
var NashMTL = registerDirection(DirectionEntry{
	Name: "nash-mtl", Doc: "Nash bargaining between the losses, a step of length one", Source: "Navon et al. 2022, arXiv 2202.01017", Safe: true,
	New: func(k int, _ Setup) Direction { return &nashMTL{reduced: newReduced(k)} },
})

type nashMTL struct {
	reduced
	geometry gradient.Geometry
}

func (d *nashMTL) Combine(gram []float64, k, _ int, c []float64) {
	d.read(gram, k)
	d.geometry.Of(d.c[:d.n*d.n], d.n)
	if d.geometry.Nash == nil {
		d.spread(d.geometry.MinNorm, 1, c)
		return
	}
	d.spread(d.geometry.Nash, 1/math.Sqrt(float64(d.n)), c)
}

func (d *nashMTL) State() []experiment.Array { return nil }
