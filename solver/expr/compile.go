package expr

import (
	"errors"

	"counterpoint/solver/kernel"
)

// Program computes the residuals of one set of points and their adjoints. It is made by Graph.Compile and shared by tapes.
type Program struct {
	Leaves   []Leaf // input rows the caller supplies, in this order (true derivatives, factorials included)
	Columns  []ID   // point-only sub-expressions: the caller evaluates them once per point (Evaluator) and supplies them as rows
	Unknowns []int  // unknown scalars used, by index
	Normals  bool   // Columns use outward normals or data: points are 2*Graph.Dim numbers and the data

	roots    int
	rootRows []reg
	forward  []instr
	reverse  []instr
	temps    int // rows of scratch
}

// reg is a row: leaves, then columns, then adjoints of the roots, then adjoints of the leaves, then temporaries.
type reg = int32

const noReg reg = -1

// instr is one vector operation, or, with op unknownSum, the addition of a row's sum to the adjoint of unknown number b; with
// op unknownFill, the filling of a row with the value of unknown number b.
type instr struct {
	op        kernel.Op
	dst, a, b reg
	s         float64
}

const (
	unknownFill = kernel.Op(200)
	unknownSum  = kernel.Op(201)
)

// Compile makes the program of the roots, which share their points, for these values of the constants: sums of second derivatives
// are gathered into Laplacian leaves, sub-expressions of constants are folded, those of the point alone become columns. It adds
// nodes to the graph.
func (g *Graph) Compile(roots []ID, bind Binding) (*Program, error) {
	gathered := g.gather(roots)
	if g.full {
		return nil, errors.New("expr: the residual is too large")
	}
	p := &Program{Leaves: g.Leaves(gathered...), roots: len(roots)}
	c := compiler{g: g, p: p, bind: bind, uses: map[ID]int{}, place: map[ID]reg{}}
	c.collect(gathered)
	out := make([]reg, len(roots))
	for i, r := range gathered {
		out[i] = c.root(r, i)
	}
	c.backward(out)
	p.allocate(c.base, c.next, out)
	return p, nil
}

// term is s*a, or s*a*b.
type term struct {
	s    float64
	a, b reg
}

// stage is one step of the forward pass: a sum of terms plus an offset if op is sumOp, else one operation.
type stage struct {
	op     kernel.Op
	dst    reg
	a, b   reg
	s      float64
	offset float64
	terms  []term
}

const sumOp = kernel.Op(202)

type compiler struct {
	g      *Graph
	p      *Program
	bind   Binding
	uses   map[ID]int
	place  map[ID]reg
	base   reg // first temporary
	next   reg
	stages []stage
	code   []instr
}

// collect finds the rows the program reads and counts how often each node is used.
func (c *compiler) collect(roots []ID) {
	g := c.g
	ids := g.reach(roots)
	column := map[ID]bool{}
	want := func(id ID) {
		if id == None {
			return
		}
		c.uses[id]++
		if d := g.nodes[id].dep; d&depDynamic == 0 && d&depPoint != 0 && !column[id] {
			column[id] = true
			c.p.Columns = append(c.p.Columns, id)
			c.p.Normals = c.p.Normals || d&depNormal != 0
		}
	}
	for _, r := range roots {
		want(r)
	}
	for _, id := range ids {
		n := g.nodes[id]
		if n.dep&depDynamic == 0 {
			continue
		}
		if n.kind == KindUnknown {
			c.p.Unknowns = append(c.p.Unknowns, int(n.i))
		}
		want(n.a)
		want(n.b)
	}
	for i, l := range c.p.Leaves {
		c.place[g.Leaf(l)] = reg(i)
	}
	for i, id := range c.p.Columns {
		c.place[id] = reg(len(c.p.Leaves) + i)
	}
	c.base = reg(2*len(c.p.Leaves) + len(c.p.Columns) + len(roots))
	c.next = c.base
}

func (c *compiler) temp() reg {
	c.next++
	return c.next - 1
}

func (c *compiler) rootBar(i int) reg { return reg(len(c.p.Leaves) + len(c.p.Columns) + i) }

func (c *compiler) leafBar(i int) reg { return reg(len(c.p.Leaves) + len(c.p.Columns) + c.p.roots + i) }

// active reports whether a row's adjoint is wanted.
func (c *compiler) active(r reg) bool { return r >= c.base || r < reg(len(c.p.Leaves)) }

func (c *compiler) fixed(id ID) bool { return c.g.nodes[id].dep&(depDynamic|depPoint) == 0 }

func (c *compiler) number(id ID) float64 { return c.g.Eval(id, nil, c.bind) }

// root computes a root into a row of its own.
func (c *compiler) root(id ID, i int) reg {
	if c.fixed(id) {
		return c.sum(nil, c.number(id))
	}
	r := c.row(id)
	if r >= c.base && c.uses[id] == 1 {
		return r
	}
	return c.sum([]term{{1, r, noReg}}, 0)
}

// row returns the row that holds a node which is not fixed, computed if need be.
func (c *compiler) row(id ID) reg {
	if r, ok := c.place[id]; ok {
		return r
	}
	n := c.g.nodes[id]
	var r reg
	switch {
	case n.kind == KindUnknown:
		r = c.temp()
		c.stages = append(c.stages, stage{op: unknownFill, dst: r, a: noReg, b: n.i})
	case c.linear(n):
		terms, offset := c.expand(id)
		r = c.sum(terms, offset)
	default:
		r = c.call(n)
	}
	c.place[id] = r
	return r
}

func (c *compiler) sum(terms []term, offset float64) reg {
	r := c.temp()
	c.stages = append(c.stages, stage{op: sumOp, dst: r, terms: terms, offset: offset})
	return r
}

// linear reports whether a node is computed as a sum of terms.
func (c *compiler) linear(n node) bool {
	switch n.kind {
	case KindAdd, KindSub, KindNeg, KindMul:
		return true
	case KindDiv:
		return c.fixed(n.b)
	case KindPow:
		return c.g.is(n.b, 2)
	}
	return false
}

// expand returns a node as a sum of terms. Sums that are used once are merged into their user.
func (c *compiler) expand(id ID) (terms []term, offset float64) {
	c.summands(id, 1, true, &terms, &offset)
	return terms, offset
}

// summands adds scale times a node to a sum.
func (c *compiler) summands(id ID, scale float64, top bool, terms *[]term, offset *float64) {
	n := c.g.nodes[id]
	_, placed := c.place[id]
	switch {
	case c.fixed(id):
		*offset += scale * c.number(id)
		return
	case placed || !c.linear(n) || !top && c.uses[id] > 1:
		*terms = append(*terms, term{scale, c.row(id), noReg})
		return
	}
	switch n.kind {
	case KindAdd:
		c.summands(n.a, scale, false, terms, offset)
		c.summands(n.b, scale, false, terms, offset)
	case KindSub:
		c.summands(n.a, scale, false, terms, offset)
		c.summands(n.b, -scale, false, terms, offset)
	case KindNeg:
		c.summands(n.a, -scale, false, terms, offset)
	case KindDiv:
		c.summands(n.a, scale/c.number(n.b), false, terms, offset)
	default:
		c.product(id, scale, terms, offset)
	}
}

// product adds scale times a product to a sum: numbers are pulled out, a sum times a number stays a sum, other factors are multiplied
// in pairs.
func (c *compiler) product(id ID, scale float64, terms *[]term, offset *float64) {
	var factors []ID
	c.factors(id, true, &scale, &factors)
	if len(factors) == 1 {
		c.summands(factors[0], scale, false, terms, offset)
		return
	}
	r := c.row(factors[0])
	for i, f := range factors[1:] {
		t := term{1, r, c.row(f)}
		if i == len(factors)-2 {
			t.s = scale
			*terms = append(*terms, t)
			return
		}
		r = c.sum([]term{t}, 0)
	}
	panic("expr: product without factors")
}

func (c *compiler) factors(id ID, top bool, scale *float64, out *[]ID) {
	n := c.g.nodes[id]
	_, placed := c.place[id]
	switch {
	case c.fixed(id):
		*scale *= c.number(id)
	case placed || !top && c.uses[id] > 1:
		*out = append(*out, id)
	case n.kind == KindMul:
		c.factors(n.a, false, scale, out)
		c.factors(n.b, false, scale, out)
	case n.kind == KindNeg:
		*scale = -*scale
		c.factors(n.a, false, scale, out)
	case n.kind == KindDiv && c.fixed(n.b):
		*scale /= c.number(n.b)
		c.factors(n.a, false, scale, out)
	case n.kind == KindPow && c.g.is(n.b, 2):
		*out = append(*out, n.a, n.a)
	default:
		*out = append(*out, id)
	}
}

// call computes quotients, powers and functions.
func (c *compiler) call(n node) reg {
	st := stage{a: noReg, b: noReg}
	switch {
	case n.kind == KindDiv && c.fixed(n.a):
		st.op, st.s, st.a = kernel.DivS, c.number(n.a), c.row(n.b)
	case n.kind == KindDiv:
		st.op, st.a, st.b = kernel.Div, c.row(n.a), c.row(n.b)
	case n.kind == KindPow && c.fixed(n.b):
		y, x := c.number(n.b), c.row(n.a)
		if k := int(y); float64(k) == y && k >= 2 && k <= 8 {
			return c.power(x, k)
		}
		st.op, st.s, st.a = kernel.PowS, y, x
	default:
		st.op = kernel.Pow
		if n.kind == KindCall {
			st.op = fns[n.fn].op
		}
		st.a = c.operand(n.a)
		if n.b != None {
			st.b = c.operand(n.b)
		}
	}
	st.dst = c.temp()
	c.stages = append(c.stages, st)
	return st.dst
}

// operand is row for nodes that may be fixed.
func (c *compiler) operand(id ID) reg {
	if c.fixed(id) {
		return c.sum(nil, c.number(id))
	}
	return c.row(id)
}

// power multiplies x^k together, k >= 2.
func (c *compiler) power(x reg, k int) reg {
	if k == 1 {
		return x
	}
	half := c.power(x, k/2)
	r := c.sum([]term{{1, half, half}}, 0)
	if k%2 == 1 {
		r = c.sum([]term{{1, r, x}}, 0)
	}
	return r
}
