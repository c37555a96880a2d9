package network

import (
	"counterpoint/solver/jet"
	"counterpoint/solver/kernel"
)

// Predictor evaluates a network's outputs at arbitrary points, without derivatives.
type Predictor[T kernel.Float] struct {
	net   *Net[T]
	sweep *Sweep[T]
}

// predictBlock is the points of one block: enough columns to keep the matrix product busy, few enough to stay in cache.
const predictBlock = 256

// NewPredictor returns a predictor of net, which must be packed whenever At is called.
func NewPredictor[T kernel.Float](net *Net[T]) *Predictor[T] {
	return &Predictor[T]{net: net, sweep: NewSweep[T](net.Shape, jet.NewChannels(net.In, nil, nil, 0), predictBlock, false)}
}

// At writes the outputs at n points into out (n x Out, row-major); x is n x In, row-major.
func (p *Predictor[T]) At(x []float64, n int, out []float64) {
	in, f := p.net.In, p.net.Out
	for start := 0; start < n; start += predictBlock {
		live := min(predictBlock, n-start)
		padded := kernel.Pad(live)
		for i := range in {
			row := p.sweep.Input(i)
			for j := range padded {
				row[j] = T(x[(start+min(j, live-1))*in+i])
			}
		}
		p.sweep.Forward(p.net, padded, nil)
		for i := range f {
			for j, v := range p.sweep.Row(i, 0)[:live] {
				out[(start+j)*f+i] = float64(v)
			}
		}
	}
}
