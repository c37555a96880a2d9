package geometry

// Part is one smooth piece of the boundary of a solid.
type Part struct {
	Name  string // as given by Named, empty if none
	Coord int    // axis that the piece stands across, -1 if it is not flat or oblique
	At    float64
	Piece Piece
}

// Surface returns the boundary of s, piece by piece, with normals that leave s. A boundary of a primitive belongs to it where s is
// on one side only; where two primitives' boundaries coincide, it is the earlier one's. Pieces that are not there at all are left
// out.
func (s *Solid) Surface() []Part {
	var all []Part
	bases := s.bases(nil, "")
	eps := s.small()
	for i, b := range bases {
		for _, f := range b.base.surface() {
			p := Part{Name: b.part, Coord: f.coord, At: f.at, Piece: f.Piece}
			if s.op != opBase {
				q := newPatch(f.Piece, s, bases[:i], eps)
				if q.Measure() == 0 {
					continue
				}
				p.Piece = q
			}
			all = append(all, p)
		}
	}
	return all
}

// Parts returns the names that boundaries within s have, each once, from left to right.
func (s *Solid) Parts() []string {
	var names []string
	seen := map[string]bool{"": true}
	for _, b := range s.bases(nil, "") {
		if !seen[b.part] {
			seen[b.part] = true
			names = append(names, b.part)
		}
	}
	return names
}

// patch is what of a primitive's face bounds a solid.
type patch struct {
	where
	solid   *Solid
	earlier []*Solid
	eps     float64
}

func newPatch(p Piece, s *Solid, earlier []*Solid, eps float64) *patch {
	q := &patch{solid: s, earlier: earlier, eps: eps}
	q.where = where{Piece: p, d: s.dim, key: p.String() + " of " + s.String(), cond: q.bounding}
	return q
}

// sides reports whether the solid is behind x, against the face's own normal n, and before it.
func (q *patch) sides(x, n []float64) (behind, before bool) {
	y := make([]float64, len(x))
	at := func(step float64) bool {
		for i := range x {
			y[i] = x[i] + step*n[i]
		}
		return q.solid.Inside(y)
	}
	return at(-q.eps), at(q.eps)
}

func (q *patch) bounding(x []float64) bool {
	for _, e := range q.earlier {
		if e.base.near(x, q.eps) {
			return false
		}
	}
	n := make([]float64, len(x))
	q.Piece.Normal(x, n)
	behind, before := q.sides(x, n)
	return behind != before
}

func (q *patch) Normal(x, n []float64) bool {
	if !q.Piece.Normal(x, n) {
		return false
	}
	if behind, _ := q.sides(x, n); !behind {
		for i := range n {
			n[i] = -n[i]
		}
	}
	return true
}
