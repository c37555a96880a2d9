package main

import (
	"fmt"

	"counterpoint/solver/jet"
	"counterpoint/solver/kernel"
)

// compiledKernel is the name of a compiled rule's kernel.
func compiledKernel(s jet.Common, reverse bool) string {
	if reverse {
		return "TanhReverse_" + s.Name
	}
	return "TanhForward_" + s.Name
}

// compileJet emits one direction of tanh's rule on a common channel set: a point's jet stays in registers from the inputs to the outputs.
// The interpreter of jet.go does all other sets. It is for units rows of nv vectors: ch is the distance of channels, skip that from the end of a
// unit's first channel to the next unit. The output may stand on what it is of: z forward, the adjoint of y in reverse.
func compileJet(m Machine, s jet.Common, reverse bool, shape Shape) {
	p := jet.Program(kernel.Tanh, s.Channels)
	m.Func(compiledKernel(s, reverse)+"_"+suffix(m), Param{"out", Pointer}, Param{"x", Pointer}, Param{"bar", Pointer}, Param{"rows", Pointer},
		Param{"scratch", Pointer}, Param{"ch", Extent}, Param{"units", Extent}, Param{"nv", Extent}, Param{"skip", Extent})
	c := newJetCompiler(m, p, reverse, shape.Keep)
	ch, n := m.Arg("ch"), p.Channels
	c.x = m.Rows(m.Arg("x"), max(n, p.Rows), ch)
	c.out = m.Beside(c.x, m.Arg("out"), ch)
	moving := []*Rows{&c.x, &c.out}
	if reverse {
		c.bar = m.Beside(c.x, m.Arg("bar"), ch)
		moving = append(moving, &c.bar)
	}
	vb := m.Size() * m.Lanes()
	m.Loop(m.Arg("units"), func() {
		within := moving
		if p.Rows > 0 {
			c.rows = m.Beside(c.x, m.Arg("rows"), m.Arg("ch"))
			within = append(within[:len(within):len(within)], &c.rows)
		}
		if c.code.Seed {
			seedRow(m, c.x.at[0], c.out.at[0], shape.Side)
		}
		m.Loop(m.Arg("nv"), func() {
			c.emit()
			for _, r := range within {
				m.Advance(*r, vb)
			}
		})
		skip := m.Arg("skip")
		for _, r := range moving {
			m.AdvanceI(*r, skip)
		}
	})
	m.End()
}

// seedRow writes tanh of the unit's first channel at x to that of its output, where the rule finds it: nothing else reads the one or
// writes the other.
func seedRow(m Machine, x, out I, side int) {
	from, to := m.Copy(x), m.Copy(out)
	inGroups(m, m.Arg("nv"), side, func(m Machine, vecs int) {
		z := m.New()
		m.Load(z, from, 0)
		m.Store(tanh(m, z), to, 0)
		m.AddImm(from, vecs*m.Size()*m.Lanes())
		m.AddImm(to, vecs*m.Size()*m.Lanes())
	})
}

// Kinds of steps.
const (
	stepProduct  = iota // dst = a b
	stepCopy            // dst = a
	stepScale           // dst = x a
	stepConstant        // dst = x
	stepStore           // channel dst of the output is a
)

// step is one operation on slots; acc adds to dst, negative subtracts.
type step struct {
	kind          int
	dst, a, b     int
	acc, negative bool
	x             float64
}

// jetCompiler keeps slots in registers for as long as it can. Belady's rule says which to give up: the one not needed for longest.
type jetCompiler struct {
	m                 Machine
	p                 *kernel.JetProgram
	code              *kernel.JetCode
	inputs, row       int // slots of inputs; the first slot of a row
	steps             []step
	registers         int
	x, bar, out, rows Rows

	held  map[int]V   // slots in registers
	saved map[int]int // slots in the scratch, by place
}

func newJetCompiler(m Machine, p *kernel.JetProgram, reverse bool, registers int) *jetCompiler {
	c := &jetCompiler{m: m, p: p, code: &p.Forward, inputs: p.Channels, registers: registers}
	if reverse {
		c.code, c.inputs = &p.Reverse, 2*p.Channels
	}
	c.row = c.inputs
	if c.code.Seed {
		c.row += 2
	}
	c.lower()
	return c
}

// lower turns the program into steps. Factors other than 1 and -1 are taken out of products: many share the same scaled slot.
func (c *jetCompiler) lower() {
	last := make([]int, c.code.Slots) // the operation that writes a slot last
	uses := map[scaled]int{}
	for i, o := range c.code.Ops {
		last[o.Dst] = i
		if x := abs(o.Coef); x != 1 && o.A >= 0 {
			uses[scaled{o.A, x}]++
			uses[scaled{o.B, x}]++
		}
	}
	next, made := c.code.Slots, map[scaled]int{}
	for i, o := range c.code.Ops {
		s := step{dst: int(o.Dst), a: int(o.A), b: int(o.B), acc: o.Acc, negative: o.Coef < 0}
		x := abs(o.Coef)
		switch {
		case o.A < 0:
			s.kind, s.x, s.negative = stepConstant, o.Coef, false
		case x != 1:
			of, other := o.A, o.B
			if o.B >= 0 && uses[scaled{o.B, x}] > uses[scaled{o.A, x}] {
				of, other = o.B, o.A
			}
			slot, ok := made[scaled{of, x}]
			if !ok {
				slot = next
				next++
				c.steps = append(c.steps, step{kind: stepScale, dst: slot, a: int(of), x: x})
				if int(of) < c.row+c.p.Rows || last[of] < i {
					made[scaled{of, x}] = slot
				}
			}
			s.a, s.b = slot, int(other)
		}
		if o.A >= 0 && o.B < 0 {
			s.kind = stepCopy
		}
		c.steps = append(c.steps, s)
	}
	c.deliver()
}

// scaled is a slot times a number.
type scaled struct {
	slot int32
	x    float64
}

func abs(x float64) float64 { return max(x, -x) }

// deliver puts the store of each channel behind the last step that makes it and the last that reads what it may overwrite.
func (c *jetCompiler) deliver() {
	for ch, o := range c.code.Out {
		if c.code.Seed && ch == 0 {
			c.checkSeed()
			continue
		}
		under, at := ch, 0
		if c.inputs > c.p.Channels {
			under += c.p.Channels
		}
		if int(o) < c.inputs {
			panic("gen: a channel is an input")
		}
		for i, s := range c.steps {
			reads, writes := s.slots()
			if writes == int(o) || has(reads, under) {
				at = i + 1
			}
		}
		rest := append([]step{{kind: stepStore, dst: ch, a: int(o)}}, c.steps[at:]...)
		c.steps = append(c.steps[:at:at], rest...)
	}
}

// checkSeed panics unless the first channel is the seed itself and read by nothing else: seedRow relies on it.
func (c *jetCompiler) checkSeed() {
	if c.code.Out[0] != int32(c.inputs) || c.inputs > c.p.Channels {
		panic("gen: the first channel is not the seed")
	}
	for _, s := range c.steps {
		if reads, _ := s.slots(); has(reads, 0) {
			panic("gen: the first channel is read beside the seed")
		}
	}
}

// slots returns what a step reads and writes; -1 is no slot.
func (s step) slots() (reads [3]int, writes int) {
	reads, writes = [3]int{-1, -1, -1}, s.dst
	switch s.kind {
	case stepProduct:
		reads[0], reads[1] = s.a, s.b
	case stepCopy, stepScale:
		reads[0] = s.a
	case stepStore:
		reads[0], writes = s.a, -1
	}
	if s.acc {
		reads[2] = s.dst
	}
	return reads, writes
}

func has(reads [3]int, slot int) bool {
	return slot >= 0 && (reads[0] == slot || reads[1] == slot || reads[2] == slot)
}

// next returns the first step from i on that reads slot, or a great number.
func (c *jetCompiler) next(slot, i int) int {
	for ; i < len(c.steps); i++ {
		if reads, _ := c.steps[i].slots(); has(reads, slot) {
			return i
		}
	}
	return 1 << 30
}

// emit emits the program for the vectors that the rows are at.
func (c *jetCompiler) emit() {
	c.held, c.saved = map[int]V{}, map[int]int{}
	if c.code.Seed {
		s, q := c.m.New(), c.m.New()
		c.m.LoadRow(s, c.out, 0, 0)
		c.m.Const(q, 1)
		c.m.FNMA(q, s, s)
		c.held[c.inputs], c.held[c.inputs+1] = s, q
	}
	for i, s := range c.steps {
		c.step(i, s)
		for slot := range c.held {
			if c.next(slot, i+1) == 1<<30 {
				delete(c.held, slot)
			}
		}
	}
}

func (c *jetCompiler) step(i int, s step) {
	m := c.m
	switch s.kind {
	case stepStore:
		m.StoreRow(c.value(s.a, i), c.out, s.dst, 0)
	case stepConstant:
		d := c.target(s, i)
		if s.acc {
			m.OpC("add", d, d, s.x)
		} else {
			m.Const(d, s.x)
		}
	case stepScale:
		a := c.value(s.a, i)
		m.OpC("mul", c.target(s, i), a, s.x)
	case stepCopy:
		a := c.value(s.a, i)
		d := c.target(s, i)
		switch {
		case s.acc && s.negative:
			m.Op("sub", d, d, a)
		case s.acc:
			m.Op("add", d, d, a)
		case s.negative:
			m.Zero(d)
			m.Op("sub", d, d, a)
		default:
			m.Move(d, a)
		}
	case stepProduct:
		c.product(i, s)
	}
}

// product takes one factor from memory if it is there and not needed again.
func (c *jetCompiler) product(i int, s step) {
	m, a, b := c.m, s.a, s.b
	if _, ok := c.held[a]; !ok {
		a, b = b, a
	}
	x := c.value(a, i)
	_, held := c.held[b]
	r, row, direct := c.memory(b)
	direct = direct && !held && a != b && !s.negative && c.next(b, i+1) == 1<<30
	var y V
	if !direct {
		y = c.value(b, i)
	}
	d := c.target(s, i)
	switch {
	case s.acc && direct:
		m.FMALoadRow(d, x, r, row, 0)
	case direct:
		m.OpLRow("mul", d, x, r, row, 0)
	case s.negative:
		if !s.acc {
			m.Zero(d)
		}
		m.FNMA(d, x, y)
	case s.acc:
		m.FMA(d, x, y)
	default:
		m.Op("mul", d, x, y)
	}
}

// memory returns where an input or a row of weights stands.
func (c *jetCompiler) memory(slot int) (r Rows, row int, ok bool) {
	switch {
	case c.code.Seed && slot == c.inputs:
		return c.out, 0, true
	case slot < c.p.Channels:
		return c.x, slot, true
	case slot < c.inputs:
		return c.bar, slot - c.p.Channels, true
	case slot >= c.row && slot < c.row+c.p.Rows:
		return c.rows, slot - c.row, true
	}
	return r, 0, false
}

// value returns the register of a slot that step i reads, loading it if need be; it is kept if there is a later use.
func (c *jetCompiler) value(slot, i int) V {
	if v, ok := c.held[slot]; ok {
		return v
	}
	v := c.register(slot, i)
	if r, row, ok := c.memory(slot); ok {
		c.m.LoadRow(v, r, row, 0)
	} else if at, ok := c.saved[slot]; ok {
		c.m.Load(v, c.m.Arg("scratch"), at)
	} else {
		panic(fmt.Sprintf("gen: slot %d is read before it is written", slot))
	}
	return v
}

// target returns the register of the slot that step i writes.
func (c *jetCompiler) target(s step, i int) V {
	var v V
	if s.acc {
		v = c.value(s.dst, i)
	} else {
		v = c.register(s.dst, i)
	}
	delete(c.saved, s.dst)
	return v
}

// register gives slot a register, another's if all are taken; what step i reads stays.
func (c *jetCompiler) register(slot, i int) V {
	reads, _ := c.steps[i].slots()
	for len(c.held) >= c.registers {
		victim, far := -1, -1
		for s := range c.held {
			if n := c.next(s, i); !has(reads, s) && (n > far || n == far && s > victim) {
				victim, far = s, n
			}
		}
		c.save(victim)
	}
	c.held[slot] = c.m.New()
	return c.held[slot]
}

// save lets go of a register; what cannot be read again goes to the scratch.
func (c *jetCompiler) save(slot int) {
	if _, _, ok := c.memory(slot); !ok {
		if _, ok := c.saved[slot]; !ok {
			at := 0
			for taken := true; taken; {
				taken = false
				for _, b := range c.saved {
					if b == at {
						taken = true
						at += c.m.Size() * c.m.Lanes()
						break
					}
				}
			}
			c.saved[slot] = at
			c.m.Store(c.held[slot], c.m.Arg("scratch"), at)
		}
	}
	delete(c.held, slot)
}
