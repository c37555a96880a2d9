package network

import (
	"math"
	"slices"

	"counterpoint/solver/jet"
	"counterpoint/solver/kernel"
)

// Gate is a function of the coordinates between 0 and 1 on the domain: prod f_i(x_i), or 1 - prod f_i(x_i) if Complement, over at most
// one Factor a coordinate. A Gate without factors is 1, whatever Complement says.
type Gate struct {
	Factors    []Factor
	Complement bool
}

// Factor vanishes at one end or at both ends of coordinate Coord, which runs from Lo to Hi, or at neither but in the middle:
//
//	both      4 (x-Lo)(Hi-x)/(Hi-Lo)^2       AtLo   1 - exp(-(x-Lo)/Reach)
//	neither   1 - both                       AtHi   1 - exp(-(Hi-x)/Reach)
type Factor struct {
	Coord         int
	Lo, Hi, Reach float64
	AtLo, AtHi    bool
}

// series is a factor's Taylor coefficients f^(n)/n! at a point, to the highest order of a jet.
type series [5]float64

func (f Factor) at(x float64) (c series) {
	if f.AtLo == f.AtHi {
		s := 4 / ((f.Hi - f.Lo) * (f.Hi - f.Lo))
		c[0], c[1], c[2] = s*(x-f.Lo)*(f.Hi-x), s*(f.Lo+f.Hi-2*x), -s
		if !f.AtLo {
			c[0], c[1], c[2] = 1-c[0], -c[1], -c[2]
		}
		return c
	}
	rate, from := -1/f.Reach, f.Lo
	if f.AtHi {
		rate, from = 1/f.Reach, f.Hi
	}
	e := -math.Exp(rate * (x - from))
	c[0] = 1 + e
	for n := 1; n < len(c); n++ {
		e *= rate / float64(n)
		c[n] = e
	}
	return c
}

// product is one term of the product rule: channel out += row gate of the gates' rows times channel in.
type product struct{ out, gate, in int }

// gates is one worker's memory for the gates' jets at a block's points, and the product rule of its channels:
//
//	(g t)_a = sum_{b <= a} g_b t_{a-b},    Lap(g t) = g Lap t + t Lap g + sum_i 2 w_i g_i t_i.
type gates[T kernel.Float] struct {
	channels *jet.Channels
	terms    []product
	rows     int   // of one gate: its channels, then 2 w_i g_i for each coordinate of each Laplacian
	value    [][]T // per gate: rows x points of a full block

	// Scratch, of one gate, the last three at one point.
	position []int     // by coordinate: its factor, -1 if there is none
	factor   []series  // per factor
	others   []float64 // per factor: the product of the others' values
	whole    float64   // the product of all values
}

func newGates[T kernel.Float](count int, c *jet.Channels, points int) *gates[T] {
	g := &gates[T]{channels: c, rows: c.Len(), position: make([]int, c.Dim)}
	for out, a := range c.Indices {
		for in, b := range c.Indices {
			if d, ok := a.Minus(b); ok {
				g.terms = append(g.terms, product{out, c.At(d), in})
			}
		}
	}
	for l, lap := range c.Laps {
		out := c.Lap(l)
		g.terms = append(g.terms, product{out, 0, out}, product{out, out, 0})
		for _, i := range lap.Coords {
			g.terms = append(g.terms, product{out, g.rows, c.At(jet.Unit(i))})
			g.rows++
		}
	}
	for range count {
		g.value = append(g.value, make([]T, g.rows*points))
	}
	return g
}

// read writes the gates' jets at the sweep's n points.
func (g *gates[T]) read(w *Sweep[T], of []Gate) {
	for k, gate := range of {
		for i := range g.position {
			g.position[i] = slices.IndexFunc(gate.Factors, func(f Factor) bool { return f.Coord == i })
		}
		for j := range w.n {
			g.point(w, g.value[k][j:], gate, j)
		}
	}
}

// point writes the jets of one gate at point j into column 0 of v.
func (g *gates[T]) point(w *Sweep[T], v []T, gate Gate, j int) {
	n, c := w.n, g.channels
	g.factor, g.others, g.whole = g.factor[:0], g.others[:0], 1
	for _, f := range gate.Factors {
		s := f.at(float64(w.Input(f.Coord)[j]))
		g.factor, g.others = append(g.factor, s), append(g.others, g.whole)
		g.whole *= s[0]
	}
	for i, after := len(g.factor)-1, 1.0; i >= 0; i-- {
		g.others[i] *= after
		after *= g.factor[i][0]
	}
	for k, a := range c.Indices {
		v[k*n] = T(g.coefficient(gate, a))
	}
	row := c.Len()
	for l, lap := range c.Laps {
		sum := 0.0
		for i, coord := range lap.Coords {
			weight := 1.0
			if lap.Rows != nil {
				weight = float64(w.rows[lap.Rows[i]*n+j])
			}
			twice := jet.Index{uint8(coord + 1), uint8(coord + 1)}
			sum += weight * 2 * g.coefficient(gate, twice)
			v[row*n] = T(2 * weight * g.coefficient(gate, jet.Unit(coord)))
			row++
		}
		v[c.Lap(l)*n] = T(sum)
	}
}

// coefficient returns the Taylor coefficient a of the gate at the point whose factors were read.
func (g *gates[T]) coefficient(gate Gate, a jet.Index) float64 {
	if len(gate.Factors) == 0 {
		return indicator(a.Order() == 0)
	}
	x, order := g.whole, a.Order()
	switch {
	case order == 0:
	case a[0] == a[order-1]: // by one coordinate alone
		if x = 0; g.position[a[0]-1] >= 0 {
			i := g.position[a[0]-1]
			x = g.others[i] * g.factor[i][order]
		}
	default:
		x = g.mixed(gate, a)
	}
	if gate.Complement {
		return indicator(a.Order() == 0) - x
	}
	return x
}

// mixed returns the product's Taylor coefficient a, by several coordinates.
func (g *gates[T]) mixed(gate Gate, a jet.Index) float64 {
	x, order := 1.0, 0
	for i, f := range gate.Factors {
		n := a.Count(f.Coord)
		order += n
		x *= g.factor[i][n]
	}
	if order < a.Order() {
		return 0 // by a coordinate that the gate does not look at
	}
	return x
}

// forward writes gate k times the rows lo to hi of src into dst; points are n, rows ld apart.
func (g *gates[T]) forward(set *kernel.Set[T], k int, dst, src []T, ld, n, lo, hi int) {
	for r := lo; r < hi; r++ {
		to, from := dst[r*ld:], src[r*ld:]
		clear(to[:g.channels.Len()*n])
		for _, t := range g.terms {
			set.Vec(kernel.FMA, to[t.out*n:t.out*n+n], g.value[k][t.gate*n:t.gate*n+n], from[t.in*n:t.in*n+n], 0)
		}
	}
}

// reverse writes the adjoint of forward's src into dst, bar being that of its dst.
func (g *gates[T]) reverse(set *kernel.Set[T], k int, dst, bar []T, ld, n, lo, hi int) {
	for r := lo; r < hi; r++ {
		to, from := dst[r*ld:], bar[r*ld:]
		clear(to[:g.channels.Len()*n])
		for _, t := range g.terms {
			set.Vec(kernel.FMA, to[t.in*n:t.in*n+n], g.value[k][t.gate*n:t.gate*n+n], from[t.out*n:t.out*n+n], 0)
		}
	}
}

func indicator(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
