package geometry

import (
	"math"
	"sync"
)

// where is the part of a piece on which cond holds.
type where struct {
	Piece
	d    int
	key  string
	cond func(x []float64) bool

	once  sync.Once
	share float64 // fraction of the piece that is kept
}

func (w *where) Map(u, x []float64) bool { return w.Piece.Map(u, x) && w.cond(x) }
func (w *where) String() string          { return w.key }

func (w *where) Measure() float64 {
	w.once.Do(func() { w.share = kept(w.Map, w.Piece.Dim(), w.d) })
	return w.share * w.Piece.Measure()
}

// probes is the number of points that a share is estimated from: the error is below one percent for sets with a smooth boundary.
const probes = 8192

// kept returns the share of the unit cube of dimension dim that fits keeps; x are points of R^d. It counts over an additive recurrence with the powers
// of the plastic-like number of that dimension (M. Roberts, The Unreasonable Effectiveness of Quasirandom Sequences, 2018), so
// that it is the same at every call.
func kept(fits func(u, x []float64) bool, dim, d int) float64 {
	u, x := make([]float64, dim), make([]float64, d)
	if dim == 0 {
		if fits(u, x) {
			return 1
		}
		return 0
	}
	phi := 2.0
	for range 60 { // phi^(dim+1) = phi + 1, by a contracting iteration
		phi = math.Pow(1+phi, 1/float64(dim+1))
	}
	step := make([]float64, dim)
	p := 1.0
	for i := range step {
		p /= phi
		step[i] = p
	}
	n := 0
	for k := range probes {
		for i := range u {
			_, u[i] = math.Modf(0.5 + float64(k)*step[i])
		}
		if fits(u, x) {
			n++
		}
	}
	return float64(n) / probes
}
