package expr

import (
	"math"

	"counterpoint/solver/kernel"
)

// emitSum appends code for dst = offset + sum of terms.
func (c *compiler) emitSum(dst reg, terms []term, offset float64) {
	if len(terms) == 0 {
		c.emit(kernel.Fill, dst, noReg, noReg, offset)
		return
	}
	first := 0
	for i, t := range terms { // begin with a term that needs no scaling
		if t.s == 1 {
			first = i
			break
		}
	}
	rest := make([]term, 0, len(terms))
	rest = append(append(rest, terms[:first]...), terms[first+1:]...)
	rest = rest[:c.begin(dst, terms[first], rest)]
	for _, t := range rest {
		c.accumulate(dst, t)
	}
	if offset != 0 {
		c.emit(kernel.AddS, dst, dst, noReg, offset)
	}
}

// begin writes the first term into dst, with one of rest if that saves an operation; it returns how many of rest are left, which it
// moves to the front.
func (c *compiler) begin(dst reg, t term, rest []term) int {
	if t.b == noReg && t.s == 1 {
		for i, u := range rest {
			if u.b == noReg && (u.s == 1 || u.s == -1) {
				op := kernel.Add
				if u.s < 0 {
					op = kernel.Sub
				}
				c.emit(op, dst, t.a, u.a, 0)
				copy(rest[i:], rest[i+1:])
				return len(rest) - 1
			}
		}
		c.emit(kernel.Copy, dst, t.a, noReg, 0)
		return len(rest)
	}
	switch {
	case t.b == noReg:
		c.emit(kernel.Scale, dst, t.a, noReg, t.s)
		return len(rest)
	case t.a == t.b:
		c.emit(kernel.Square, dst, t.a, noReg, 0)
	default:
		c.emit(kernel.Mul, dst, t.a, t.b, 0)
	}
	if t.s != 1 {
		c.emit(kernel.Scale, dst, dst, noReg, t.s)
	}
	return len(rest)
}

func (c *compiler) accumulate(dst reg, t term) {
	switch {
	case t.b == noReg && t.s == 1:
		c.emit(kernel.Add, dst, dst, t.a, 0)
	case t.b == noReg && t.s == -1:
		c.emit(kernel.Sub, dst, dst, t.a, 0)
	case t.b == noReg:
		c.emit(kernel.Axpy, dst, t.a, noReg, t.s)
	case t.s == 1:
		c.emit(kernel.FMA, dst, t.a, t.b, 0)
	case t.s == -1:
		c.emit(kernel.FMS, dst, t.a, t.b, 0)
	default:
		tmp := c.temp()
		c.emit(kernel.Mul, tmp, t.a, t.b, 0)
		c.emit(kernel.Axpy, dst, tmp, noReg, t.s)
	}
}

func (c *compiler) emit(op kernel.Op, dst, a, b reg, s float64) {
	c.code = append(c.code, instr{op, dst, a, b, s})
}

// backward writes the forward code of the stages, then the reverse sweep over them. Adjoints are kept as lists of terms until they
// are needed, so that sums, copies and signs cost nothing.
func (c *compiler) backward(roots []reg) {
	for _, st := range c.stages {
		if st.op == sumOp {
			c.emitSum(st.dst, st.terms, st.offset)
		} else {
			c.emit(st.op, st.dst, st.a, st.b, st.s)
		}
	}
	c.p.forward, c.code = c.code, nil
	bar := map[reg][]term{}
	for i, r := range roots {
		bar[r] = append(bar[r], term{1, c.rootBar(i), noReg})
	}
	for i := len(c.stages) - 1; i >= 0; i-- {
		st := &c.stages[i]
		if len(bar[st.dst]) == 0 {
			continue
		}
		if st.op == unknownFill {
			t := c.settle(bar[st.dst])
			if t.s != 1 {
				t.a = c.scaled(t)
			}
			c.emit(unknownSum, noReg, t.a, st.b, 0)
			continue
		}
		c.pull(st, c.settle(bar[st.dst]), bar)
	}
	for l := range c.p.Leaves {
		c.emitSum(c.leafBar(l), bar[reg(l)], 0)
	}
	c.p.reverse = c.code
}

// settle makes one linear term of an adjoint.
func (c *compiler) settle(terms []term) term {
	if len(terms) == 1 && terms[0].b == noReg {
		return terms[0]
	}
	r := c.temp()
	c.emitSum(r, terms, 0)
	return term{1, r, noReg}
}

func (c *compiler) scaled(t term) reg {
	r := c.temp()
	c.emit(kernel.Scale, r, t.a, noReg, t.s)
	return r
}

// pull adds a stage's share to the adjoints of its operands; t is the adjoint of its result.
func (c *compiler) pull(st *stage, t term, bar map[reg][]term) {
	push := func(to reg, s float64, a, b reg) {
		if to != noReg && c.active(to) {
			bar[to] = append(bar[to], term{s * t.s, a, b})
		}
	}
	if st.op == sumOp {
		for _, u := range st.terms {
			if u.b == noReg {
				push(u.a, u.s, t.a, noReg)
				continue
			}
			push(u.a, u.s, t.a, u.b)
			push(u.b, u.s, t.a, u.a)
		}
		return
	}
	one := func(op kernel.Op, a, b reg, s float64) reg {
		r := c.temp()
		c.emit(op, r, a, b, s)
		return r
	}
	x, y, f := st.a, st.b, st.dst
	switch st.op {
	case kernel.Div: // (a/b)': abar = q, bbar = -q f, q = fbar/b
		q := one(kernel.Div, t.a, y, 0)
		push(x, 1, q, noReg)
		push(y, -1, q, f)
	case kernel.DivS: // (s/a)' = -f/a
		q := one(kernel.Div, t.a, x, 0)
		push(x, -1, q, f)
	case kernel.PowS:
		push(x, st.s, t.a, one(kernel.PowS, x, noReg, st.s-1))
	case kernel.Pow:
		if c.active(x) {
			less := one(kernel.AddS, y, noReg, -1)
			slope := one(kernel.Mul, y, one(kernel.Pow, x, less, 0), 0)
			push(x, 1, t.a, slope)
		}
		if c.active(y) {
			slope := one(kernel.Mul, f, one(kernel.Log, x, noReg, 0), 0)
			push(y, 1, t.a, slope)
		}
	case kernel.Min, kernel.Max:
		mask := one(kernel.LE, x, y, 0)
		if st.op == kernel.Max {
			mask = one(kernel.LE, y, x, 0)
		}
		push(x, 1, t.a, mask)
		push(y, 1, t.a, noReg)
		push(y, -1, t.a, mask)
	case kernel.LE, kernel.Step, kernel.Sign:
	default:
		c.pullFn(st, push, one, t.a)
	}
}

// pullFn is pull for the elementary functions of one argument.
func (c *compiler) pullFn(st *stage, push func(to reg, s float64, a, b reg), one func(op kernel.Op, a, b reg, s float64) reg, bar reg) {
	x, f := st.a, st.dst
	oneMinusSquare := func(r reg) reg {
		q := one(kernel.Square, r, noReg, 0)
		return one(kernel.SubS, q, noReg, 1)
	}
	switch st.op {
	case kernel.SinV:
		push(x, 1, bar, one(kernel.CosV, x, noReg, 0))
	case kernel.CosV:
		push(x, -1, bar, one(kernel.SinV, x, noReg, 0))
	case kernel.TanV: // 1 + f^2
		push(x, 1, bar, one(kernel.AddS, one(kernel.Square, f, noReg, 0), noReg, 1))
	case kernel.Asin:
		push(x, 1, one(kernel.Div, bar, one(kernel.Sqrt, oneMinusSquare(x), noReg, 0), 0), noReg)
	case kernel.Acos:
		push(x, -1, one(kernel.Div, bar, one(kernel.Sqrt, oneMinusSquare(x), noReg, 0), 0), noReg)
	case kernel.Atan:
		q := one(kernel.AddS, one(kernel.Square, x, noReg, 0), noReg, 1)
		push(x, 1, one(kernel.Div, bar, q, 0), noReg)
	case kernel.Sinh:
		push(x, 1, bar, one(kernel.Cosh, x, noReg, 0))
	case kernel.Cosh:
		push(x, 1, bar, one(kernel.Sinh, x, noReg, 0))
	case kernel.TanhV:
		push(x, 1, bar, oneMinusSquare(f))
	case kernel.Exp:
		push(x, 1, bar, f)
	case kernel.Log:
		push(x, 1, one(kernel.Div, bar, x, 0), noReg)
	case kernel.Sqrt:
		push(x, 0.5, one(kernel.Div, bar, f, 0), noReg)
	case kernel.Abs:
		push(x, 1, bar, one(kernel.Sign, x, noReg, 0))
	case kernel.Erf:
		q := one(kernel.Scale, one(kernel.Square, x, noReg, 0), noReg, -1)
		push(x, 2/math.SqrtPi, bar, one(kernel.Exp, q, noReg, 0))
	default:
		panic("expr: adjoint of an unknown operation")
	}
}
