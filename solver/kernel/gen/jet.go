package main

import "fmt"

// Layout of one operation, package kernel's jetOp: see plan.go there, whose order of kinds is that of the cases below. An operand is
// the word at a base of the table plus an offset, and a step further for each repetition of a run; the word at distance tableUnit
// from its base says how far the next unit is.
const (
	opKind, opCount             = 0, 4
	opDst, opA, opB             = 8, 16, 24
	opDstBase, opABase, opBBase = 32, 36, 40
	opDstStep, opAStep, opBStep = 48, 56, 64
	opCoef                      = 72
	opSize                      = 80
	tableUnit                   = 40
	tableMoving                 = 3 // the first bases of the table step from units to units
)

// Chunk is what a jet kernel takes at a time: Vecs vectors of points of Units units.
type Chunk struct{ Vecs, Units int }

// jetInterpreter emits an interpreter of n operations for groups groups of units. The chunk's running sum stays in registers from one operation
// to the next.
func jetInterpreter(m Machine, c Chunk, side int) {
	m.Func(fmt.Sprintf("Jet%dx%d_%s", c.Vecs, c.Units, suffix(m)), Param{"table", Raw}, Param{"ops", Raw}, Param{"n", Extent},
		Param{"groups", Extent}, Param{"step", Extent})
	acc := zeros(m, c.Vecs*c.Units)
	var table I
	if c.Units == 1 {
		table = m.Arg("table")
	}
	m.Loop(m.Arg("groups"), func() {
		op := m.Arg("ops")
		m.Loop(m.Arg("n"), func() {
			e := &jetEmitter{m: m, op: op, table: table, acc: acc, c: c, side: side, vb: m.Size() * m.Lanes()}
			m.Switch(m.LoadI32(op, opKind), e.fma(false, false), e.mul(false, true), e.mul(false, false), e.store, e.fma(true, false),
				e.mul(true, true), e.mul(true, false), e.fma(false, true), e.fma(true, true), e.mulRun, e.fmaRun, e.addRun,
				e.load, e.addScaled, e.loadScaled, e.constant, e.addConstant, e.seedTanh, e.seedSin, e.seedSiLU)
			m.AddImm(op, opSize)
		})
		if c.Units > 1 {
			table = m.Arg("table")
		}
		step := m.Arg("step")
		for i := range tableMoving {
			m.AddPtr(table, 8*i, step)
		}
	})
	m.End()
}

type jetEmitter struct {
	m     Machine
	op    I
	table I   // if the chunk is of one unit
	acc   []V // unit by unit
	c     Chunk
	side  int // see Shape
	vb    int
}

// operand is where an operand stands for each unit of the chunk.
func (e *jetEmitter) operand(off, base int) Rows {
	at := e.m.LoadI32(e.op, base)
	if e.c.Units == 1 {
		p := e.m.LoadPtr(e.table, at)
		e.m.AddWord(p, e.op, off)
		return e.m.Rows(p, 1, p)
	}
	table := e.m.Arg("table") // there are too few registers to keep it
	p := e.m.LoadPtr(table, at)
	e.m.AddWord(p, e.op, off)
	e.m.AddImm(table, tableUnit)
	return e.m.Rows(p, e.c.Units, e.m.LoadPtr(table, at))
}

func (e *jetEmitter) a() Rows { return e.operand(opA, opABase) }
func (e *jetEmitter) b() Rows { return e.operand(opB, opBBase) }
func (e *jetEmitter) d() Rows { return e.operand(opDst, opDstBase) }

func (e *jetEmitter) coef() V {
	v := e.m.New()
	e.m.Splat(v, e.op, opCoef)
	return v
}

// each calls f for each vector of the chunk: its sum, and where it stands in an operand.
func (e *jetEmitter) each(f func(acc V, unit, off int)) {
	for i, acc := range e.acc {
		f(acc, i/e.c.Vecs, i%e.c.Vecs*e.vb)
	}
}

// factor returns a's vector, times c if scaled.
func (e *jetEmitter) factor(a Rows, unit, off int, scaled bool, c V) V {
	x := e.m.New()
	if scaled {
		e.m.OpLRow("mul", x, c, a, unit, off)
	} else {
		e.m.LoadRow(x, a, unit, off)
	}
	return x
}

// fma is acc += coef a b, and dst = acc if stored.
func (e *jetEmitter) fma(scaled, stored bool) func() {
	return e.product(scaled, stored, func(acc, x V, b Rows, unit, off int) { e.m.FMALoadRow(acc, x, b, unit, off) })
}

// mul is acc = coef a b, and dst = acc if stored.
func (e *jetEmitter) mul(scaled, stored bool) func() {
	return e.product(scaled, stored, func(acc, x V, b Rows, unit, off int) { e.m.OpLRow("mul", acc, x, b, unit, off) })
}

func (e *jetEmitter) product(scaled, stored bool, f func(acc, x V, b Rows, unit, off int)) func() {
	return func() {
		a, b := e.a(), e.b()
		var d Rows
		var c V
		if stored {
			d = e.d()
		}
		if scaled {
			c = e.coef()
		}
		e.each(func(acc V, unit, off int) {
			f(acc, e.factor(a, unit, off, scaled, c), b, unit, off)
			if stored {
				e.m.StoreRow(acc, d, unit, off)
			}
		})
	}
}

func (e *jetEmitter) store() {
	d := e.d()
	e.each(func(acc V, unit, off int) { e.m.StoreRow(acc, d, unit, off) })
}

// run repeats body, which works on operands that move on by a step.
func (e *jetEmitter) run(body func(), steps map[int]Rows) {
	e.m.Loop(e.m.LoadI32(e.op, opCount), func() {
		body()
		for _, off := range []int{opDstStep, opAStep, opBStep} {
			if r, ok := steps[off]; ok {
				e.m.AdvanceBy(r, e.op, off)
			}
		}
	})
}

// mulRun is dst_i = coef a_i b_i.
func (e *jetEmitter) mulRun() {
	a, b, d, c := e.a(), e.b(), e.d(), e.coef()
	e.run(func() {
		e.each(func(acc V, unit, off int) {
			e.m.OpLRow("mul", acc, e.factor(a, unit, off, true, c), b, unit, off)
			e.m.StoreRow(acc, d, unit, off)
		})
	}, map[int]Rows{opDstStep: d, opAStep: a, opBStep: b})
}

// fmaRun is acc += coef a_i b_i.
func (e *jetEmitter) fmaRun() {
	a, b, c := e.a(), e.b(), e.coef()
	e.run(func() {
		e.each(func(acc V, unit, off int) { e.m.FMALoadRow(acc, e.factor(a, unit, off, true, c), b, unit, off) })
	}, map[int]Rows{opAStep: a, opBStep: b})
}

// addRun is dst_i += coef a_i b_i.
func (e *jetEmitter) addRun() {
	a, b, d, c := e.a(), e.b(), e.d(), e.coef()
	e.run(func() {
		e.each(func(acc V, unit, off int) {
			e.m.LoadRow(acc, d, unit, off)
			e.m.FMALoadRow(acc, e.factor(a, unit, off, true, c), b, unit, off)
			e.m.StoreRow(acc, d, unit, off)
		})
	}, map[int]Rows{opDstStep: d, opAStep: a, opBStep: b})
}

func (e *jetEmitter) load() {
	a := e.a()
	e.each(func(acc V, unit, off int) { e.m.LoadRow(acc, a, unit, off) })
}

func (e *jetEmitter) addScaled() {
	a, c := e.a(), e.coef()
	e.each(func(acc V, unit, off int) { e.m.FMALoadRow(acc, c, a, unit, off) })
}

func (e *jetEmitter) loadScaled() {
	a, c := e.a(), e.coef()
	e.each(func(acc V, unit, off int) { e.m.OpLRow("mul", acc, c, a, unit, off) })
}

func (e *jetEmitter) constant() {
	for _, acc := range e.acc {
		e.m.Splat(acc, e.op, opCoef)
	}
}

func (e *jetEmitter) addConstant() {
	c := e.coef()
	for _, acc := range e.acc {
		e.m.Op("add", acc, acc, c)
	}
}

// seeds loops over the chunk's vectors, side of all its units' at a time: the seeds of the vector at a go to dst and to b.
func (e *jetEmitter) seeds(side int, f func(m Machine, z V) (s, q V)) {
	a, b, d := e.a(), e.b(), e.d()
	units := min(e.c.Units, side) // a power of two, as the chunk's units and vectors are
	vecs := min(e.c.Vecs, side/units)
	l := together(e.m, units*vecs)
	e.m.Loop(e.m.NewI(e.c.Vecs/vecs), func() {
		for unit := 0; unit < e.c.Units; unit += units {
			z := l.New()
			place := func(j int) (int, int) { return unit + j/vecs, j % vecs * e.vb }
			l.each(z, func(j int, z V) { row, off := place(j); e.m.LoadRow(z, a, row, off) })
			s, q := f(l, z)
			l.each(s, func(j int, s V) { row, off := place(j); e.m.StoreRow(s, d, row, off) })
			l.each(q, func(j int, q V) { row, off := place(j); e.m.StoreRow(q, b, row, off) })
		}
		for _, p := range []Rows{a, b, d} {
			e.m.Advance(p, vecs*e.vb)
		}
	})
	for _, acc := range e.acc { // no sum need outlive the loop, which leaves its registers free
		e.m.Zero(acc)
	}
}

func (e *jetEmitter) seedTanh() {
	e.seeds(e.side, func(m Machine, z V) (s, q V) {
		s, q = tanh(m, z), m.New()
		m.Const(q, 1)
		m.FNMA(q, s, s)
		return s, q
	})
}

func (e *jetEmitter) seedSin() { e.seeds(pair, sinCos) }

func (e *jetEmitter) seedSiLU() {
	e.seeds(pair, func(m Machine, z V) (s, q V) {
		s, q = logistic(m, z), m.New()
		m.Move(q, s)
		m.FNMA(q, s, s)
		return s, q
	})
}
