package geometry

import (
	"math"
	"strconv"
)

// polygon is the inside of a closed simple polygon; vertex k is (v[2k], v[2k+1]).
type polygon struct{ v []float64 }

// SolidPolygon returns the inside of the simple polygon with the vertices (v[0], v[1]), (v[2], v[3]), ..., in either sense of
// rotation. It panics on fewer than three vertices.
func SolidPolygon(v []float64) *Solid {
	if len(v) < 6 || len(v)%2 != 0 {
		panic("geometry: polygon with fewer than three vertices")
	}
	return base(&polygon{append([]float64(nil), v...)})
}

func (p *polygon) edge(k int) (ax, ay, bx, by float64) {
	n := len(p.v)
	return p.v[2*k], p.v[2*k+1], p.v[(2*k+2)%n], p.v[(2*k+3)%n]
}

// inside counts the edges that a ray to the right crosses.
func (p *polygon) inside(x []float64) bool {
	in := false
	for k := range len(p.v) / 2 {
		ax, ay, bx, by := p.edge(k)
		if (ay > x[1]) != (by > x[1]) && x[0] < ax+(x[1]-ay)/(by-ay)*(bx-ax) {
			in = !in
		}
	}
	return in
}

func (p *polygon) near(x []float64, eps float64) bool {
	for k := range len(p.v) / 2 {
		ax, ay, bx, by := p.edge(k)
		dx, dy := bx-ax, by-ay
		s := max(0, min(1, ((x[0]-ax)*dx+(x[1]-ay)*dy)/(dx*dx+dy*dy)))
		if math.Hypot(x[0]-ax-s*dx, x[1]-ay-s*dy) < eps {
			return true
		}
	}
	return false
}

func (p *polygon) bounds() (lo, hi []float64) {
	lo, hi = []float64{p.v[0], p.v[1]}, []float64{p.v[0], p.v[1]}
	for i, c := range p.v {
		lo[i%2], hi[i%2] = min(lo[i%2], c), max(hi[i%2], c)
	}
	return lo, hi
}

func (p *polygon) volume() Piece  { return nil }
func (p *polygon) String() string { return "polygon(" + text(p.v) + ")" }

func (p *polygon) surface() []face {
	var area float64 // twice the signed area: positive for counterclockwise vertices
	for k := range len(p.v) / 2 {
		ax, ay, bx, by := p.edge(k)
		area += ax*by - bx*ay
	}
	var all []face
	for k := range len(p.v) / 2 {
		ax, ay, bx, by := p.edge(k)
		f := face{coord: -1}
		if ax == bx {
			f.coord, f.at = 0, ax
		} else if ay == by {
			f.coord, f.at = 1, ay
		}
		f.Piece = &segment{ax, ay, bx, by, math.Copysign(1, area)}
		all = append(all, f)
	}
	return all
}

// segment is an edge of a polygon; its normal is to the right of the way from a to b, times sign.
type segment struct{ ax, ay, bx, by, sign float64 }

func (s *segment) Dim() int         { return 1 }
func (s *segment) Measure() float64 { return math.Hypot(s.bx-s.ax, s.by-s.ay) }

func (s *segment) Map(u, x []float64) bool {
	x[0], x[1] = s.ax+u[0]*(s.bx-s.ax), s.ay+u[0]*(s.by-s.ay)
	return true
}

func (s *segment) Normal(_, n []float64) bool {
	l := s.sign / s.Measure()
	n[0], n[1] = l*(s.by-s.ay), l*(s.ax-s.bx)
	return true
}

func (s *segment) String() string {
	return "segment(" + text([]float64{s.ax, s.ay, s.bx, s.by}) + ")n" + strconv.Itoa(int(s.sign))
}
