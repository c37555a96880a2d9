package expr

import "math"

// Num returns the node of a number.
func (g *Graph) Num(v float64) ID {
	if v == 0 {
		v = 0 // one zero
	}
	return g.intern(node{kind: KindNum, a: None, b: None, v: math.Float64bits(v)})
}

// Const returns the node of the constant with that index.
func (g *Graph) Const(i int) ID {
	return g.intern(node{kind: KindConst, i: int32(i), a: None, b: None, dep: depConst})
}

// Unknown returns the node of the unknown scalar with that index.
func (g *Graph) Unknown(i int) ID {
	return g.intern(node{kind: KindUnknown, i: int32(i), a: None, b: None, dep: depUnknown})
}

// Coord returns the node of the coordinate with that index.
func (g *Graph) Coord(i int) ID {
	return g.intern(node{kind: KindCoord, i: int32(i), a: None, b: None, dep: depCoord})
}

// Normal returns the node of the outward unit normal's component along that coordinate.
func (g *Graph) Normal(i int) ID {
	return g.intern(node{kind: KindNormal, i: int32(i), a: None, b: None, dep: depNormal})
}

// Datum returns the node of the measured value in that column of the point's data.
func (g *Graph) Datum(i int) ID {
	return g.intern(node{kind: KindDatum, i: int32(i), a: None, b: None, dep: depNormal})
}

// Leaf returns the node of a leaf.
func (g *Graph) Leaf(l Leaf) ID {
	i, ok := g.leafAt[l]
	if !ok {
		i = int32(len(g.leaves))
		g.leaves = append(g.leaves, l)
		g.leafAt[l] = i
	}
	return g.intern(node{kind: KindLeaf, i: i, a: None, b: None, dep: depLeaf})
}

func (g *Graph) is(id ID, v float64) bool {
	n := &g.nodes[id]
	return n.kind == KindNum && math.Float64frombits(n.v) == v
}

func (g *Graph) binary(k Kind, a, b ID) ID {
	return g.intern(node{kind: k, a: a, b: b, dep: g.nodes[a].dep | g.nodes[b].dep})
}

// Add returns a + b.
func (g *Graph) Add(a, b ID) ID {
	x, xn := g.Value(a)
	y, yn := g.Value(b)
	switch {
	case xn && yn:
		return g.Num(x + y)
	case xn && x == 0:
		return b
	case yn && y == 0:
		return a
	case a == b:
		return g.Mul(g.Num(2), a)
	}
	if n := g.nodes[b]; n.kind == KindNeg {
		return g.Sub(a, n.a)
	}
	if n := g.nodes[a]; n.kind == KindNeg {
		return g.Sub(b, n.a)
	}
	if a > b {
		a, b = b, a
	}
	return g.binary(KindAdd, a, b)
}

// Sub returns a - b.
func (g *Graph) Sub(a, b ID) ID {
	x, xn := g.Value(a)
	y, yn := g.Value(b)
	switch {
	case xn && yn:
		return g.Num(x - y)
	case xn && x == 0:
		return g.Neg(b)
	case yn && y == 0:
		return a
	case a == b:
		return g.Num(0)
	}
	if n := g.nodes[b]; n.kind == KindNeg {
		return g.Add(a, n.a)
	}
	return g.binary(KindSub, a, b)
}

// Neg returns -a.
func (g *Graph) Neg(a ID) ID {
	n := g.nodes[a]
	switch n.kind {
	case KindNum:
		return g.Num(-math.Float64frombits(n.v))
	case KindNeg:
		return n.a
	case KindSub:
		return g.Sub(n.b, n.a)
	case KindMul:
		if c, ok := g.Value(n.a); ok {
			return g.Mul(g.Num(-c), n.b)
		}
	}
	return g.intern(node{kind: KindNeg, a: a, b: None, dep: n.dep})
}

// Mul returns a * b. A number stands first.
func (g *Graph) Mul(a, b ID) ID {
	x, xn := g.Value(a)
	y, yn := g.Value(b)
	switch {
	case xn && yn:
		return g.Num(x * y)
	case yn:
		return g.Mul(b, a)
	case xn && x == 0:
		return a
	case xn && x == 1:
		return b
	case xn && x == -1:
		return g.Neg(b)
	case a == b:
		return g.Pow(a, g.Num(2))
	}
	m, n := g.nodes[a], g.nodes[b]
	switch {
	case m.kind == KindNeg:
		return g.Neg(g.Mul(m.a, b))
	case n.kind == KindNeg && xn:
		return g.Mul(g.Num(-x), n.a)
	case n.kind == KindNeg:
		return g.Neg(g.Mul(a, n.a))
	case n.kind == KindMul:
		if y, ok := g.Value(n.a); ok { // a*(y*c) = y*(a*c)
			if xn {
				return g.Mul(g.Num(x*y), n.b)
			}
			return g.Mul(n.a, g.Mul(a, n.b))
		}
	}
	if m.kind == KindMul {
		if _, ok := g.Value(m.a); ok {
			return g.Mul(m.a, g.Mul(m.b, b))
		}
	}
	if !xn && a > b {
		a, b = b, a
	}
	return g.binary(KindMul, a, b)
}

// Div returns a / b. Division by a number other than zero becomes a product.
func (g *Graph) Div(a, b ID) ID {
	x, xn := g.Value(a)
	y, yn := g.Value(b)
	switch {
	case xn && yn:
		return g.Num(x / y)
	case yn && y != 0:
		return g.Mul(g.Num(1/y), a)
	case xn && x == 0:
		return a
	case a == b:
		return g.Num(1)
	}
	if n := g.nodes[a]; n.kind == KindNeg {
		return g.Neg(g.Div(n.a, b))
	}
	return g.binary(KindDiv, a, b)
}

// Pow returns a ^ b.
func (g *Graph) Pow(a, b ID) ID {
	x, xn := g.Value(a)
	y, yn := g.Value(b)
	switch {
	case xn && yn:
		return g.Num(math.Pow(x, y))
	case yn && y == 0:
		return g.Num(1)
	case yn && y == 1:
		return a
	case xn && x == 1:
		return a
	}
	return g.binary(KindPow, a, b)
}

// Call returns f(a), for functions of one argument.
func (g *Graph) Call(f Fn, a ID) ID {
	if f.Arity() != 1 {
		panic("expr: call of a function of two arguments with one")
	}
	if x, ok := g.Value(a); ok {
		return g.Num(exactly(f, x))
	}
	return g.intern(node{kind: KindCall, fn: f, a: a, b: None, dep: g.nodes[a].dep})
}

// exactly returns f(x) for a number of the text. Zeros of sine and cosine at multiples of pi/2, which rounding turns into 1e-16, are
// zeros: so boundary values that vanish vanish, and a constraint that holds exactly is seen to hold.
func exactly(f Fn, x float64) float64 {
	quarter := x / (math.Pi / 2)
	n := math.Round(quarter)
	if math.Abs(quarter-n) <= 4e-16*math.Abs(n) && math.Abs(n) < 1e6 {
		if even := math.Mod(n, 2) == 0; f == Sin && even || f == Cos && !even {
			return 0
		}
	}
	return f.eval(x, 0)
}

// Call2 returns f(a, b), for functions of two arguments.
func (g *Graph) Call2(f Fn, a, b ID) ID {
	if f.Arity() != 2 {
		panic("expr: call of a function of one argument with two")
	}
	x, xn := g.Value(a)
	y, yn := g.Value(b)
	if xn && yn {
		return g.Num(f.eval(x, y))
	}
	return g.intern(node{kind: KindCall, fn: f, a: a, b: b, dep: g.nodes[a].dep | g.nodes[b].dep})
}
