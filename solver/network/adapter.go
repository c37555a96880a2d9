package network

import (
	"fmt"
	"math"
	"math/rand/v2"

	"counterpoint/solver/gradient"
	"counterpoint/solver/jet"
	"counterpoint/solver/kernel"
)

// Adapters describes one low-rank adapter per loss behind hidden layers of the trunk:
//
//	h <- h + (Scale/Losses) sum_k U_k tanh(D_k h),
//
// D_k Rank x Width with rows of norm RowNorm in random directions, U_k zero: at the start the network equals its trunk. Stacked, the
// shared adapters of all losses are one adapter of rank Losses*Rank; only routing makes the index k mean a loss.
type Adapters struct {
	Kind    AdapterKind
	Losses  int  // K
	Rank    int  // of each
	Last    bool // behind the last hidden layer only, else behind each
	Scale   float64
	RowNorm float64
}

// AdapterKind says which loss reaches which adapter, and where adapters add.
type AdapterKind uint8

// The kinds: Shared, every adapter receives the whole gradient; Routed, adapter k receives the gradient of loss k only (the forward
// pass is the same); Output, shared, but U_k acts on the last hidden layer and adds to the output.
const (
	Shared AdapterKind = iota
	Routed
	Output
)

// ParseAdapters returns the kind of that name.
func ParseAdapters(name string) (AdapterKind, error) {
	for k, n := range []string{"shared", "routed", "output"} {
		if n == name {
			return AdapterKind(k), nil
		}
	}
	return 0, fmt.Errorf("adapters: %q is none of shared, routed, output", name)
}

// adapter is the place of one layer's stacked adapters: D (rows x cols) at d, U (out x rows) at u; they read hidden layer from.
type adapter struct{ from, rows, cols, out, d, u int }

// adapters lists the stacks behind the layers, in order; their parameters follow the trunk's.
func (s Shape) adapters() []adapter {
	a := s.Adapters
	if a == nil {
		return nil
	}
	var out []adapter
	at := s.TrunkParams()
	for l := range s.Depth {
		if l < s.Depth-1 && (a.Last || a.Kind == Output) {
			continue
		}
		to := s.Width
		if a.Kind == Output {
			to = s.Out
		}
		rows := a.Losses * a.Rank
		out = append(out, adapter{from: l, rows: rows, cols: s.Width, out: to, d: at, u: at + rows*s.Width})
		at += rows * (s.Width + to)
	}
	return out
}

func (s Shape) adapterBlocks() []gradient.Block {
	var out []gradient.Block
	for _, a := range s.adapters() {
		out = append(out, gradient.Block{Name: fmt.Sprintf("a%d", a.from), Lo: a.d, Hi: a.u + a.rows*a.out})
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
		clear(theta[a.u : a.u+a.rows*a.out])
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
	d, u := theta[p.adapter.d:p.adapter.u], theta[p.adapter.u:p.adapter.u+p.rows*p.out]
	set.Pack(p.d, d, p.rows, p.cols, p.cols, false)
	set.Pack(p.dT, d, p.cols, p.rows, p.cols, true)
	set.Pack(p.u, u, p.out, p.rows, p.rows, false)
	set.Pack(p.uT, u, p.rows, p.out, p.rows, true)
}

// bypass is one worker's memory for a stack of adapters.
type bypass[T kernel.Float] struct {
	prog    *kernel.JetProgram
	scratch []T
	t       []T // tanh(D h): rows x channels x points
	ts      []T // (Scale/K) t
	bar     []T // adjoint of t, then of D h
	h       []T // the layer's output with the adapters' share; nil for Output
}

func newBypass[T kernel.Float](a adapter, c *jet.Channels, width, ld int, kind AdapterKind) *bypass[T] {
	p := jet.Program(kernel.Tanh, c)
	b := &bypass[T]{prog: p, scratch: make([]T, p.ScratchLen()), t: make([]T, a.rows*ld), ts: make([]T, a.rows*ld), bar: make([]T, a.rows*ld)}
	if kind != Output {
		b.h = make([]T, width*ld)
	}
	return b
}

// forward adds the adapters' share of hidden layer h to to.
func (b *bypass[T]) forward(w *Sweep[T], net *Net[T], p *packedAdapter[T], h, to []T) {
	cols := w.Channels.Len() * w.n
	net.set.Gemm(b.t, w.ld, p.d, h, w.ld, p.rows, p.cols, cols, false)
	net.set.JetForward(b.prog, b.t, b.t, w.ld, p.rows, w.n, w.rows, b.scratch)
	b.scale(net, b.ts, b.t, w.ld, p.rows, cols)
	net.set.Gemm(to, w.ld, p.u, b.ts, w.ld, p.out, p.rows, cols, true)
}

func (b *bypass[T]) scale(net *Net[T], dst, src []T, ld, rows, cols int) {
	s := T(net.Adapters.Scale / float64(net.Adapters.Losses))
	for r := range rows {
		net.set.Vec(kernel.Scale, dst[r*ld:r*ld+cols], src[r*ld:r*ld+cols], nil, s)
	}
}

// reverse carries toBar, the adjoint of what the share was added to, into hBar, the adjoint of the hidden layer h, to which it
// adds (it may be toBar), and adds the gradient of the adapters that the loss may reach.
func (b *bypass[T]) reverse(w *Sweep[T], net *Net[T], p *packedAdapter[T], h, toBar, hBar, grad []T, loss int) {
	cols := w.Channels.Len() * w.n
	lo, hi := 0, p.rows
	if net.Adapters.Kind == Routed {
		lo, hi = loss*net.Adapters.Rank, (loss+1)*net.Adapters.Rank
	}
	net.set.Dot(grad[p.adapter.u+lo:], p.rows, toBar, w.ld, b.ts[lo*w.ld:], w.ld, p.out, hi-lo, cols)
	net.set.Gemm(b.bar, w.ld, p.uT, toBar, w.ld, p.rows, p.out, cols, false)
	b.scale(net, b.bar, b.bar, w.ld, p.rows, cols)
	net.set.JetReverse(b.prog, b.bar, b.t, b.bar, w.ld, p.rows, w.n, w.rows, b.scratch)
	net.set.Dot(grad[p.adapter.d+lo*p.cols:], p.cols, b.bar[lo*w.ld:], w.ld, h, w.ld, hi-lo, p.cols, cols)
	net.set.Gemm(hBar, w.ld, p.dT, b.bar, w.ld, p.cols, p.rows, cols, true)
}
