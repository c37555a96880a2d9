package loss

import (
	"math"

	"counterpoint/solver/geometry"
	"counterpoint/solver/network"
	"counterpoint/solver/problem"
)

// Gates says where each of the K losses lives, for local adapters. A condition on ends of coordinates has the gate 1 - v, v the product
// of the network.Factors that vanish there: 1-d(x) for two opposite faces, exp(-t/Reach) for a start. An equation has the product of
// the v of all conditions: it lives where none of them does. A loss on curved surfaces, on data, or on both an interior and a boundary
// lives everywhere: gate 1. reach is over the extent of the coordinate. Opposite gates, a control, take each factor from the other end of
// its coordinate, or from the middle for one that vanishes at both.
func Gates(p *problem.Problem, hard, opposite bool, reach float64) ([]network.Gate, error) {
	var of []ends
	all := ends{}
	for _, loss := range p.Losses {
		e, inside, outside, everywhere := ends{}, 0, 0, false
		for _, line := range loss.Lines {
			var err error
			if line.Residual, err = residualOf(p, line, hard); err != nil {
				return nil, err
			}
			switch {
			case vanishes(p.Graph, line):
			case interior(line) && line.Data == nil:
				inside++
			default:
				outside++
				everywhere = !e.add(p, line) || everywhere
			}
		}
		switch {
		case inside+outside == 0:
			continue
		case outside == 0:
			e = nil // an equation
		case inside > 0 || everywhere:
			e = ends{}
		}
		of = append(of, e)
		for c, at := range e {
			all.merge(c, at)
		}
	}
	var out []network.Gate
	for _, e := range of {
		if e == nil {
			out = append(out, network.Gate{Factors: all.factors(p, opposite, reach)})
		} else {
			out = append(out, network.Gate{Factors: e.factors(p, opposite, reach), Complement: true})
		}
	}
	return out, nil
}

// ends holds, by coordinate, whether something stands on its lower and on its upper end.
type ends map[int][2]bool

// add adds the ends that all of the line's pieces stand on; a line on data or with a piece elsewhere adds none
// and reports false.
func (e ends) add(p *problem.Problem, line problem.Line) bool {
	if line.Data != nil {
		return false
	}
	found := ends{}
	for _, piece := range line.Region.Pieces {
		c, at, flat := geometry.Flat(piece)
		if !flat {
			return false
		}
		x := p.Coords[c]
		near := 1e-9 * (x.Hi - x.Lo)
		end := [2]bool{math.Abs(at-x.Lo) <= near, math.Abs(at-x.Hi) <= near}
		if !end[0] && !end[1] {
			return false
		}
		found.merge(c, end)
	}
	for c, at := range found {
		e.merge(c, at)
	}
	return true
}

func (e ends) merge(c int, at [2]bool) { e[c] = [2]bool{e[c][0] || at[0], e[c][1] || at[1]} }

// factors lists the factors that vanish on the ends, or opposite to them, by coordinate.
func (e ends) factors(p *problem.Problem, opposite bool, reach float64) []network.Factor {
	var out []network.Factor
	for c, x := range p.Coords {
		if at, ok := e[c]; ok {
			out = append(out, network.Factor{Coord: c, Lo: x.Lo, Hi: x.Hi, Reach: reach * (x.Hi - x.Lo), AtLo: at[0] != opposite, AtHi: at[1] != opposite})
		}
	}
	return out
}
