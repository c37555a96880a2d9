package expr

import "math"

// Binding holds values of constants and of unknown scalars, by index.
type Binding struct {
	Const   []float64
	Unknown []float64
}

// Eval returns the value of an expression without leaves at a point, in float64. x is a point as Graph.Dim describes it; it
// may be nil for an expression of constants. For many points use Evaluator.
func (g *Graph) Eval(id ID, x []float64, bind Binding) float64 {
	return g.Evaluator(bind, id).Eval(x, nil)
}

// EvalWith is Eval for expressions with leaves, whose values leaf supplies.
func (g *Graph) EvalWith(id ID, x []float64, leaf func(Leaf) float64, bind Binding) float64 {
	return g.Evaluator(bind, id).Eval(x, leaf)
}

// Evaluator evaluates some expressions at many points. It belongs to one goroutine; it does not look at its Graph any more, which may
// grow meanwhile.
type Evaluator struct {
	bind   Binding
	dim    int
	leaves []Leaf
	order  []node // operands renumbered to places in value
	value  []float64
	roots  []int32
	modes  []*modeMatrix
}

// Evaluator prepares the evaluation of the roots with these values of constants and unknowns. bind's slices are retained: unknowns may
// change between calls, constants may not.
func (g *Graph) Evaluator(bind Binding, roots ...ID) *Evaluator {
	ids := g.reach(roots)
	place := make(map[ID]int32, len(ids))
	e := &Evaluator{bind: bind, dim: g.Dim, leaves: g.leaves, order: make([]node, len(ids)), value: make([]float64, len(ids)), roots: make([]int32, len(roots))}
	for k, id := range ids {
		n := g.nodes[id]
		place[id] = int32(k)
		if n.a != None {
			n.a = ID(place[n.a])
		}
		if n.b != None {
			n.b = ID(place[n.b])
		}
		if n.kind == KindMode && e.modes == nil {
			e.modes = make([]*modeMatrix, len(g.Modes))
		}
		if n.kind == KindMode && e.modes[n.j] == nil {
			e.modes[n.j] = newModeMatrix(g, &g.Modes[n.j], bind)
		}
		e.order[k] = n
	}
	for i, r := range roots {
		e.roots[i] = place[r]
	}
	return e
}

// Clone returns an evaluator of the same roots for another goroutine.
func (e *Evaluator) Clone() *Evaluator {
	c := *e
	c.value = make([]float64, len(e.value))
	for i, m := range e.modes {
		if i == 0 {
			c.modes = make([]*modeMatrix, len(e.modes))
		}
		if m != nil {
			c.modes[i] = &modeMatrix{augmented: m.augmented, start: m.start}
		}
	}
	return &c
}

// Eval returns the first root's value at a point; the values of all roots are then read with Root. x is as in Graph.Eval, leaf may
// be nil if no root has leaves.
func (e *Evaluator) Eval(x []float64, leaf func(Leaf) float64) float64 {
	for k := range e.order {
		n := &e.order[k]
		var a, b float64
		if n.a != None {
			a = e.value[n.a]
		}
		if n.b != None {
			b = e.value[n.b]
		}
		e.value[k] = e.node(n, a, b, x, leaf)
	}
	return e.value[e.roots[0]]
}

// Root returns the i-th root's value at the point of the last Eval.
func (e *Evaluator) Root(i int) float64 { return e.value[e.roots[i]] }

func (e *Evaluator) node(n *node, a, b float64, x []float64, leaf func(Leaf) float64) float64 {
	switch n.kind {
	case KindNum:
		return math.Float64frombits(n.v)
	case KindConst:
		return e.bind.Const[n.i]
	case KindUnknown:
		return e.bind.Unknown[n.i]
	case KindCoord:
		return x[n.i]
	case KindNormal:
		return x[e.dim+int(n.i)]
	case KindDatum:
		return x[2*e.dim+int(n.i)]
	case KindLeaf:
		return leaf(e.leaves[n.i])
	case KindMode:
		return e.modes[n.j].component(int(n.i), a)
	case KindAdd:
		return a + b
	case KindSub:
		return a - b
	case KindNeg:
		return -a
	case KindMul:
		return a * b
	case KindDiv:
		return a / b
	case KindPow:
		if b == 2 { // the same bits, sooner
			return a * a
		}
		return math.Pow(a, b)
	case KindCall:
		return n.fn.eval(a, b)
	}
	panic("expr: value of an unknown kind of node")
}
