package geometry

import "fmt"

// product is the set of points whose coordinates a lie in p and whose coordinates b lie in q.
type product struct {
	p, q Piece
	a, b []int
}

// Product returns the piece of R^d, d = len(a)+len(b), whose coordinates a form a point of p and whose coordinates b form a point
// of q: a sphere in space and an interval in time, say. a and b must be a partition of 0..d-1. The normal is that of the factor
// that has one; where both have one (an edge) there is none. With b empty, q is not used and may be nil.
func Product(p Piece, a []int, q Piece, b []int) Piece {
	seen := make([]bool, len(a)+len(b))
	for _, list := range [][]int{a, b} {
		for _, c := range list {
			if c < 0 || c >= len(seen) || seen[c] {
				panic("geometry: product coordinates are no partition")
			}
			seen[c] = true
		}
	}
	if len(b) == 0 {
		q = nothing{}
	}
	return &product{p: p, q: q, a: append([]int(nil), a...), b: append([]int(nil), b...)}
}

func (p *product) Dim() int         { return p.p.Dim() + p.q.Dim() }
func (p *product) Measure() float64 { return p.p.Measure() * p.q.Measure() }

func (p *product) Map(u, x []float64) bool {
	d := p.p.Dim()
	return through(p.a, x, func(y []float64) bool { return p.p.Map(u[:d], y) }) &&
		through(p.b, x, func(y []float64) bool { return p.q.Map(u[d:], y) })
}

// through calls f on a vector of the coordinates c of x and stores what f leaves there.
func through(c []int, x []float64, f func(y []float64) bool) bool {
	y := make([]float64, len(c))
	for k, i := range c {
		y[k] = x[i]
	}
	ok := f(y)
	for k, i := range c {
		x[i] = y[k]
	}
	return ok
}

func (p *product) Normal(x, n []float64) bool {
	clear0(n)
	one := normalOf(p.p, p.a, x, n)
	two := normalOf(p.q, p.b, x, n)
	if one == two {
		clear0(n)
		return false
	}
	return true
}

func normalOf(p Piece, c []int, x, n []float64) bool {
	y, m := make([]float64, len(c)), make([]float64, len(c))
	for k, i := range c {
		y[k] = x[i]
	}
	ok := p.Normal(y, m)
	for k, i := range c {
		n[i] = m[k]
	}
	return ok
}

func (p *product) String() string { return fmt.Sprint(p.p, p.a, " x ", p.q, p.b) }

// nothing is the only point of R^0.
type nothing struct{}

func (nothing) Dim() int                { return 0 }
func (nothing) Measure() float64        { return 1 }
func (nothing) Map(_, _ []float64) bool { return true }
func (nothing) Normal(_, _ []float64) bool {
	return false
}
func (nothing) String() string { return "0" }
