package geometry

import (
	"fmt"
	"math"
)

// Solid is a set of points with an inside, built from boxes, balls and polygons by union, intersection and difference
// (constructive solid geometry), in any dimension. Solids are immutable and may be shared.
type Solid struct {
	op   byte // one of the constants below
	dim  int
	part string
	base primitive // opBase
	a, b *Solid    // otherwise
}

const (
	opBase  = 'b'
	opPlus  = '+'
	opMinus = '-'
	opAnd   = '&'
)

// primitive is what solids are built from.
type primitive interface {
	fmt.Stringer
	inside(x []float64) bool
	near(x []float64, eps float64) bool // within eps, about, of the boundary
	bounds() (lo, hi []float64)
	volume() Piece // nil: by rejection from the bounds
	surface() []face
}

// face is one smooth part of a primitive's boundary; coord is the axis it stands across at the height at, -1 if none.
type face struct {
	Piece
	coord int
	at    float64
}

func base(p primitive) *Solid {
	lo, _ := p.bounds()
	return &Solid{op: opBase, dim: len(lo), base: p}
}

// SolidBox returns the box between the corners lo < hi.
func SolidBox(lo, hi []float64) *Solid {
	for i := range lo {
		if !(lo[i] < hi[i]) {
			panic("geometry: solid box with lo >= hi")
		}
	}
	return base(newBox(lo, hi))
}

// SolidBall returns the ball of radius r > 0 about center: an interval, a disc, a ball.
func SolidBall(center []float64, r float64) *Solid { return base(newBall(center, r, false)) }

// SolidRadial returns the ball of radius r > 0 about center, sampled at a uniform radius in a uniform direction: in many dimensions
// nearly all of a ball's volume lies at its sphere, and these points do not.
func SolidRadial(center []float64, r float64) *Solid {
	b := newBall(center, r, false)
	b.radial = true
	return base(b)
}

// Named returns s with a name for its boundary: wherever a boundary of s bounds the final solid, that is the part of this name.
// A name already given within s stays.
func (s *Solid) Named(part string) *Solid {
	t := *s
	t.part = part
	return &t
}

// Plus returns the union of s and t, which must have the same dimension, as for Minus and And.
func (s *Solid) Plus(t *Solid) *Solid { return s.with(opPlus, t) }

// Minus returns what is in s and not in t.
func (s *Solid) Minus(t *Solid) *Solid { return s.with(opMinus, t) }

// And returns the intersection of s and t.
func (s *Solid) And(t *Solid) *Solid { return s.with(opAnd, t) }

func (s *Solid) with(op byte, t *Solid) *Solid {
	if s.dim != t.dim {
		panic("geometry: solids of different dimension")
	}
	return &Solid{op: op, dim: s.dim, a: s, b: t}
}

// Dim returns the dimension of the space that s is in.
func (s *Solid) Dim() int { return s.dim }

// Inside reports whether x is in s; of points on the boundary it may say either.
func (s *Solid) Inside(x []float64) bool {
	switch s.op {
	case opPlus:
		return s.a.Inside(x) || s.b.Inside(x)
	case opMinus:
		return s.a.Inside(x) && !s.b.Inside(x)
	case opAnd:
		return s.a.Inside(x) && s.b.Inside(x)
	}
	return s.base.inside(x)
}

// small is a length far above rounding and far below anything meant.
func (s *Solid) small() float64 {
	lo, hi := s.Bounds()
	return 1e-9 * max(distance(lo, hi), 1e-300)
}

// touches reports whether x is inside or on the boundary: whether s is met within eps of it along some diagonal. Above three
// dimensions, where there are too many, the boundary does not count.
func (s *Solid) touches(x []float64, eps float64) bool {
	if s.dim > 3 {
		return s.Inside(x)
	}
	y := make([]float64, s.dim)
	for signs := range 1 << s.dim {
		for i := range y {
			y[i] = x[i] + eps*float64(1-2*(signs>>i&1))
		}
		if s.Inside(y) {
			return true
		}
	}
	return false
}

// Bounds returns the corners of a box that holds s; lo > hi somewhere if s is seen to be empty.
func (s *Solid) Bounds() (lo, hi []float64) {
	if s.op == opBase {
		return s.base.bounds()
	}
	lo, hi = s.a.Bounds()
	if s.op == opMinus {
		return lo, hi
	}
	l, h := s.b.Bounds()
	for i := range lo {
		if s.op == opPlus {
			lo[i], hi[i] = min(lo[i], l[i]), max(hi[i], h[i])
		} else {
			lo[i], hi[i] = max(lo[i], l[i]), min(hi[i], h[i])
		}
	}
	return lo, hi
}

// Volume returns the piece of R^Dim that is the inside of s. It is exact for a lone box or ball; anything else is cut out of its
// bounds by rejection. ok is false if the bounds are empty.
func (s *Solid) Volume() (p Piece, ok bool) {
	if s.op == opBase {
		if p := s.base.volume(); p != nil {
			return p, true
		}
	}
	lo, hi := s.Bounds()
	for i := range lo {
		if !(lo[i] < hi[i]) {
			return nil, false
		}
	}
	return &where{Piece: Box(lo, hi), d: s.dim, key: s.String(), cond: s.Inside}, true
}

// String is a text that is equal only for equal solids; names of parts do not count.
func (s *Solid) String() string {
	if s.op == opBase {
		return s.base.String()
	}
	return "(" + s.a.String() + string(rune(s.op)) + s.b.String() + ")"
}

// bases appends the primitives of s, with the name that each one's boundary has, from left to right.
func (s *Solid) bases(list []*Solid, part string) []*Solid {
	if s.part != "" {
		part = s.part
	}
	if s.op == opBase {
		return append(list, &Solid{op: opBase, dim: s.dim, part: part, base: s.base})
	}
	return s.b.bases(s.a.bases(list, part), part)
}

func (b *box) inside(x []float64) bool {
	for i := range x {
		if !(b.lo[i] < x[i] && x[i] < b.hi[i]) {
			return false
		}
	}
	return true
}

func (b *box) near(x []float64, eps float64) bool {
	touch := false
	for i := range x {
		if x[i] < b.lo[i]-eps || x[i] > b.hi[i]+eps {
			return false
		}
		touch = touch || x[i] < b.lo[i]+eps || x[i] > b.hi[i]-eps
	}
	return touch
}

func (b *box) bounds() (lo, hi []float64) {
	return append(lo, b.lo...), append(hi, b.hi...)
}

func (b *box) volume() Piece { return b }

func (b *box) surface() []face {
	var all []face
	for i := range b.lo {
		for _, side := range []float64{b.lo[i], b.hi[i]} {
			all = append(all, face{Face(b.lo, b.hi, i, side), i, side})
		}
	}
	return all
}

func (b *ball) inside(x []float64) bool { return distance(x, b.center) < b.r }

func (b *ball) near(x []float64, eps float64) bool { return math.Abs(distance(x, b.center)-b.r) < eps }

func (b *ball) bounds() (lo, hi []float64) {
	for _, c := range b.center {
		lo, hi = append(lo, c-b.r), append(hi, c+b.r)
	}
	return lo, hi
}

func (b *ball) volume() Piece   { return b }
func (b *ball) surface() []face { return []face{{Sphere(b.center, b.r), -1, 0}} }
