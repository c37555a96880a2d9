package loss

import (
	"math"

	"counterpoint/solver/gradient"
	"counterpoint/solver/kernel"
)

// Halves writes half the difference of the K gradients on two halves of the points, (g_a - g_b)/2, into dst: the gradient of the last
// Evaluate is their mean, so that the expectation of the products of these differences is that of the noise, covariance between losses
// on common points included, and none of the signal is in it. Of each two neighbouring points a random one is in half a (round selects
// which); a point without a neighbour is left out. Where directions are drawn for an estimated Laplacian the halves are whole blocks,
// since a block's points share them. It costs an Evaluate, whose losses and gradients stay as they are.
func (l *Losses[T]) Halves(round uint64, dst *gradient.Set[T]) {
	if round == 0 {
		panic("loss: Halves of round 0")
	}
	l.halves, l.grads = round, dst
	l.readUnknowns()
	l.team.run(Shards, l.shardJob)
	l.team.run(Shards, l.sumJob)
	l.halves, l.grads = 0, nil
}

// halve multiplies the adjoints of a block's live points by what the difference of the halves gives them.
func (w *worker[T]) halve(bar []T, g *group[T], b block) {
	if g.estimated() && g.points > g.block {
		w.l.set.Vec(kernel.Scale, bar[:b.live], bar[:b.live], nil, T(g.half(b.start/g.block)))
		return
	}
	if (g.data != nil || w.l.config.Fixed) && !g.estimated() {
		clear(bar) // nothing is ever drawn anew
		return
	}
	for j := 0; j < b.live; j += 2 {
		if j+1 == b.live {
			bar[j] = 0
			break
		}
		if sign(w.l.halves, b.group, 0, b.start+j) < 0 {
			bar[j] = -bar[j]
		} else {
			bar[j+1] = -bar[j+1]
		}
	}
}

// half returns the factor of block number i where halves are the even and the odd blocks, of n_a and n_b points: sqrt(n_b/n_a) and
// -sqrt(n_a/n_b), so that the signal cancels and the square is the variance of the mean over both.
func (g *group[T]) half(i int) float64 {
	odd := 0
	for start := g.block; start < g.points; start += 2 * g.block {
		odd += min(g.block, g.points-start)
	}
	ratio := math.Sqrt(float64(odd) / float64(g.points-odd))
	if i%2 == 0 {
		return ratio
	}
	return -1 / ratio
}
