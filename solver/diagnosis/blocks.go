package diagnosis

import (
	"slices"

	"counterpoint/solver/experiment"
	"counterpoint/solver/gradient"
)

// Coefficients is the name of the block of unknown coefficients: they have units of their own and no vote.
const Coefficients = "coefficients"

// blockwise returns the statistics of each block of parameters, in the raw metric: a block alone, as if the others stood still. In fixed
// units the squares of the joint rates of blocks are a lower bound of the whole's (rho^2 is superadditive); phi, in the block's own
// units, is not. A block that fewer than two losses reach has a share and NaN for the rest.
func blockwise(p Profile, rows []Row, keep []int) []experiment.BlockEvidence {
	if p.Blocks == nil {
		return nil
	}
	k := len(p.Losses)
	rows = thinned(rows, most(len(keep))/2)
	var out []experiment.BlockEvidence
	for b, name := range p.Blocks {
		var best, unit, share, imbalance series
		var g gradient.Geometry
		for i := range rows {
			r := &rows[i]
			if len(r.Blocks) != len(p.Blocks)*k*k {
				return nil
			}
			q := sub(r.Blocks[b*k*k:(b+1)*k*k], keep, k)
			share = append(share, trace(q)/all(r.Blocks, len(p.Blocks), keep, k))
			g.Of(q, len(keep))
			if len(g.Present) < 2 {
				continue
			}
			best, unit = append(best, g.PhiBest()), append(unit, g.PhiUnit())
			imbalance = append(imbalance, slices.Max(g.Norm)/slices.Min(g.Norm))
		}
		out = append(out, experiment.BlockEvidence{
			Name: name, Best: best.median(), Unit: unit.median(), Imbalance: imbalance.median(), Share: share.median(), Votes: name != Coefficients,
		})
	}
	return out
}

// trace returns the sum of the diagonal of the square matrix q that is not NaN.
func trace(q []float64) float64 {
	n, s := 0, 0.0
	for n*n < len(q) {
		n++
	}
	for i := range n {
		if v := q[i*n+i]; v == v {
			s += v
		}
	}
	return s
}

// all returns the trace over all blocks.
func all(q []float64, blocks int, keep []int, k int) float64 {
	s := 0.0
	for b := range blocks {
		s += trace(sub(q[b*k*k:(b+1)*k*k], keep, k))
	}
	return s
}
