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
	id, err := p.Insert(line.Residual, p.Transform)
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
