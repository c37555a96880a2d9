package expr

import (
	"errors"
	"fmt"
	"math"
)

// ErrOrder is returned for derivatives of higher total order than MaxOrder.
var ErrOrder = errors.New("a derivative of total order above 4")

type diffKey struct {
	id    ID
	coord int32
}

// Diff returns the derivative of the expression with respect to a coordinate: leaves are differentiated by extending their
// multi-index, modes by their own equation, everything else by rule. It fails with ErrOrder, and for the derivative of an outward
// normal. The derivative of step is 0, of abs its sign, of min that of the smaller argument (of the first where they are equal).
func (g *Graph) Diff(id ID, coord int) (ID, error) {
	d := differ{g: g, coord: coord}
	out := d.diff(id)
	if d.err != nil {
		return None, d.err
	}
	return out, nil
}

type differ struct {
	g     *Graph
	coord int
	err   error
}

func (d *differ) diff(id ID) ID {
	g := d.g
	n := g.nodes[id]
	if n.dep&(depPoint|depLeaf) == 0 || g.full || d.err != nil {
		return g.Num(0)
	}
	key := diffKey{id, int32(d.coord)}
	if out, ok := g.diffs[key]; ok {
		return out
	}
	out := d.rule(n, id)
	if d.err == nil && !g.full {
		g.diffs[key] = out
	}
	return out
}

func (d *differ) rule(n node, id ID) ID {
	g := d.g
	switch n.kind {
	case KindCoord:
		if int(n.i) == d.coord {
			return g.Num(1)
		}
		return g.Num(0)
	case KindNormal:
		d.fail(errors.New("the outward normal has no derivative here; write the derivative first, as in d(u, x, x)"))
		return id
	case KindDatum:
		d.fail(errors.New("measured values have no derivative"))
		return id
	case KindLeaf:
		return d.leaf(g.leaves[n.i])
	case KindMode:
		return g.Mul(g.modeRate(int(n.j), int(n.i), n.a), d.diff(n.a))
	case KindAdd:
		return g.Add(d.diff(n.a), d.diff(n.b))
	case KindSub:
		return g.Sub(d.diff(n.a), d.diff(n.b))
	case KindNeg:
		return g.Neg(d.diff(n.a))
	case KindMul:
		return g.Add(g.Mul(d.diff(n.a), n.b), g.Mul(n.a, d.diff(n.b)))
	case KindDiv: // (a/b)' = a'/b - (a/b) b'/b
		return g.Sub(g.Div(d.diff(n.a), n.b), g.Div(g.Mul(id, d.diff(n.b)), n.b))
	case KindPow:
		return d.pow(n, id)
	case KindCall:
		if n.fn.Arity() == 2 {
			return d.call2(n)
		}
		da := d.diff(n.a)
		if g.is(da, 0) {
			return da
		}
		return g.Mul(g.slope(n.fn, n.a, id), da)
	}
	panic("expr: derivative of an unknown kind of node")
}

func (d *differ) fail(err error) {
	if d.err == nil {
		d.err = err
	}
}

func (d *differ) leaf(l Leaf) ID {
	if l.Lap > 0 {
		panic("expr: derivative of a gathered Laplacian")
	}
	if l.At > 0 {
		for _, f := range d.g.Maps[l.At-1] {
			if f.Coord == d.coord {
				return d.g.Num(0)
			}
		}
	}
	var ok bool
	if l.Alpha, ok = l.Alpha.With(d.coord); !ok {
		d.fail(fmt.Errorf("%w", ErrOrder))
	}
	return d.g.Leaf(l)
}

func (d *differ) pow(n node, id ID) ID {
	g := d.g
	if g.nodes[n.b].dep&(depPoint|depLeaf) == 0 { // a^c: c a^(c-1) a'
		return g.Mul(g.Mul(n.b, g.Pow(n.a, g.Sub(n.b, g.Num(1)))), d.diff(n.a))
	}
	// a^b: a^b (b' log a + b a'/a)
	out := g.Mul(d.diff(n.b), g.Call(Log, n.a))
	if da := d.diff(n.a); !g.is(da, 0) {
		out = g.Add(out, g.Div(g.Mul(n.b, da), n.a))
	}
	return g.Mul(id, out)
}

func (d *differ) call2(n node) ID {
	g := d.g
	if n.fn == LessEqual {
		return g.Num(0)
	}
	first, second := n.a, n.b
	le := g.Call2(LessEqual, n.a, n.b)
	if n.fn == Max {
		le = g.Call2(LessEqual, n.b, n.a)
	}
	da, db := d.diff(first), d.diff(second)
	return g.Add(db, g.Mul(le, g.Sub(da, db)))
}

// slope returns f'(a), given the node of f(a).
func (g *Graph) slope(f Fn, a, fa ID) ID {
	one := g.Num(1)
	square := func(x ID) ID { return g.Pow(x, g.Num(2)) }
	switch f {
	case Sin:
		return g.Call(Cos, a)
	case Cos:
		return g.Neg(g.Call(Sin, a))
	case Tan:
		return g.Add(one, square(fa))
	case Asin:
		return g.Div(one, g.Call(Sqrt, g.Sub(one, square(a))))
	case Acos:
		return g.Neg(g.Div(one, g.Call(Sqrt, g.Sub(one, square(a)))))
	case Atan:
		return g.Div(one, g.Add(one, square(a)))
	case Sinh:
		return g.Call(Cosh, a)
	case Cosh:
		return g.Call(Sinh, a)
	case Tanh:
		return g.Sub(one, square(fa))
	case Exp:
		return fa
	case Log:
		return g.Div(one, a)
	case Sqrt:
		return g.Div(g.Num(0.5), fa)
	case Abs:
		return g.Call(Sign, a)
	case Erf:
		return g.Mul(g.Num(2/math.SqrtPi), g.Call(Exp, g.Neg(square(a))))
	case Step, Sign:
		return g.Num(0)
	}
	panic("expr: derivative of an unknown function")
}
