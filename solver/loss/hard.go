package loss

import (
	"fmt"

	"counterpoint/solver/expr"
	"counterpoint/solver/geometry"
	"counterpoint/solver/problem"
)

// residualOf returns the line's residual: as written, or, with hard constraints in force, with every field replaced by its transform of
// the network's output, derivatives carried out symbolically.
func residualOf(p *problem.Problem, line problem.Line, hard bool) (expr.ID, error) {
	if !hard || !Transformed(p) {
		return line.Residual, nil
	}
	id, err := p.Graph.Substitute(line.Residual, func(l expr.Leaf) (expr.ID, error) { return transformed(p, l) })
	if err != nil {
		return id, fmt.Errorf("line %d: with its hard constraint: %w", line.Place.Line, err)
	}
	return id, nil
}

// Transformed reports whether the problem has hard constraints.
func Transformed(p *problem.Problem) bool {
	for _, t := range p.Transform {
		if t != expr.None {
			return true
		}
	}
	return false
}

// vanishes reports whether the line's residual is identically zero on its region: everywhere, or on each of its faces, as a boundary
// condition is that a transform enforces.
func vanishes(g *expr.Graph, line problem.Line) bool {
	if isZero(g, line.Residual) {
		return true
	}
	for _, p := range line.Region.Pieces {
		coord, at, flat := geometry.Flat(p)
		if !flat || !isZero(g, g.Fixed(line.Residual, expr.Map{{Coord: coord, Value: at}})) {
			return false
		}
	}
	return len(line.Region.Pieces) > 0
}

func isZero(g *expr.Graph, id expr.ID) bool {
	v, ok := g.Value(id)
	return ok && v == 0
}

// transformed returns the leaf as an expression of the network's own leaves.
func transformed(p *problem.Problem, l expr.Leaf) (expr.ID, error) {
	g := p.Graph
	id := p.Transform[l.Field]
	if id == expr.None {
		return g.Leaf(l), nil
	}
	var err error
	if l.Lap > 0 {
		id, err = laplacianOf(g, id, g.Laps[l.Lap-1])
	} else {
		for _, c := range l.Alpha[:l.Alpha.Order()] {
			if id, err = g.Diff(id, int(c)-1); err != nil {
				break
			}
		}
	}
	if err != nil {
		return id, err
	}
	if l.At > 0 {
		id = g.Moved(id, l.At)
	}
	return id, nil
}

// laplacianOf returns sum_i w_i d^2/dx_i^2 of an expression.
func laplacianOf(g *expr.Graph, id expr.ID, lap expr.Laplacian) (expr.ID, error) {
	sum := g.Num(0)
	for i, c := range lap.Coords {
		d, err := g.Diff(id, c)
		if err != nil {
			return sum, err
		}
		if d, err = g.Diff(d, c); err != nil {
			return sum, err
		}
		if lap.Weights != nil && lap.Weights[i] != expr.None {
			d = g.Mul(lap.Weights[i], d)
		}
		sum = g.Add(sum, d)
	}
	return sum, nil
}
