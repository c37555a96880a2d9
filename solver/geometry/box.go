package geometry

import "strconv"

// box is the product of intervals, some of which may be single numbers: interior, face, edge, point. coord and sign are its
// outward normal's, sign 0 if it has none.
type box struct {
	lo, hi []float64
	free   []int // coordinates with lo < hi
	coord  int
	sign   float64
}

var _ Piece = (*box)(nil)

func newBox(lo, hi []float64) *box {
	if len(lo) != len(hi) || len(lo) == 0 {
		panic("geometry: box corners of unequal length")
	}
	b := &box{lo: append([]float64(nil), lo...), hi: append([]float64(nil), hi...)}
	for i := range lo {
		if !(lo[i] <= hi[i]) {
			panic("geometry: box with lo > hi")
		}
		if lo[i] < hi[i] {
			b.free = append(b.free, i)
		}
	}
	return b
}

// Interior returns the open box between the corners lo and hi. It has no normal. It panics unless lo <= hi in each coordinate; a
// coordinate with lo == hi is held fixed.
func Interior(lo, hi []float64) Region { return Of(Box(lo, hi)) }

// Box returns the piece of Interior.
func Box(lo, hi []float64) Piece { return newBox(lo, hi) }

// Point returns the piece that is the single point x.
func Point(x []float64) Piece { return newBox(x, x) }

// Face returns the part of the box between lo and hi where coordinate coord equals side. At the ends of its interval the face has
// the outward normal -1 or +1 along coord; between them it has none. It panics if side is outside.
func Face(lo, hi []float64, coord int, side float64) Piece {
	if !(lo[coord] <= side && side <= hi[coord]) {
		panic("geometry: face outside its box")
	}
	b := newBox(lo, hi)
	b.coord = coord
	switch side {
	case lo[coord]:
		b.sign = -1
	case hi[coord]:
		b.sign = 1
	}
	b.lo[coord], b.hi[coord] = side, side
	b.free = b.free[:0]
	for i := range b.lo {
		if b.lo[i] < b.hi[i] {
			b.free = append(b.free, i)
		}
	}
	return b
}

// Faces returns the two faces of the box across each coordinate in coords: lower then upper, in that order. Coordinates held fixed
// have none.
func Faces(lo, hi []float64, coords ...int) Region {
	var all []Piece
	for _, c := range coords {
		if lo[c] < hi[c] {
			all = append(all, Face(lo, hi, c, lo[c]), Face(lo, hi, c, hi[c]))
		}
	}
	return Of(all...)
}

func (b *box) Dim() int { return len(b.free) }

func (b *box) Measure() float64 {
	m := 1.0
	for _, i := range b.free {
		m *= b.hi[i] - b.lo[i]
	}
	return m
}

func (b *box) Map(u, x []float64) bool {
	copy(x, b.lo)
	for k, i := range b.free {
		x[i] = between(b.lo[i], b.hi[i], u[k])
	}
	return true
}

// between returns lo + u (hi-lo) without leaving [lo, hi] by rounding.
func between(lo, hi, u float64) float64 { return max(lo, min(hi, lo+u*(hi-lo))) }

func (b *box) Normal(_, n []float64) bool {
	clear0(n)
	if b.sign == 0 {
		return false
	}
	n[b.coord] = b.sign
	return true
}

func (b *box) String() string {
	s := "box(" + text(b.lo) + ";" + text(b.hi) + ")"
	if b.sign != 0 {
		s += "n" + strconv.Itoa(int(b.sign)*(b.coord+1))
	}
	return s
}

// Flat reports the coordinate that a piece of a box holds fixed, and where, if it holds exactly one: a face or a slice.
func Flat(p Piece) (coord int, at float64, ok bool) {
	b, isBox := p.(*box)
	if !isBox || len(b.free) != len(b.lo)-1 {
		return 0, 0, false
	}
	for i := range b.lo {
		if b.lo[i] == b.hi[i] {
			return i, b.lo[i], true
		}
	}
	panic("geometry: a box that holds no coordinate")
}
