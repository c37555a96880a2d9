package problem

import (
	"math"
	"math/rand/v2"

	"counterpoint/solver/expr"
	"counterpoint/solver/geometry"
)

// HasTransform reports whether the text gives hard constraints.
func (p *Problem) HasTransform() bool {
	for _, id := range p.Transform {
		if id != expr.None {
			return true
		}
	}
	return false
}

// Hard returns the problem under its hard constraints: each field of a residual is replaced by its Transform of the networks' own
// values, and lines that vanish identically then are left out, with them the losses that have no others. It shares p's Graph. What
// the user sees of a field is then its Transform, not its leaf.
func (p *Problem) Hard() (*Problem, error) {
	h := *p
	h.Losses = nil
	for _, l := range p.Losses {
		kept := Loss{Name: l.Name}
		for _, line := range l.Lines {
			var err error
			if line.Residual, err = p.Insert(line.Residual, p.Transform); err != nil {
				return nil, err
			}
			if !p.vanishes(line) {
				kept.Lines = append(kept.Lines, line)
			}
		}
		if len(kept.Lines) > 0 {
			h.Losses = append(h.Losses, kept)
		}
	}
	h.Family = h.family()
	return &h, nil
}

// vanishes reports whether a residual is zero, up to rounding, at points of its region for arbitrary values of the network.
func (p *Problem) vanishes(line Line) bool {
	if v, isNumber := p.Graph.Value(line.Residual); isNumber {
		return v == 0
	}
	if line.Data != nil || len(line.Region.Pieces) == 0 {
		return false
	}
	bind, err := p.Bind(nil)
	if err != nil {
		panic("problem: its own constants do not bind")
	}
	roots := append([]expr.ID{line.Residual}, p.Graph.Terms(line.Residual)...)
	e := p.Graph.Evaluator(bind, roots...)
	rng := rand.New(rand.NewPCG(1, 1))
	leaf := func(expr.Leaf) float64 { return rng.NormFloat64() }
	x := make([]float64, 2*len(p.Coords))
	for _, piece := range line.Region.Pieces {
		for range 8 {
			if !aPoint(piece, rng, x[:len(p.Coords)]) {
				continue
			}
			piece.Normal(x[:len(p.Coords)], x[len(p.Coords):])
			r, size := math.Abs(e.Eval(x, leaf)), 1.0
			for i := 1; i < len(roots); i++ {
				size = max(size, math.Abs(e.Root(i)))
			}
			if !(r <= 1e-12*size) { // rounding of a term that ought to be zero, such as sin(pi)
				return false
			}
		}
	}
	return true
}

// aPoint draws a point of the piece; false if none was found among a hundred.
func aPoint(piece geometry.Piece, rng *rand.Rand, x []float64) bool {
	u := make([]float64, piece.Dim())
	for range 100 {
		for i := range u {
			u[i] = rng.Float64()
		}
		if piece.Map(u, x) {
			return true
		}
	}
	return false
}
