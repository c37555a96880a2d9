package kernel

import (
	"math"
	"sync/atomic"
	"unsafe"
)

// jetChunk is the most values a jet kernel takes of a slot at a time, and so what a slot of the scratch must hold.
const jetChunk = 64

// jetKind is what a jet kernel does in one operation, on a chunk of points whose running sum it keeps in registers. The kernels'
// generator dispatches in this order.
type jetKind int32

const (
	jetFMA            jetKind = iota // acc += a b
	jetMulStore                      // acc = a b; dst = acc
	jetMul                           // acc = a b
	jetStore                         // dst = acc
	jetFMAScaled                     // acc += coef a b
	jetMulScaledStore                // acc = coef a b; dst = acc
	jetMulScaled                     // acc = coef a b
	jetFMAStore                      // acc += a b; dst = acc
	jetFMAScaledStore                // acc += coef a b; dst = acc
	jetMulRun                        // dst_i = coef a_i b_i, count times
	jetFMARun                        // acc += coef a_i b_i
	jetAddRun                        // dst_i += coef a_i b_i
	jetLoad                          // acc = a
	jetAddScaled                     // acc += coef a
	jetLoadScaled                    // acc = coef a
	jetConstant                      // acc = coef
	jetAddConstant                   // acc += coef
	jetSeed                          // dst, b = the seeds of a; tanh, then one kind for each further activation
)

// jetBase says which of the kernel's five addresses an operand counts from. The first three move on from units to units.
type jetBase int32

const (
	baseInput   jetBase = 8 * iota // z or x
	baseAdjoint                    // ybar
	baseOutput
	baseRows
	baseScratch
)

// jetTable is the addresses, and how far each is from one unit of a chunk to the next.
type jetTable struct{ base, unit [5]uintptr }

// jetOp is one operation as the kernels read it: operands are byte offsets from a base and, in a run, steps. Its layout is fixed.
type jetOp struct {
	kind                  jetKind
	count                 int32
	dst, a, b             int64
	dstBase, aBase, bBase jetBase
	_                     int32
	dstStep, aStep, bStep int64
	coef                  uint64 // the bits of a T
}

// jetKey says what a plan is for: slot is the distance of the scratch's slots, in elements.
type jetKey struct {
	reverse, inPlace   bool
	size, points, slot int
}

// jetPlan is a JetCode as operations of the kernels. Plans are made once, kept in a list that only grows, and shared by all workers.
type jetPlan struct {
	jetKey
	ops  []jetOp
	next *jetPlan
}

// planned reports whether there is a plan for that direction.
func (p *JetProgram) planned(reverse bool) bool {
	for q := (*jetPlan)(atomic.LoadPointer((*unsafe.Pointer)(unsafe.Pointer(&p.plans)))); q != nil; q = q.next {
		if q.reverse == reverse {
			return true
		}
	}
	return false
}

// plan returns the plan for key; it allocates the first time.
func (p *JetProgram) plan(key jetKey) *jetPlan {
	list := (*unsafe.Pointer)(unsafe.Pointer(&p.plans))
	head := (*jetPlan)(atomic.LoadPointer(list))
	for q := head; q != nil; q = q.next {
		if q.jetKey == key {
			return q
		}
	}
	q := &jetPlan{jetKey: key, next: head, ops: newPlanner(p, key).plan()}
	// Another worker that was faster has made an equal plan: one of the two is lost, and nothing else.
	atomic.CompareAndSwapPointer(list, unsafe.Pointer(head), unsafe.Pointer(q))
	return q
}

// planner turns a program over slots into kernel operations: first over slots, then over places.
type planner struct {
	jetKey
	p      *JetProgram
	c      *JetCode
	inputs int // slots of inputs
	rows   int // the first slot of a row
	inner  int // the first intermediate
	steps  []jetStep
	output []int // the channel that a slot is written to directly, or -1
}

// jetStep is a jetOp over slots. from and to, if not zero, override the base of a and dst.
type jetStep struct {
	kind      jetKind
	dst, a, b int
	to, from  jetBase
	coef      float64
}

func newPlanner(p *JetProgram, key jetKey) *planner {
	l := &planner{jetKey: key, p: p, c: &p.Forward, inputs: p.Channels}
	if l.reverse {
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

func (l *planner) plan() []jetOp {
	if l.c.Seed {
		l.emit(jetStep{kind: jetSeed + jetKind(l.p.Activation), a: 0, dst: l.inputs, b: l.inputs + 1})
	}
	groups := groupsOf(l.c.Ops)
	for i := 0; i < len(groups); {
		n := alike(groups[i:])
		if n < 4 || len(groups[i].terms) == 1 && !groups[i].acc {
			l.sum(groups[i])
			i++
			continue
		}
		l.interchange(groups[i : i+n])
		i += n
	}
	l.deliver()
	ops := make([]jetOp, len(l.steps))
	for i, s := range l.steps {
		ops[i] = l.operation(s)
	}
	return compress(ops)
}

func (l *planner) emit(s ...jetStep) { l.steps = append(l.steps, s...) }

// operation places a step's operands.
func (l *planner) operation(s jetStep) jetOp {
	o := jetOp{kind: s.kind, count: 1, coef: math.Float64bits(s.coef)}
	if l.size == 4 {
		o.coef = uint64(math.Float32bits(float32(s.coef)))
	}
	o.a, o.aBase = l.place(s.a, s.from)
	o.b, o.bBase = l.place(s.b, 0)
	o.dst, o.dstBase = l.place(s.dst, s.to)
	return o
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
		if !l.isInput(int(o)) && first[o] >= 0 && !taken[o] && (!l.inPlace || last[l.under(c)] <= first[o]) {
			l.output[o], taken[o], done[c] = c, true, true
		}
	}
	for c, o := range l.c.Out {
		if !done[c] && l.isInput(int(o)) {
			l.emit(jetStep{kind: jetLoad, a: int(o)}, jetStep{kind: jetStore, dst: int(o), to: baseScratch})
		}
	}
	for c, o := range l.c.Out {
		if !done[c] {
			s := jetStep{kind: jetLoad, a: int(o)}
			if l.isInput(int(o)) {
				s.from = baseScratch
			}
			l.emit(s, jetStep{kind: jetStore, dst: c, to: baseOutput})
		}
	}
}

// uses returns the first step that writes each slot and the last that reads it, or -1.
func (l *planner) uses() (first, last []int) {
	first, last = make([]int, l.c.Slots), make([]int, l.c.Slots)
	for i := range first {
		first[i], last[i] = -1, -1
	}
	for i, s := range l.steps {
		reads, writes := s.operands()
		for _, slot := range reads {
			last[slot] = i
		}
		for _, slot := range writes {
			if first[slot] < 0 {
				first[slot] = i
			}
		}
	}
	return first, last
}

// operands returns the slots that a step reads and writes.
func (s jetStep) operands() (reads, writes []int) {
	switch s.kind {
	case jetStore:
		return nil, []int{s.dst}
	case jetConstant, jetAddConstant:
		return nil, nil
	case jetLoad, jetAddScaled, jetLoadScaled:
		return []int{s.a}, nil
	case jetFMA, jetMul, jetFMAScaled, jetMulScaled:
		return []int{s.a, s.b}, nil
	case jetMulStore, jetMulScaledStore, jetFMAStore, jetFMAScaledStore:
		return []int{s.a, s.b}, []int{s.dst}
	case jetAddRun:
		return []int{s.a, s.b, s.dst}, []int{s.dst}
	}
	return []int{s.a}, []int{s.dst, s.b}
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
func (l *planner) place(slot int, base jetBase) (int64, jetBase) {
	row, at, n := slot, base, l.points
	switch {
	case base == baseOutput:
	case base == baseScratch:
		n = l.slot
	case slot < l.p.Channels:
		at = baseInput
	case slot < l.inputs:
		row, at = slot-l.p.Channels, baseAdjoint
	case slot >= l.rows && slot < l.inner:
		row, at = slot-l.rows, baseRows
	case l.output[slot] >= 0:
		row, at = l.output[slot], baseOutput
	default:
		at, n = baseScratch, l.slot
	}
	return int64(row * n * l.size), at
}
