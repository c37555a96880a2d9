package kernel

import (
	"math"
	"sync/atomic"
	"unsafe"
)

// jetChunk is the most points a jet kernel takes at a time, and so what a slot of the scratch must hold.
const jetChunk = 64

// jetKind is what a jet kernel does in one operation, on the chunk of points it keeps in registers. The kernels' generator
// dispatches in this order.
type jetKind int32

const (
	jetFMA         jetKind = iota // acc += a b
	jetMul                        // acc = a b
	jetStore                      // dst = acc
	jetFMAScaled                  // acc += coef a b
	jetMulScaled                  // acc = coef a b
	jetLoad                       // acc = a
	jetAddScaled                  // acc += coef a
	jetLoadScaled                 // acc = coef a
	jetConstant                   // acc = coef
	jetAddConstant                // acc += coef
	jetSeed                       // dst, b = the seeds of a; tanh, then one kind for each further activation
)

// jetBase says which of the kernel's five addresses an operand counts from. The first three move on from unit to unit.
type jetBase int32

const (
	baseInput   jetBase = 8 * iota // z or x
	baseAdjoint                    // ybar
	baseOutput
	baseRows
	baseScratch
)

// jetOp is one operation as the kernels read it: operands are byte offsets from a base. Its layout is fixed.
type jetOp struct {
	kind                  jetKind
	dst, a, b             int32
	dstBase, aBase, bBase jetBase
	_                     int32
	coef                  uint64 // the bits of a T
}

// jetPlan is a JetCode with operands laid out for one number of points and one chunk. Plans are made once, kept in a list that
// only grows, and shared by all workers.
type jetPlan struct {
	reverse             bool
	size, points, chunk int
	ops                 []jetOp
	next                *jetPlan
}

// plan returns the plan for chunk of points points, elements of size bytes; it allocates the first time.
func (p *JetProgram) plan(reverse bool, size, points, chunk int) *jetPlan {
	list := (*unsafe.Pointer)(unsafe.Pointer(&p.plans))
	head := (*jetPlan)(atomic.LoadPointer(list))
	for q := head; q != nil; q = q.next {
		if q.reverse == reverse && q.size == size && q.points == points && q.chunk == chunk {
			return q
		}
	}
	q := &jetPlan{reverse: reverse, size: size, points: points, chunk: chunk, next: head}
	q.ops = newPlanner(p, reverse).plan(size, points, chunk)
	// Another worker that was faster has made an equal plan: one of the two is lost, and nothing else.
	atomic.CompareAndSwapPointer(list, unsafe.Pointer(head), unsafe.Pointer(q))
	return q
}

// planner turns a program over slots into kernel operations: first over slots, then over places.
type planner struct {
	p       *JetProgram
	c       *JetCode
	reverse bool
	inputs  int // slots of inputs
	rows    int // the first slot of a row
	inner   int // the first intermediate
	steps   []jetStep
	output  []int // the channel that a slot is written to directly, or -1
}

// jetStep is a jetOp over slots. from and to, if not zero, override the base of a and dst.
type jetStep struct {
	kind      jetKind
	dst, a, b int
	to, from  jetBase
	coef      float64
}

func newPlanner(p *JetProgram, reverse bool) *planner {
	l := &planner{p: p, c: &p.Forward, inputs: p.Channels, reverse: reverse}
	if reverse {
		l.c, l.inputs = &p.Reverse, 2*p.Channels
	}
	l.rows = l.inputs
	if l.c.Seed {
		l.rows += 2
	}
	l.inner = l.rows + p.Rows
	l.output = make([]int, l.c.Slots)
	for i := range l.output {
		l.output[i] = -1
	}
	return l
}

func (l *planner) plan(size, points, chunk int) []jetOp {
	l.compute()
	l.deliver()
	ops := make([]jetOp, len(l.steps))
	for i, s := range l.steps {
		o := jetOp{kind: s.kind, coef: math.Float64bits(s.coef)}
		if size == 4 {
			o.coef = uint64(math.Float32bits(float32(s.coef)))
		}
		o.a, o.aBase = l.place(s.a, s.from, size, points, chunk)
		o.b, o.bBase = l.place(s.b, 0, size, points, chunk)
		o.dst, o.dstBase = l.place(s.dst, s.to, size, points, chunk)
		ops[i] = o
	}
	return ops
}

// compute emits the operations. cur is the slot whose value the registers hold; it is stored when another takes its place, and
// before an operation reads it.
func (l *planner) compute() {
	if l.c.Seed {
		l.steps = append(l.steps, jetStep{kind: jetSeed + jetKind(l.p.Activation), a: 0, dst: l.inputs, b: l.inputs + 1})
	}
	cur, stored := -1, true
	store := func() {
		if !stored {
			l.steps = append(l.steps, jetStep{kind: jetStore, dst: cur})
			stored = true
		}
	}
	for _, o := range l.c.Ops {
		if int(o.A) == cur || int(o.B) == cur {
			store()
		}
		if !o.Acc || int(o.Dst) != cur {
			store()
			cur = int(o.Dst)
			if o.Acc {
				l.steps = append(l.steps, jetStep{kind: jetLoad, a: cur})
			}
		}
		l.steps = append(l.steps, jetStep{kind: kindOf(o), a: int(max(o.A, 0)), b: int(max(o.B, 0)), coef: o.Coef})
		stored = false
	}
	store()
}

func kindOf(o MulAdd) jetKind {
	kinds := [3][3]jetKind{{jetMul, jetMulScaled, jetFMA}, {jetLoad, jetLoadScaled, jetAddScaled}, {jetConstant, jetConstant, jetAddConstant}}
	k := &kinds[0]
	switch {
	case o.A < 0:
		k = &kinds[2]
	case o.B < 0:
		k = &kinds[1]
	}
	switch {
	case o.Acc && o.B >= 0 && o.Coef != 1:
		return jetFMAScaled
	case o.Acc:
		return k[2]
	case o.Coef != 1:
		return k[1]
	}
	return k[0]
}

// deliver brings each channel's slot to the output: an intermediate or seed is written there in the first place if no later
// operation reads the input that the output may stand on; else it is copied at the end. What is copied from an input goes through
// the scratch, as another copy may overwrite that input.
func (l *planner) deliver() {
	first, last := l.uses()
	done := make([]bool, l.p.Channels)
	taken := make([]bool, l.c.Slots)
	for _, o := range l.c.Out {
		if l.isInput(int(o)) {
			last[o] = math.MaxInt
		}
	}
	for c, o := range l.c.Out {
		if !l.isInput(int(o)) && first[o] >= 0 && !taken[o] && last[l.under(c)] <= first[o] {
			l.output[o], taken[o], done[c] = c, true, true
		}
	}
	for c, o := range l.c.Out {
		if !done[c] && l.isInput(int(o)) {
			l.steps = append(l.steps, jetStep{kind: jetLoad, a: int(o)}, jetStep{kind: jetStore, dst: int(o), to: baseScratch})
		}
	}
	for c, o := range l.c.Out {
		if !done[c] {
			s := jetStep{kind: jetLoad, a: int(o)}
			if l.isInput(int(o)) {
				s.from = baseScratch
			}
			l.steps = append(l.steps, s, jetStep{kind: jetStore, dst: c, to: baseOutput})
		}
	}
}

// uses returns the first step that writes each slot and the last that reads it, or -1.
func (l *planner) uses() (first, last []int) {
	first, last = make([]int, l.c.Slots), make([]int, l.c.Slots)
	for i := range first {
		first[i], last[i] = -1, -1
	}
	write := func(slot, at int) {
		if first[slot] < 0 {
			first[slot] = at
		}
	}
	for i, s := range l.steps {
		switch {
		case s.kind >= jetSeed:
			write(s.dst, i)
			write(s.b, i)
			last[s.a] = i
		case s.kind == jetStore:
			write(s.dst, i)
		case s.kind != jetConstant && s.kind != jetAddConstant:
			last[s.a] = i
			if s.kind == jetFMA || s.kind == jetMul || s.kind == jetFMAScaled || s.kind == jetMulScaled {
				last[s.b] = i
			}
		}
	}
	return first, last
}

// isInput reports whether slot is an input or a row.
func (l *planner) isInput(slot int) bool {
	return slot < l.inputs || slot >= l.rows && slot < l.inner
}

// under returns the input slot that channel c of the output overwrites if the operation is in place.
func (l *planner) under(c int) int {
	if l.reverse {
		return l.p.Channels + c
	}
	return c
}

// place returns where a slot stands; base overrides which of its places is meant: the output's channel, or the scratch.
func (l *planner) place(slot int, base jetBase, size, points, chunk int) (int32, jetBase) {
	row, at, n := slot, base, points
	switch {
	case base == baseOutput:
	case base == baseScratch:
		n = chunk
	case slot < l.p.Channels:
		at = baseInput
	case slot < l.inputs:
		row, at = slot-l.p.Channels, baseAdjoint
	case slot >= l.rows && slot < l.inner:
		row, at = slot-l.rows, baseRows
	case l.output[slot] >= 0:
		row, at = l.output[slot], baseOutput
	default:
		at, n = baseScratch, chunk
	}
	return int32(row * n * size), at
}
