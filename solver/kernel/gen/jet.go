package main

import "fmt"

// Layout of one operation, package kernel's jetOp: see plan.go there, whose order of kinds is that of the cases below. An operand is
// the word at a base of the table plus an offset.
const (
	opKind                      = 0
	opDst, opA, opB             = 4, 8, 12
	opDstBase, opABase, opBBase = 16, 20, 24
	opCoef                      = 32
	opSize                      = 40
	tableMoving                 = 3 // the first bases of the table step from unit to unit
)

// jet emits an interpreter of n operations for units units on a chunk of vecs vectors of points. The chunk's running sum stays in
// registers from one operation to the next.
func jet(m Machine, vecs int) {
	m.Func(fmt.Sprintf("Jet%d_%s", vecs, suffix(m)), Param{"table", Raw}, Param{"ops", Raw}, Param{"n", Extent}, Param{"units", Extent}, Param{"step", Extent})
	table := m.Arg("table")
	acc := zeros(m, vecs)
	m.Loop(m.Arg("units"), func() {
		op := m.Arg("ops")
		m.Loop(m.Arg("n"), func() {
			e := &jetEmitter{m: m, table: table, op: op, acc: acc, vb: m.Size() * m.Lanes()}
			m.Switch(m.LoadI32(op, opKind), e.fma, e.mul, e.store, e.fmaScaled, e.mulScaled, e.load, e.addScaled, e.loadScaled,
				e.constant, e.addConstant, e.seedTanh, e.seedSin, e.seedSiLU)
			m.AddImm(op, opSize)
		})
		step := m.Arg("step")
		for i := range tableMoving {
			m.AddPtr(table, 8*i, step)
		}
	})
	m.End()
}

type jetEmitter struct {
	m         Machine
	table, op I
	acc       []V
	vb        int
}

func (e *jetEmitter) address(off, base int) I {
	p := e.m.LoadPtr(e.table, e.m.LoadI32(e.op, base))
	e.m.AddI(p, e.m.LoadI32(e.op, off))
	return p
}

func (e *jetEmitter) a() I { return e.address(opA, opABase) }
func (e *jetEmitter) b() I { return e.address(opB, opBBase) }
func (e *jetEmitter) d() I { return e.address(opDst, opDstBase) }

func (e *jetEmitter) coef() V {
	v := e.m.New()
	e.m.Splat(v, e.op, opCoef)
	return v
}

func (e *jetEmitter) fma() {
	a, b := e.a(), e.b()
	for i, acc := range e.acc {
		x := e.m.New()
		e.m.Load(x, a, i*e.vb)
		e.m.FMALoad(acc, x, b, i*e.vb)
	}
}

func (e *jetEmitter) mul() {
	a, b := e.a(), e.b()
	for i, acc := range e.acc {
		x := e.m.New()
		e.m.Load(x, a, i*e.vb)
		e.m.OpL("mul", acc, x, b, i*e.vb)
	}
}

func (e *jetEmitter) store() {
	d := e.d()
	for i, acc := range e.acc {
		e.m.Store(acc, d, i*e.vb)
	}
}

func (e *jetEmitter) fmaScaled() {
	a, b, c := e.a(), e.b(), e.coef()
	for i, acc := range e.acc {
		x := e.m.New()
		e.m.OpL("mul", x, c, a, i*e.vb)
		e.m.FMALoad(acc, x, b, i*e.vb)
	}
}

func (e *jetEmitter) mulScaled() {
	a, b, c := e.a(), e.b(), e.coef()
	for i, acc := range e.acc {
		x := e.m.New()
		e.m.OpL("mul", x, c, a, i*e.vb)
		e.m.OpL("mul", acc, x, b, i*e.vb)
	}
}

func (e *jetEmitter) load() {
	a := e.a()
	for i, acc := range e.acc {
		e.m.Load(acc, a, i*e.vb)
	}
}

func (e *jetEmitter) addScaled() {
	a, c := e.a(), e.coef()
	for i, acc := range e.acc {
		e.m.FMALoad(acc, c, a, i*e.vb)
	}
}

func (e *jetEmitter) loadScaled() {
	a, c := e.a(), e.coef()
	for i, acc := range e.acc {
		e.m.OpL("mul", acc, c, a, i*e.vb)
	}
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

// seeds loops over the chunk: the seeds of the vector at a go to dst and to b.
func (e *jetEmitter) seeds(f func(z V) (s, q V)) {
	a, b, d := e.a(), e.b(), e.d()
	e.m.Loop(e.m.NewI(len(e.acc)), func() {
		z := e.m.New()
		e.m.Load(z, a, 0)
		s, q := f(z)
		e.m.Store(s, d, 0)
		e.m.Store(q, b, 0)
		for _, p := range []I{a, b, d} {
			e.m.AddImm(p, e.vb)
		}
	})
	for _, acc := range e.acc { // dead, and no register need outlive the loop
		e.m.Zero(acc)
	}
}

func (e *jetEmitter) seedTanh() {
	e.seeds(func(z V) (s, q V) {
		s, q = tanh(e.m, z), e.m.New()
		e.m.Const(q, 1)
		e.m.FNMA(q, s, s)
		return s, q
	})
}

func (e *jetEmitter) seedSin() {
	e.seeds(func(z V) (s, q V) { return sinCos(e.m, z) })
}

func (e *jetEmitter) seedSiLU() {
	e.seeds(func(z V) (s, q V) {
		s, q = logistic(e.m, z), e.m.New()
		e.m.Move(q, s)
		e.m.FNMA(q, s, s)
		return s, q
	})
}
