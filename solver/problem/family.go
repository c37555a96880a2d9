package problem

import (
	"fmt"

	"counterpoint/solver/experiment"
	"counterpoint/solver/expr"
)

// family sorts the problem by its structure: what is unknown, how many dimensions, fields and losses. A tag that is the name of a family
// decides instead.
func (p *Problem) family() string {
	for _, t := range p.Tags {
		for _, f := range experiment.Families {
			if t == f {
				return f
			}
		}
	}
	space := len(p.Coords)
	if p.Time >= 0 {
		space--
	}
	k := len(p.Losses)
	switch {
	case len(p.Unknowns) > 0 || p.hasUnknownField():
		return "inverse"
	case space >= 5:
		return "high-dim"
	case len(p.Fields) > 1 && k >= 4 && k <= 6:
		return fmt.Sprintf("multiphysics-k%d", k)
	case len(p.Fields) > 1:
		return "forward-system"
	case k <= 2:
		return "forward-k2"
	}
	return "forward-k3"
}

// hasUnknownField reports whether a field stands in no derivative: an unknown source or coefficient.
func (p *Problem) hasUnknownField() bool {
	differentiated := make([]bool, len(p.Fields))
	for _, l := range p.Losses {
		for _, line := range l.Lines {
			if line.Data != nil {
				continue
			}
			for _, leaf := range p.Graph.Leaves(line.Residual) {
				if leaf.Alpha != (expr.Multi{}) {
					differentiated[leaf.Field] = true
				}
			}
		}
	}
	data := false
	for _, l := range p.Losses {
		for _, line := range l.Lines {
			data = data || line.Data != nil
		}
	}
	for _, d := range differentiated {
		if !d && data {
			return true
		}
	}
	return false
}
