package expr

import "sort"

// MaxOrder is the highest total order of a derivative.
const MaxOrder = 4

// Multi is a derivative multi-index: coordinate+1 once for each derivative, ascending, zeros last. The zero Multi is the value.
type Multi [MaxOrder]uint8

// Order is the total order of the derivative.
func (m Multi) Order() int {
	for i, c := range m {
		if c == 0 {
			return i
		}
	}
	return MaxOrder
}

// With returns m with one more derivative with respect to the coordinate, and false if that exceeds MaxOrder.
func (m Multi) With(coord int) (Multi, bool) {
	n := m.Order()
	if n == MaxOrder {
		return m, false
	}
	i := n
	for ; i > 0 && int(m[i-1]) > coord+1; i-- {
		m[i] = m[i-1]
	}
	m[i] = uint8(coord + 1)
	return m, true
}

// Pure reports whether m is a second derivative with respect to one coordinate, and which.
func (m Multi) Pure() (coord int, ok bool) {
	return int(m[0]) - 1, m.Order() == 2 && m[0] == m[1]
}

// Leaf is a value that the network supplies at every point. Lap > 0 names the weighted Laplacian Graph.Laps[Lap-1] of the field
// (Alpha is zero then); otherwise the leaf is the derivative D^Alpha of the field, factorials included. At > 0 asks for it not at
// the point itself but at the point moved by Graph.Maps[At-1].
type Leaf struct {
	Field int
	Alpha Multi
	Lap   int
	At    int
}

// Laplacian is the operator sum_i w_i d^2/dx_i^2 over Coords. Weights[i] is an expression of constants and coordinates only, or
// None for 1; nil Weights: all 1.
type Laplacian struct {
	Coords  []int
	Weights []ID
}

// Map moves a point: each coordinate named takes a fixed value, the others stay.
type Map []Fix

// Fix is one coordinate's value in a Map.
type Fix struct {
	Coord int
	Value float64
}

// Apply writes the moved point into dst, which may be x.
func (m Map) Apply(dst, x []float64) {
	copy(dst, x)
	for _, f := range m {
		dst[f.Coord] = f.Value
	}
}

// Leaves returns the distinct leaves that the roots depend on, by field, then map, then Laplacian, then order, then coordinates.
func (g *Graph) Leaves(roots ...ID) []Leaf {
	var out []Leaf
	for _, id := range g.reach(roots) {
		if n := &g.nodes[id]; n.kind == KindLeaf {
			out = append(out, g.leaves[n.i])
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].less(out[j]) })
	return out
}

func (l Leaf) less(m Leaf) bool {
	switch {
	case l.Field != m.Field:
		return l.Field < m.Field
	case l.At != m.At:
		return l.At < m.At
	case l.Lap != m.Lap:
		return l.Lap < m.Lap
	case l.Alpha.Order() != m.Alpha.Order():
		return l.Alpha.Order() < m.Alpha.Order()
	}
	for i := range l.Alpha {
		if l.Alpha[i] != m.Alpha[i] {
			return l.Alpha[i] < m.Alpha[i]
		}
	}
	return false
}

// Move returns the number (for Leaf.At) of the map with these fixes, made if it is new.
func (g *Graph) Move(m Map) int {
	m = append(Map(nil), m...)
	sort.Slice(m, func(i, j int) bool { return m[i].Coord < m[j].Coord })
	for i, have := range g.Maps {
		if equalMaps(have, m) {
			return i + 1
		}
	}
	g.Maps = append(g.Maps, m)
	return len(g.Maps)
}

func equalMaps(a, b Map) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
