package geometry

import "fmt"

// Domain is where a problem lives: an interval in each coordinate, or a solid in some of them and intervals in the others. It makes
// the regions that losses may be asked on.
type Domain struct {
	lo, hi []float64
	time   int // -1: none
	solid  *Solid
	space  []int // the solid's coordinates
	rest   []int
}

// NewDomain returns the box between lo and hi, of which coordinate time (-1 for none) has no boundary in the sense of Boundary.
func NewDomain(lo, hi []float64, time int) *Domain {
	return &Domain{lo: append([]float64(nil), lo...), hi: append([]float64(nil), hi...), time: time}
}

// Carve returns the domain whose coordinates coords form a point of s; the intervals of the others stay. Time must not be among
// coords. It fails if s is empty at sight.
func (d *Domain) Carve(coords []int, s *Solid) (*Domain, error) {
	if len(coords) != s.Dim() {
		panic("geometry: solid and coordinates of different number")
	}
	if _, ok := s.Volume(); !ok {
		return nil, fmt.Errorf("geometry: nothing is left of the domain; check the solids' places and radii")
	}
	e := NewDomain(d.lo, d.hi, d.time)
	e.solid, e.space = s, append([]int(nil), coords...)
	taken := make([]bool, len(d.lo))
	lo, hi := s.Bounds()
	for k, c := range coords {
		if c == d.time || taken[c] {
			panic("geometry: solid in time, or twice in a coordinate")
		}
		taken[c] = true
		e.lo[c], e.hi[c] = lo[k], hi[k]
	}
	for c, t := range taken {
		if !t {
			e.rest = append(e.rest, c)
		}
	}
	return e, nil
}

// Bounds returns the corners of the box around the domain. The slices must not be written.
func (d *Domain) Bounds() (lo, hi []float64) { return d.lo, d.hi }

// Contains reports whether x is inside; of points on the boundary it may say either.
func (d *Domain) Contains(x []float64) bool {
	for i := range x {
		if x[i] < d.lo[i] || x[i] > d.hi[i] {
			return false
		}
	}
	return d.solid == nil || d.solid.Inside(pick(x, d.space))
}

// Interior returns the open domain.
func (d *Domain) Interior() Region {
	if d.solid == nil {
		return Interior(d.lo, d.hi)
	}
	v, _ := d.solid.Volume()
	return Of(d.extend(v, d.others()))
}

// others returns the intervals of the coordinates that the solid leaves.
func (d *Domain) others() Piece {
	if len(d.rest) == 0 {
		return nothing{}
	}
	return Box(pick(d.lo, d.rest), pick(d.hi, d.rest))
}

// extend makes a piece in the solid's coordinates and one in the others into one of the whole space.
func (d *Domain) extend(p, q Piece) Piece {
	if len(d.rest) == 0 && inOrder(d.space) {
		return p
	}
	return Product(p, d.space, q, d.rest)
}

// Boundary returns all of the boundary but the two ends of time.
func (d *Domain) Boundary() Region {
	return d.boundary(func(Part) bool { return true })
}

// BoundaryOf returns the flat pieces of the boundary that stand across coordinate coord: the faces at its two ends and, in a carved
// domain, any others. It fails if there are none.
func (d *Domain) BoundaryOf(coord int) (Region, error) {
	r := d.boundary(func(p Part) bool { return p.Coord == coord })
	if len(r.Pieces) == 0 {
		return r, fmt.Errorf("geometry: no flat boundary stands across this coordinate; name a part or write `boundary`")
	}
	return r, nil
}

// Part returns the boundary of the solids that were given this name. It fails if there is none.
func (d *Domain) Part(name string) (Region, error) {
	r := d.boundary(func(p Part) bool { return p.Name == name && name != "" })
	if len(r.Pieces) == 0 {
		return r, fmt.Errorf("geometry: no boundary belongs to part %.40s", name)
	}
	return r, nil
}

// Parts returns the names that Part knows.
func (d *Domain) Parts() []string {
	if d.solid == nil {
		return nil
	}
	return d.solid.Parts()
}

// boundary returns the pieces of the boundary that want picks; it sees coordinates of the whole space.
func (d *Domain) boundary(want func(Part) bool) Region {
	var all []Piece
	rest := d.rest
	if d.solid == nil {
		rest = make([]int, len(d.lo))
		for i := range rest {
			rest[i] = i
		}
	}
	if d.solid != nil {
		others := d.others()
		for _, p := range d.solid.Surface() {
			if p.Coord >= 0 {
				p.Coord = d.space[p.Coord]
			}
			if want(p) {
				all = append(all, d.extend(p.Piece, others))
			}
		}
	}
	for k, c := range rest {
		for _, side := range []float64{d.lo[c], d.hi[c]} {
			if c == d.time || d.lo[c] == d.hi[c] || !want(Part{Coord: c, At: side}) {
				continue
			}
			if d.solid == nil {
				all = append(all, Face(d.lo, d.hi, c, side))
				continue
			}
			v, _ := d.solid.Volume()
			all = append(all, d.extend(v, Face(pick(d.lo, d.rest), pick(d.hi, d.rest), k, side)))
		}
	}
	return Of(all...)
}

// Plane returns the points of the domain at which coordinate coords[k] equals at[k], for each k: a face where one coordinate is at
// an end of its interval or at a flat piece of a carved boundary, with its normal; a slice elsewhere; an edge or a point for
// several. It fails if a value is outside its interval or nothing of the domain is there.
func (d *Domain) Plane(coords []int, at []float64) (Region, error) {
	for k, c := range coords {
		if !(d.lo[c] <= at[k] && at[k] <= d.hi[c]) {
			return Region{}, fmt.Errorf("geometry: %g is outside the interval from %g to %g", at[k], d.lo[c], d.hi[c])
		}
	}
	if len(coords) == 1 && coords[0] != d.time {
		r := d.boundary(func(p Part) bool { return p.Coord == coords[0] && p.At == at[0] })
		if len(r.Pieces) > 0 {
			return r, nil
		}
	}
	if d.solid == nil {
		if len(coords) == 1 {
			return Of(Face(d.lo, d.hi, coords[0], at[0])), nil
		}
		return Of(d.slice(coords, at)), nil
	}
	if len(coords) == 1 && !has(d.space, coords[0]) {
		v, _ := d.solid.Volume()
		for k, c := range d.rest {
			if c == coords[0] {
				return Of(d.extend(v, Face(pick(d.lo, d.rest), pick(d.hi, d.rest), k, at[0]))), nil
			}
		}
	}
	s := d.slice(coords, at)
	if s.Dim() == 0 {
		return Of(s), nil
	}
	eps := d.solid.small()
	r := Where(Of(s), len(d.lo), "in "+d.solid.String(), func(x []float64) bool { return d.solid.touches(pick(x, d.space), eps) })
	if r.Measure() == 0 {
		return Region{}, fmt.Errorf("geometry: nothing of the domain is there")
	}
	return r, nil
}

func (d *Domain) slice(coords []int, at []float64) Piece {
	lo, hi := append([]float64(nil), d.lo...), append([]float64(nil), d.hi...)
	for k, c := range coords {
		lo[c], hi[c] = at[k], at[k]
	}
	return Box(lo, hi)
}

func pick(x []float64, coords []int) []float64 {
	y := make([]float64, len(coords))
	for k, c := range coords {
		y[k] = x[c]
	}
	return y
}

func inOrder(list []int) bool {
	for k, c := range list {
		if k != c {
			return false
		}
	}
	return true
}

func has(list []int, c int) bool {
	for _, x := range list {
		if x == c {
			return true
		}
	}
	return false
}
