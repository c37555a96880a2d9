package kernel

import (
	"math"
	"sync/atomic"
)

// Activation is a scalar function that has a Taylor recurrence.
type Activation uint8

// The activations. SiLU is x/(1+exp(-x)).
const (
	Tanh Activation = iota
	Sin
	SiLU
)

// JetProgram is the rule by which an activation acts on the Taylor coefficients of one unit: a list of multiply-adds over slots.
// Package jet derives one for each activation and channel set; a kernel runs it over all units and points. Each slot is a value
// at every point of a small chunk.
//
// Slots of Forward, in order: Channels inputs z_0 ... (z_0 is the value); two seeds if Seed; Rows weights; intermediates.
// Slots of Reverse: Channels inputs (y if FromOutput, else z); Channels adjoints of y; two seeds if Seed; Rows weights;
// intermediates. Operations write to intermediates only. A program is not changed after its first use.
//
// The seeds (p, q) of z_0: tanh: (tanh z_0, 1 - tanh^2 z_0); sin: (sin z_0, cos z_0); silu: (g, g - g^2), g = 1/(1+exp(-z_0)).
type JetProgram struct {
	Activation Activation
	Channels   int
	Rows       int  // weights per point: rows of the weighted Laplacian
	FromOutput bool // the reverse sweep needs y only
	Forward    JetCode
	Reverse    JetCode

	plans *jetPlan  // made by the kernels as they are needed
	keys  [2]uint64 // of Key, forward and reverse; 0 before the first use
}

// Key returns a number that stands for one direction of the program: FNV-1a over all that it consists of. The kernels have some
// programs compiled and find them by it.
func (p *JetProgram) Key(reverse bool) uint64 {
	c, k := &p.Forward, &p.keys[0]
	if reverse {
		c, k = &p.Reverse, &p.keys[1]
	}
	if h := atomic.LoadUint64(k); h != 0 {
		return h
	}
	h := uint64(14695981039346656037)
	add := func(x uint64) {
		for range 8 {
			h = (h ^ x&0xff) * 1099511628211
			x >>= 8
		}
	}
	flag := func(b bool) {
		if b {
			add(1)
		} else {
			add(0)
		}
	}
	flag(reverse)
	flag(c.Seed)
	for _, n := range []int{int(p.Activation), p.Channels, p.Rows, c.Slots} {
		add(uint64(n))
	}
	for _, o := range c.Ops {
		add(uint64(o.Dst))
		add(uint64(o.A))
		add(uint64(o.B))
		flag(o.Acc)
		add(math.Float64bits(o.Coef))
	}
	for _, o := range c.Out {
		add(uint64(o))
	}
	atomic.StoreUint64(k, h)
	return h
}

// JetCode is a straight-line program over slots.
type JetCode struct {
	Seed  bool // compute the two seeds from slot 0
	Slots int
	Ops   []MulAdd
	Out   []int32 // Out[c] is the slot that holds channel c at the end
}

// MulAdd is t[Dst] = Coef*t[A]*t[B], plus t[Dst] if Acc. With B < 0 it is Coef*t[A], and with A < 0 and B < 0 it is Coef. Coef is
// 1 often enough to be worth a branch.
type MulAdd struct {
	Dst, A, B int32
	Acc       bool
	Coef      float64
}

// ScratchLen is the length of the scratch slice JetForward and JetReverse need, in elements.
func (p *JetProgram) ScratchLen() int { return max(p.Forward.Slots, p.Reverse.Slots) * jetChunk }
