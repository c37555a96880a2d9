package expr

// gather replaces linear sums a u_xx + b u_yy + ... of at least two pure second derivatives, whose coefficients depend on constants and
// coordinates only, by weighted-Laplacian leaves: the network then carries one channel for all of them. It does so only if no
// gathered derivative is wanted by itself anywhere in the roots and channels are saved; otherwise it returns the roots as they are.
func (g *Graph) gather(roots []ID) []ID {
	w := gatherer{g: g, memo: map[ID]ID{}}
	out := make([]ID, len(roots))
	for i, r := range roots {
		out[i] = w.walk(r)
	}
	if w.large {
		return roots
	}
	type second struct{ at, coord int }
	gathered, wanted, used := map[second]bool{}, map[second]bool{}, map[int]bool{}
	for _, l := range g.Leaves(out...) {
		if l.Lap > 0 {
			used[l.Lap] = true
			for _, c := range g.Laps[l.Lap-1].Coords {
				gathered[second{l.At, c}] = true
			}
		}
	}
	for _, l := range g.Leaves(out...) {
		if l.Alpha.Order() < 2 {
			continue
		}
		if l.Alpha.Order() > 2 { // its channels hold the second derivatives below it
			return roots
		}
		for _, c := range l.Alpha[:2] {
			wanted[second{l.At, int(c) - 1}] = true
		}
	}
	for s := range wanted {
		if gathered[s] {
			return roots
		}
	}
	if len(used) >= len(gathered) || g.full {
		return roots
	}
	return out
}

type gatherer struct {
	g     *Graph
	memo  map[ID]ID
	large bool // a sum has more than maxAddends
}

// maxAddends bounds the summands of one sum: shared sums are written out, which may double them again and again.
const maxAddends = 10_000

// addend is one summand: coef (a point-only expression) times rest.
type addend struct{ coef, rest ID }

func (w *gatherer) walk(id ID) ID {
	n := w.g.nodes[id]
	if n.dep&depLeaf == 0 {
		return id
	}
	if out, ok := w.memo[id]; ok {
		return out
	}
	var out ID
	switch n.kind {
	case KindAdd, KindSub:
		out = w.sum(id)
	case KindLeaf:
		out = id
	default:
		a, b := n.a, n.b
		if a != None {
			a = w.walk(a)
		}
		if b != None {
			b = w.walk(b)
		}
		out = w.g.remake(id, n, a, b)
	}
	w.memo[id] = out
	return out
}

// sum gathers one maximal tree of sums.
func (w *gatherer) sum(id ID) ID {
	g := w.g
	var list []addend
	w.flatten(id, g.Num(1), &list)
	type place struct{ field, at int }
	groups, order := map[place][]addend{}, []place(nil)
	for _, t := range list {
		if l, ok := w.pure(t.rest); ok {
			p := place{l.Field, l.At}
			if groups[p] == nil {
				order = append(order, p)
			}
			groups[p] = append(groups[p], t)
		}
	}
	out := g.Num(0)
	for _, t := range list {
		l, ok := w.pure(t.rest)
		if ok && w.distinct(groups[place{l.Field, l.At}]) >= 2 {
			continue
		}
		out = g.Add(out, g.Mul(t.coef, w.walk(t.rest)))
	}
	for _, p := range order {
		if w.distinct(groups[p]) >= 2 {
			out = g.Add(out, w.laplacian(p.field, p.at, groups[p]))
		}
	}
	return out
}

func (w *gatherer) pure(id ID) (Leaf, bool) {
	if w.g.nodes[id].kind != KindLeaf {
		return Leaf{}, false
	}
	l := w.g.LeafOf(id)
	_, ok := l.Alpha.Pure()
	return l, ok
}

func (w *gatherer) distinct(group []addend) int {
	seen := map[Multi]bool{}
	for _, t := range group {
		seen[w.g.LeafOf(t.rest).Alpha] = true
	}
	return len(seen)
}

// flatten lists the summands of coef*id.
func (w *gatherer) flatten(id, coef ID, out *[]addend) {
	g := w.g
	if len(*out) >= maxAddends || w.large {
		w.large = true
		return
	}
	n := g.nodes[id]
	fixed := func(id ID) bool { return g.nodes[id].dep&depDynamic == 0 }
	switch {
	case n.kind == KindAdd:
		w.flatten(n.a, coef, out)
		w.flatten(n.b, coef, out)
	case n.kind == KindSub:
		w.flatten(n.a, coef, out)
		w.flatten(n.b, g.Neg(coef), out)
	case n.kind == KindNeg:
		w.flatten(n.a, g.Neg(coef), out)
	case n.kind == KindMul && fixed(n.a) && !fixed(n.b):
		w.flatten(n.b, g.Mul(coef, n.a), out)
	case n.kind == KindMul && fixed(n.b) && !fixed(n.a):
		w.flatten(n.a, g.Mul(coef, n.b), out)
	case n.kind == KindDiv && fixed(n.b) && !fixed(n.a):
		w.flatten(n.a, g.Div(coef, n.b), out)
	default:
		*out = append(*out, addend{coef, id})
	}
}

// laplacian makes one leaf of a group, its first weight divided out so that multiples of one operator share a leaf.
func (w *gatherer) laplacian(field, at int, group []addend) ID {
	g := w.g
	var lap Laplacian
	weight := map[int]ID{}
	for _, t := range group {
		c, _ := g.LeafOf(t.rest).Alpha.Pure()
		if have, ok := weight[c]; ok {
			weight[c] = g.Add(have, t.coef)
			continue
		}
		weight[c] = t.coef
	}
	for c := range g.coordLimit(group) {
		if _, ok := weight[c]; ok {
			lap.Coords = append(lap.Coords, c)
		}
	}
	lead := weight[lap.Coords[0]]
	if v, isNumber := g.Value(lead); !(isNumber && v != 0) && !w.uniform(lap.Coords, weight) { // it may vanish
		lead = g.Num(1)
	}
	unit := true
	for _, c := range lap.Coords {
		v := g.Div(weight[c], lead)
		unit = unit && g.is(v, 1)
		lap.Weights = append(lap.Weights, v)
	}
	if unit {
		lap.Weights = nil
	}
	return g.Mul(lead, g.Leaf(Leaf{Field: field, Lap: g.lap(lap), At: at}))
}

func (w *gatherer) uniform(coords []int, weight map[int]ID) bool {
	for _, c := range coords {
		if weight[c] != weight[coords[0]] {
			return false
		}
	}
	return true
}

func (g *Graph) coordLimit(group []addend) int {
	top := 0
	for _, t := range group {
		c, _ := g.LeafOf(t.rest).Alpha.Pure()
		top = max(top, c+1)
	}
	return top
}

// lap returns the number (for Leaf.Lap) of an equal Laplacian, made if it is new.
func (g *Graph) lap(l Laplacian) int {
	for i, have := range g.Laps {
		if equalLaps(have, l) {
			return i + 1
		}
	}
	g.Laps = append(g.Laps, l)
	return len(g.Laps)
}

func equalLaps(a, b Laplacian) bool {
	if len(a.Coords) != len(b.Coords) || (a.Weights == nil) != (b.Weights == nil) {
		return false
	}
	for i := range a.Coords {
		if a.Coords[i] != b.Coords[i] || a.Weights != nil && a.Weights[i] != b.Weights[i] {
			return false
		}
	}
	return true
}
