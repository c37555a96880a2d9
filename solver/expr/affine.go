package expr

// Affine reports whether the expression is at most linear in the leaves that which selects, taken together: a product of two of them,
// a power or a function of one is not. The average of such an expression over unbiased estimates of the leaves is the expression.
func (g *Graph) Affine(root ID, which func(Leaf) bool) bool {
	degree := map[ID]int{}
	for _, id := range g.reach([]ID{root}) { // operands first
		n := &g.nodes[id]
		if n.dep&depLeaf == 0 {
			continue
		}
		switch n.kind {
		case KindLeaf:
			if which(g.leaves[n.i]) {
				degree[id] = 1
			}
		case KindAdd, KindSub:
			degree[id] = max(degree[n.a], degree[n.b])
		case KindNeg:
			degree[id] = degree[n.a]
		case KindMul:
			degree[id] = degree[n.a] + degree[n.b]
		case KindDiv:
			degree[id] = degree[n.a] + 2*degree[n.b]
		default:
			degree[id] = 2 * degree[n.a]
			if n.b != None {
				degree[id] += 2 * degree[n.b]
			}
		}
		if degree[id] > 1 {
			return false
		}
	}
	return true
}
