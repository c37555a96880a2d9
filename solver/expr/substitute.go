package expr

// Substitute returns the expression with every leaf replaced by what leaf returns for it. The error of leaf stops it.
func (g *Graph) Substitute(id ID, leaf func(Leaf) (ID, error)) (ID, error) {
	var failed error
	out := g.rebuild(id, depLeaf, func(id ID, n node) (ID, bool) {
		if n.kind != KindLeaf || failed != nil {
			return id, failed != nil
		}
		to, err := leaf(g.leaves[n.i])
		if err != nil {
			failed = err
			return id, true
		}
		return to, true
	})
	return out, failed
}

// Moved returns the expression at the point moved by map number at (see Move): its coordinates that the map fixes become numbers,
// its leaves are asked for there. A leaf that is moved already stays where it is.
func (g *Graph) Moved(id ID, at int) ID {
	return g.rebuild(id, depLeaf|depCoord, func(id ID, n node) (ID, bool) {
		switch n.kind {
		case KindLeaf:
			l := g.leaves[n.i]
			if l.At == 0 {
				l.At = at
			}
			return g.Leaf(l), true
		case KindCoord:
			for _, f := range g.Maps[at-1] {
				if f.Coord == int(n.i) {
					return g.Num(f.Value), true
				}
			}
		}
		return id, false
	})
}

// Fixed returns the expression with the coordinates of m put to numbers, leaves untouched.
func (g *Graph) Fixed(id ID, m Map) ID {
	return g.rebuild(id, depCoord, func(id ID, n node) (ID, bool) {
		if n.kind == KindCoord {
			for _, f := range m {
				if f.Coord == int(n.i) {
					return g.Num(f.Value), true
				}
			}
		}
		return id, false
	})
}

// rebuild makes the expression anew, replacing the nodes for which replace says so. Nodes that depend on nothing in mask are kept.
func (g *Graph) rebuild(root ID, mask dep, replace func(ID, node) (ID, bool)) ID {
	to := map[ID]ID{}
	get := func(id ID) ID {
		if id == None {
			return None
		}
		return to[id]
	}
	for _, id := range g.reach([]ID{root}) {
		n := g.nodes[id]
		if n.dep&mask == 0 {
			to[id] = id
			continue
		}
		if r, ok := replace(id, n); ok {
			to[id] = r
			continue
		}
		to[id] = g.remake(id, n, get(n.a), get(n.b))
	}
	return to[root]
}

// remake applies the constructor of n, which is node id, to other operands.
func (g *Graph) remake(id ID, n node, a, b ID) ID {
	if a == n.a && b == n.b {
		return id
	}
	switch n.kind {
	case KindAdd:
		return g.Add(a, b)
	case KindSub:
		return g.Sub(a, b)
	case KindNeg:
		return g.Neg(a)
	case KindMul:
		return g.Mul(a, b)
	case KindDiv:
		return g.Div(a, b)
	case KindPow:
		return g.Pow(a, b)
	case KindMode:
		return g.Mode(int(n.j), int(n.i), a)
	case KindCall:
		if b == None {
			return g.Call(n.fn, a)
		}
		return g.Call2(n.fn, a, b)
	}
	panic("expr: operands of a node without operands")
}
