package network

import (
	"counterpoint/solver/jet"
	"counterpoint/solver/kernel"
)

// bypass is one worker's memory for a stack of adapters.
type bypass[T kernel.Float] struct {
	prog    *kernel.JetProgram // nil for linear adapters
	scratch []T
	t       []T // f(D h): rows x channels x points
	ts      []T // t through the gates, times the factor
	bar     []T // adjoint of t, then of D h
	gated   []T // adjoint of t before the gates' reverse; nil without gates
	h       []T // the layer's output with the adapters' share; nil at the output
}

// newBypass returns memory for stack a; h is the layer's, shared by the stacks of the layer.
func newBypass[T kernel.Float](a adapter, s *Adapters, c *jet.Channels, ld int, h []T) *bypass[T] {
	b := &bypass[T]{t: make([]T, a.rows*ld), ts: make([]T, a.rows*ld), bar: make([]T, a.rows*ld), h: h}
	if !s.Linear {
		b.prog = jet.Program(kernel.Tanh, c)
		b.scratch = make([]T, b.prog.ScratchLen())
	}
	if s.Kind == Local {
		b.gated = make([]T, a.rows*ld)
	}
	return b
}

// forward adds the adapters' share of hidden layer h to to.
func (b *bypass[T]) forward(w *Sweep[T], net *Net[T], p *packedAdapter[T], h, to []T) {
	cols := w.Channels.Len() * w.n
	net.set.Gemm(b.t, w.ld, p.d, h, w.ld, p.rows, p.cols, cols, false)
	if b.prog != nil {
		net.set.JetForward(b.prog, b.t, b.t, w.ld, p.rows, w.n, w.rows, b.scratch)
	}
	from := b.t
	if b.gated != nil {
		from = b.gated
		for k := range net.Adapters.Losses {
			w.gates.forward(net.set, k, from, b.t, w.ld, w.n, k*net.Adapters.Rank, (k+1)*net.Adapters.Rank)
		}
	}
	b.scale(net, b.ts, from, w.ld, p.rows, cols)
	net.set.Gemm(to, w.ld, p.u, b.ts, w.ld, p.out, p.rows, cols, true)
}

func (b *bypass[T]) scale(net *Net[T], dst, src []T, ld, rows, cols int) {
	s := T(net.Adapters.factor())
	for r := range rows {
		net.set.Vec(kernel.Scale, dst[r*ld:r*ld+cols], src[r*ld:r*ld+cols], nil, s)
	}
}

// reverse carries toBar, the adjoint of what the share was added to, into hBar, the adjoint of the hidden layer h, to which it
// adds (it may be toBar), and adds the adapters' gradient to grad.
func (b *bypass[T]) reverse(w *Sweep[T], net *Net[T], p *packedAdapter[T], h, toBar, hBar, grad []T) {
	cols := w.Channels.Len() * w.n
	net.set.Dot(grad[p.adapter.u:], p.out, b.ts, w.ld, toBar, w.ld, p.rows, p.out, cols)
	net.set.Gemm(b.bar, w.ld, p.uT, toBar, w.ld, p.rows, p.out, cols, false)
	b.scale(net, b.bar, b.bar, w.ld, p.rows, cols)
	if b.gated != nil {
		for k := range net.Adapters.Losses {
			w.gates.reverse(net.set, k, b.gated, b.bar, w.ld, w.n, k*net.Adapters.Rank, (k+1)*net.Adapters.Rank)
		}
		copy(b.bar, b.gated)
	}
	if b.prog != nil {
		net.set.JetReverse(b.prog, b.bar, b.t, b.bar, w.ld, p.rows, w.n, w.rows, b.scratch)
	}
	net.set.Dot(grad[p.adapter.d:], p.cols, b.bar, w.ld, h, w.ld, p.rows, p.cols, cols)
	net.set.Gemm(hBar, w.ld, p.dT, b.bar, w.ld, p.cols, p.rows, cols, true)
}
