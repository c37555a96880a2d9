package loss

import (
	"counterpoint/solver/jet"
	"counterpoint/solver/kernel"
	"counterpoint/solver/network"
)

// consensusStride is how many blocks of a group there are to each on which the spread is taken: with values alone and not jets, and on
// a quarter of the points, the K views cost a small part of the losses.
const consensusStride = 4

// views is one worker's memory for the outputs of private adapters on one group: a sweep of values for each loss.
type views[T kernel.Float] struct {
	sweeps []*network.Sweep[T]
	mean   []T
}

func newViews[T kernel.Float](net *network.Net[T], g *group[T]) *views[T] {
	v := &views[T]{mean: make([]T, g.block)}
	for range net.Adapters.Losses {
		v.sweeps = append(v.sweeps, network.NewSweep[T](net.Shape, jet.NewChannels(g.dim, nil, nil, 0), g.block, true))
	}
	return v
}

// agreement is the penalty's part of a shard.
type agreement[T kernel.Float] struct {
	grad    []T // network parameters; nil without a penalty
	value   float64
	reached bool // a block of the shard takes part
}

// takesPart reports whether the spread is taken on the block.
func (g *group[T]) takesPart(b block) bool { return b.start/g.block%consensusStride == 0 }

// consensusFactor is what one squared deviation at one point of the group weighs, so that the penalty is
//
//	Consensus * mean over groups of the mean over points of (1/K) sum_k |u_k - mean_j u_j|^2.
func (l *Losses[T]) consensusFactor(g *group[T], index int) float64 {
	points := 0
	for _, b := range g.blocks(index) {
		if g.takesPart(b) {
			points += b.live
		}
	}
	return l.config.Consensus / float64(len(l.groups)*points*l.net.Adapters.Losses)
}

// agree adds the block's penalty and its gradient to s.
func (w *worker[T]) agree(g *group[T], v *views[T], b block, s *agreement[T]) {
	net, set, k := w.l.net, w.l.set, T(1/float64(len(v.sweeps)))
	for i, sweep := range v.sweeps {
		for c := range g.dim {
			copy(sweep.Input(c), g.sites[0].x[c][b.start:b.start+b.padded])
		}
		sweep.ForwardView(net, b.padded, nil, i)
	}
	for f := range net.Out {
		mean := v.mean[:b.padded]
		clear(mean)
		for _, sweep := range v.sweeps {
			set.Vec(kernel.Axpy, mean, sweep.Row(f, 0), nil, k)
		}
		for _, sweep := range v.sweeps {
			bar := sweep.BarRow(f, 0)
			set.Vec(kernel.Sub, bar, sweep.Row(f, 0), mean, 0)
			s.value += g.consensus * set.Inner(bar[:b.live], bar[:b.live])
			set.Vec(kernel.Scale, bar, bar, nil, T(2*g.consensus))
			clear(bar[b.live:])
		}
	}
	for _, sweep := range v.sweeps {
		sweep.Reverse(net, s.grad, w.sums)
	}
}

// Penalty returns the consensus penalty at the last Evaluate and its gradient by the network's parameters, the losses' own memory; 0 and
// nil without one.
func (l *Losses[T]) Penalty() (value float64, grad []T) { return l.penalty, l.penaltyGrad }
