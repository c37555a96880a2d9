package expr

import (
	"math"
	"sort"
)

// ID is a node of a Graph. Equal expressions of one Graph have equal IDs; a node's ID is larger than those of its operands.
type ID int32

// None is no node.
const None ID = -1

// Kind is what a node is.
type Kind uint8

// The kinds of nodes.
const (
	KindNum     Kind = iota // a number
	KindConst               // a named constant, by index
	KindUnknown             // an unknown scalar, by index
	KindCoord               // a coordinate, by index
	KindNormal              // a component of the outward unit normal, by coordinate
	KindDatum               // a measured value at the point, by column
	KindLeaf                // a Leaf
	KindMode                // a component of a Mode at a time
	KindAdd                 // a + b
	KindSub                 // a - b
	KindNeg                 // -a
	KindMul                 // a * b
	KindDiv                 // a / b
	KindPow                 // a ^ b
	KindCall                // fn(a) or fn(a, b)
)

type node struct {
	kind Kind
	fn   Fn
	dep  dep
	i    int32 // index of constant, unknown, coordinate, leaf; component of a mode
	j    int32 // mode
	a, b ID
	v    uint64 // bits of a number
}

// dep says what a node's value depends on.
type dep uint8

const (
	depCoord dep = 1 << iota
	depNormal
	depUnknown
	depLeaf
	depConst
)

const (
	depPoint   = depCoord | depNormal
	depDynamic = depUnknown | depLeaf
)

// MaxNodes is how many nodes a Graph holds. A Graph that would outgrow it becomes Full: its constructors then return the number 0,
// so that every algorithm ends soon; whoever builds it asks Full and reports.
const MaxNodes = 200_000

// Graph is a set of expressions that share their common parts. The zero Graph is not ready: use NewGraph. A Graph may be read
// (Eval) from many goroutines; whatever makes nodes (constructors, Diff, Substitute, Compile) needs it alone.
type Graph struct {
	nodes  []node
	index  map[node]ID
	leaves []Leaf
	leafAt map[Leaf]int32
	diffs  map[diffKey]ID
	full   bool

	// Dim is the number of coordinates. A point is Dim coordinates; where normals are used it is Dim coordinates and Dim components of
	// the outward unit normal; where data are used these 2*Dim numbers (the normal 0 if there is none) and the data.
	Dim   int
	Laps  []Laplacian // by Leaf.Lap-1
	Maps  []Map       // by Leaf.At-1
	Modes []Mode
}

// NewGraph returns an empty graph.
func NewGraph() *Graph {
	return &Graph{index: map[node]ID{}, leafAt: map[Leaf]int32{}, diffs: map[diffKey]ID{}}
}

// Full reports whether an expression was refused because the graph holds MaxNodes: all results since are meaningless.
func (g *Graph) Full() bool { return g.full }

// Len is the number of nodes.
func (g *Graph) Len() int { return len(g.nodes) }

func (g *Graph) intern(n node) ID {
	if id, ok := g.index[n]; ok {
		return id
	}
	if len(g.nodes) >= MaxNodes {
		g.full = true
		return 0
	}
	id := ID(len(g.nodes))
	g.nodes = append(g.nodes, n)
	g.index[n] = id
	return id
}

// Kind returns what the node is.
func (g *Graph) Kind(id ID) Kind { return g.nodes[id].kind }

// Index returns the index of a constant, unknown, coordinate, normal or datum node.
func (g *Graph) Index(id ID) int { return int(g.nodes[id].i) }

// LeafOf returns the leaf of a leaf node.
func (g *Graph) LeafOf(id ID) Leaf { return g.leaves[g.nodes[id].i] }

// Value returns the number that the node is, if it is one.
func (g *Graph) Value(id ID) (v float64, ok bool) {
	n := &g.nodes[id]
	return math.Float64frombits(n.v), n.kind == KindNum
}

// Depends reports what the node's value depends on: the point (coordinates or normals), unknown scalars, field leaves, constants.
func (g *Graph) Depends(id ID) (point, unknown, leaf, constant bool) {
	d := g.nodes[id].dep
	return d&depPoint != 0, d&depUnknown != 0, d&depLeaf != 0, d&depConst != 0
}

// reach returns every node the roots depend on, ascending, so that operands come before what uses them.
func (g *Graph) reach(roots []ID) []ID {
	seen := map[ID]bool{}
	stack := make([]ID, 0, len(roots))
	push := func(id ID) {
		if id != None && !seen[id] {
			seen[id] = true
			stack = append(stack, id)
		}
	}
	for _, r := range roots {
		push(r)
	}
	var out []ID
	for len(stack) > 0 {
		id := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		out = append(out, id)
		push(g.nodes[id].a)
		push(g.nodes[id].b)
	}
	sort.Slice(out, func(i, j int) bool { return out[i] < out[j] })
	return out
}

// Coords returns which coordinates the expression names explicitly (not through leaves), ascending.
func (g *Graph) Coords(id ID) []int {
	var out []int
	for _, n := range g.reach([]ID{id}) {
		if g.nodes[n].kind == KindCoord {
			out = append(out, int(g.nodes[n].i))
		}
	}
	sort.Ints(out)
	return out
}

// Terms returns the distinct summands of an expression, signs dropped: what its rounding error is measured against.
func (g *Graph) Terms(id ID) []ID {
	var out []ID
	stack := []ID{id}
	seen := map[ID]bool{}
	for len(stack) > 0 {
		id := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if seen[id] {
			continue
		}
		seen[id] = true
		switch n := &g.nodes[id]; n.kind {
		case KindAdd, KindSub:
			stack = append(stack, n.b, n.a)
		case KindNeg:
			stack = append(stack, n.a)
		default:
			out = append(out, id)
		}
	}
	return out
}
