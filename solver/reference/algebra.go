package reference

import (
	"math"

	"counterpoint/solver/expr"
)

// algebra is a field without a time derivative, given by the others: field = value.
type algebra struct {
	field int // of the problem
	value expr.ID
}

// eliminate solves residuals for the fields that stand in no time derivative, such as a chemical potential, puts what it found in
// place of these fields everywhere, and returns the residuals left. Such a field must stand undifferentiated and with a constant
// factor in one of them. It sets e.fields, e.origin and e.index to the fields that evolve.
func (e *evolution) eliminate(residuals []expr.ID) ([]expr.ID, error) {
	moves := make([]bool, len(e.fields))
	for _, r := range residuals {
		for _, l := range e.g.Leaves(r) {
			for _, p := range e.pieces(l) {
				moves[l.Field] = moves[l.Field] || p.time > 0
			}
		}
	}
	names := e.fields
	e.fields, e.index = nil, make([]int, len(names))
	for f, name := range names {
		if moves[f] {
			e.index[f] = len(e.fields)
			e.fields, e.origin = append(e.fields, name), append(e.origin, f)
			continue
		}
		e.index[f] = -1
		found := false
		for i, r := range residuals {
			value, ok := e.solveFor(r, f)
			if !ok {
				continue
			}
			residuals = append(append([]expr.ID(nil), residuals[:i]...), residuals[i+1:]...)
			e.algebra = append(e.algebra, algebra{f, value})
			found = true
			break
		}
		if !found {
			return nil, e.cannot("%s has no time derivative, and no equation gives it by the other fields", name)
		}
		var err error
		for i := range residuals {
			if residuals[i], err = e.replace(residuals[i]); err != nil {
				return nil, err
			}
		}
		for i := range e.algebra[:len(e.algebra)-1] {
			if e.algebra[i].value, err = e.replace(e.algebra[i].value); err != nil {
				return nil, err
			}
		}
	}
	if len(e.fields) == 0 {
		return nil, e.cannot("no field has a time derivative")
	}
	return residuals, nil
}

// solveFor returns the expression that field f equals where the residual vanishes.
func (e *evolution) solveFor(residual expr.ID, f int) (value expr.ID, ok bool) {
	plain := expr.Leaf{Field: f}
	stands := false
	for _, l := range e.g.Leaves(residual) {
		if l.Field == f && l != plain {
			return expr.None, false
		}
		stands = stands || l == plain
	}
	if !stands {
		return expr.None, false
	}
	var factor float64
	for trial := range 4 {
		at := func(v float64) float64 {
			x := e.point(e.lo+float64(trial)/3*(e.hi-e.lo), e.t0+float64(trial*trial)/9*(e.t1-e.t0))
			return e.g.EvalWith(residual, x, func(l expr.Leaf) float64 {
				if l == plain {
					return v
				}
				return math.Sin(float64(trial + 3*l.Field + 5*int(l.Alpha[0]) + 7*int(l.Alpha[1])))
			}, e.bind)
		}
		slope := at(1) - at(0)
		if trial == 0 {
			factor = slope
		}
		if !(math.Abs(slope-factor) <= 1e-9*math.Abs(factor)) || !(math.Abs(at(2)-at(0)-2*slope) <= 1e-9*math.Abs(factor)) || factor == 0 {
			return expr.None, false
		}
	}
	rest, err := e.g.Substitute(residual, func(l expr.Leaf) (expr.ID, error) {
		if l == plain {
			return e.g.Num(0), nil
		}
		return e.g.Leaf(l), nil
	})
	if err != nil {
		return expr.None, false
	}
	return e.g.Mul(e.g.Num(-1/factor), rest), true
}

// replace puts the values of the eliminated fields in place of their leaves.
func (e *evolution) replace(id expr.ID) (expr.ID, error) {
	return e.g.Substitute(id, func(l expr.Leaf) (expr.ID, error) {
		for _, a := range e.algebra {
			if a.field == l.Field {
				return e.derivative(a.value, l)
			}
		}
		return e.g.Leaf(l), nil
	})
}

// derivative returns what a leaf asks of an expression.
func (e *evolution) derivative(value expr.ID, l expr.Leaf) (expr.ID, error) {
	if l.At > 0 {
		return e.g.Moved(value, l.At), nil
	}
	sum := e.g.Num(0)
	for _, p := range e.pieces(l) {
		term := value
		var err error
		for _, c := range []struct{ coord, times int }{{e.space, p.space}, {e.time, p.derivatives.time}} {
			for range c.times {
				if term, err = e.g.Diff(term, c.coord); err != nil {
					return expr.None, e.cannot("an eliminated field is differentiated too often: %v", err)
				}
			}
		}
		if p.weight != expr.None {
			term = e.g.Mul(p.weight, term)
		}
		sum = e.g.Add(sum, term)
	}
	return sum, nil
}
