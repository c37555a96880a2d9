package network

import (
	"fmt"
	"math"
	"math/rand/v2"

	"counterpoint/solver/gradient"
	"counterpoint/solver/kernel"
)

// Adapters describes one low-rank adapter per loss on the trunk:
//
//	h <- h + (Scale/Losses) sum_k g_k U_k f(D_k h),    f = tanh or the identity, g_k = 1 but for local adapters,
//
// D_k Rank x Width with rows of norm RowNorm in random directions, U_k zero: at the start the network equals its trunk. Stacked, the
// shared adapters of all losses are one adapter of rank Losses*Rank; the index k means a loss only where something depends on it: the
// gate of local adapters, the view of private ones, or an update that routes gradients (Owned).
type Adapters struct {
	Kind    AdapterKind
	Place   AdapterPlace
	Losses  int // K
	Rank    int // of each
	Scale   float64
	RowNorm float64
	Linear  bool   // f is the identity
	Gates   []Gate // K, of Local
}

// AdapterKind says what the index k of an adapter means in the forward pass.
type AdapterKind uint8

// The kinds: Shared, nothing; Private, loss k sees adapter k alone, at the full Scale, and the prediction is the mean of the K outputs;
// Local, adapter k is multiplied by Gates[k], a function of the coordinates.
const (
	Shared AdapterKind = iota
	Private
	Local
)

// AdapterPlace says where adapters stand.
type AdapterPlace uint8

// The places: behind every hidden layer, behind the last, or from the last hidden layer to the output (U_k is Out x Rank).
const (
	EveryLayer AdapterPlace = iota
	LastLayer
	AtOutput
)

// ParsePlace returns the place of that name.
func ParsePlace(name string) (AdapterPlace, error) {
	for p, n := range []string{"all", "last", "output"} {
		if n == name {
			return AdapterPlace(p), nil
		}
	}
	return 0, fmt.Errorf("behind: %q is none of all, last, output", name)
}

// factor is what multiplies the adapters' sum.
func (a *Adapters) factor() float64 {
	if a.Kind == Private {
		return a.Scale
	}
	return a.Scale / float64(a.Losses)
}

// adapter is the place of a stack of adapters on one layer: D (rows x cols) at d, U transposed (rows x out) at u, so that the rows of
// each loss are contiguous in both; they read hidden layer from. loss is the loss of a private one, -1 for all losses' stack.
type adapter struct{ from, rows, cols, out, d, u, loss int }

func (a adapter) end() int { return a.u + a.rows*a.out }

// adapters lists the stacks, layer by layer; their parameters follow the trunk's.
func (s Shape) adapters() []adapter {
	a := s.Adapters
	if a == nil {
		return nil
	}
	var out []adapter
	at := s.TrunkParams()
	add := func(layer, rows, loss int) {
		to := s.Width
		if a.Place == AtOutput {
			to = s.Out
		}
		next := adapter{from: layer, rows: rows, cols: s.Width, out: to, d: at, u: at + rows*s.Width, loss: loss}
		out = append(out, next)
		at = next.end()
	}
	for l := range s.Depth {
		switch {
		case l < s.Depth-1 && a.Place != EveryLayer:
		case a.Kind == Private:
			for k := range a.Losses {
				add(l, a.Rank, k)
			}
		default:
			add(l, a.Losses*a.Rank, -1)
		}
	}
	return out
}

func (s Shape) adapterBlocks() []gradient.Block {
	var out []gradient.Block
	for _, a := range s.adapters() {
		name := fmt.Sprintf("a%d", a.from)
		if a.loss >= 0 {
			name = fmt.Sprintf("a%d.%d", a.from, a.loss)
		}
		out = append(out, gradient.Block{Name: name, Lo: a.d, Hi: a.end()})
	}
	return out
}

// Owned is a range [Lo, Hi) of parameters that belong to the adapter of one loss.
type Owned struct{ Lo, Hi, Loss int }

// Owned lists the adapters' parameters by the loss they belong to, in order.
func (s Shape) Owned() []Owned {
	var out []Owned
	for _, a := range s.adapters() {
		if a.loss >= 0 {
			out = append(out, Owned{a.d, a.end(), a.loss})
			continue
		}
		for _, part := range []struct{ at, cols int }{{a.d, a.cols}, {a.u, a.out}} {
			for k := range s.Adapters.Losses {
				n := s.Adapters.Rank * part.cols
				out = append(out, Owned{part.at + k*n, part.at + (k+1)*n, k})
			}
		}
	}
	return out
}

// initAdapters writes the starting values behind the trunk's.
func (s Shape) initAdapters(theta []float64, seed uint64) {
	for i, a := range s.adapters() {
		rng := rand.New(rand.NewPCG(seed, 0x616470<<8+uint64(i)))
		for r := range a.rows {
			row, norm := theta[a.d+r*a.cols:][:a.cols], 0.0
			for j := range row {
				row[j] = rng.NormFloat64()
				norm += row[j] * row[j]
			}
			for j := range row {
				row[j] *= s.Adapters.RowNorm / math.Sqrt(norm)
			}
		}
		clear(theta[a.u:a.end()])
	}
}

// packedAdapter is a stack's weights as the matrix products read them.
type packedAdapter[T kernel.Float] struct {
	adapter
	d, dT, u, uT []T
}

func newPackedAdapter[T kernel.Float](a adapter, set *kernel.Set[T]) *packedAdapter[T] {
	square := func(m, k int) []T { return make([]T, set.PackLen(m, k)) }
	return &packedAdapter[T]{a, square(a.rows, a.cols), square(a.cols, a.rows), square(a.out, a.rows), square(a.rows, a.out)}
}

func (p *packedAdapter[T]) pack(theta []T, set *kernel.Set[T]) {
	d, u := theta[p.adapter.d:p.adapter.u], theta[p.adapter.u:p.end()]
	set.Pack(p.d, d, p.rows, p.cols, p.cols, false)
	set.Pack(p.dT, d, p.cols, p.rows, p.cols, true)
	set.Pack(p.u, u, p.out, p.rows, p.out, true)
	set.Pack(p.uT, u, p.rows, p.out, p.out, false)
}
