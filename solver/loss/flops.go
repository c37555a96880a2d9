package loss

import "counterpoint/solver/network"

// Flops returns the floating-point operations of one Evaluate that the matrix products need, counted from shapes: 2 for each
// multiply-add, live points only. Per point and channel a layer costs its size once forward and twice in each loss's reverse
// sweep (weight gradient, input adjoint); the first layer sees one channel, or all of an embedding's, and needs no input adjoint.
// Activations, adapters, tape and optimizer are not counted: what they take shows as a smaller fraction of peak.
func (l *Losses[T]) Flops() float64 {
	total := 0.0
	for _, g := range l.groups {
		for i, s := range g.sites {
			reverses := 0
			for _, t := range g.terms {
				for _, leaf := range t.leaves {
					if leaf.site == i {
						reverses++
						break
					}
				}
			}
			total += float64(g.points) * sweepFlops(l.net.Shape, s.channels.Len(), reverses)
		}
	}
	return total
}

func sweepFlops(s network.Shape, channels, reverses int) float64 {
	sum := 0.0
	for i, m := range s.Maps() {
		size := 2 * float64(m.Rows) * float64(m.Cols)
		switch {
		case i > 0:
			sum += size * float64(channels) * float64(1+2*reverses)
		case s.Embedding != nil:
			sum += size * float64(channels) * float64(1+reverses)
		default:
			sum += size * float64(1+reverses)
		}
	}
	return sum
}
