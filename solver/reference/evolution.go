package reference

import (
	"fmt"
	"math"

	"counterpoint/solver/expr"
	"counterpoint/solver/geometry"
	"counterpoint/solver/problem"
)

// evolution is a problem in one space coordinate and time, read as an evolution equation. Its state variables are the fields and
// their time derivatives below the highest: the residuals, linear in the highest ones, give the rates.
type evolution struct {
	g              *expr.Graph
	bind           expr.Binding
	name           string
	fields         []string // that evolve
	space, time    int
	lo, hi, t0, t1 float64

	origin  []int     // number of each field in the problem
	index   []int     // by field of the problem: its number here, -1 if it was eliminated
	algebra []algebra // the fields eliminated

	orders  []int // highest time derivative of each field, 1 at least
	first   []int // number of the state variable that is the field itself; its derivatives follow
	vars    int
	prog    *expr.Program
	input   []source        // what the residuals depend on
	feed    [][]part        // by leaf of the program: the inputs it is a sum of
	inverse *dense[float64] // of the matrix of the highest time derivatives in the residuals

	start []expr.ID // residuals of the initial conditions
	walls [2][]wall // conditions at lo and at hi
}

// source is space derivative `order` of a state variable or, with rate set, the highest time derivative of field number `state`.
type source struct {
	state, order int
	rate         bool
}

// part is an input times a weight that depends on the place only; None is 1.
type part struct {
	input  int
	weight expr.ID
}

// wall is a condition on one field at one end: residual = 0.
type wall struct {
	field    int
	residual expr.ID
}

// readEvolution reads the problem. Its errors say what the numerical methods here cannot do.
func readEvolution(q *question) (*evolution, error) {
	p := q.p
	if len(p.Coords) != 2 || p.Time < 0 {
		return nil, fmt.Errorf("reference: %s solves problems in one space coordinate and time; give exact solutions instead", p.Truth.Method)
	}
	s := 1 - p.Time
	e := &evolution{g: p.Graph, bind: q.bind, name: p.Truth.Method, fields: p.Fields, space: s, time: p.Time,
		lo: p.Coords[s].Lo, hi: p.Coords[s].Hi, t0: p.Coords[p.Time].Lo, t1: p.Coords[p.Time].Hi}
	var residuals []expr.ID
	var conditions []problem.Line
	for _, loss := range p.Losses {
		for _, line := range loss.Lines {
			switch {
			case line.Data != nil:
			case line.RegionText == "" || line.RegionText == "interior":
				residuals = append(residuals, line.Residual)
			default:
				conditions = append(conditions, line)
			}
		}
	}
	if len(residuals) != len(e.fields) {
		return nil, e.cannot("%d equations for %d fields", len(residuals), len(e.fields))
	}
	residuals, err := e.eliminate(residuals)
	if err != nil {
		return nil, err
	}
	for _, line := range conditions {
		if err := e.condition(line); err != nil {
			return nil, err
		}
	}
	return e, e.compile(residuals)
}

func (e *evolution) cannot(format string, args ...any) error {
	return fmt.Errorf("reference: %s cannot solve this: "+format, append([]any{e.name}, args...)...)
}

// condition files the residual of an initial or boundary condition. Passed over are pairs of points (periodicity): only the Fourier
// basis serves them, and it needs none; and initial values of eliminated fields, which follow from the others.
func (e *evolution) condition(line problem.Line) error {
	leaves := e.g.Leaves(line.Residual)
	evolves := false
	for _, l := range leaves {
		if l.At > 0 {
			return nil
		}
		evolves = evolves || e.index[l.Field] >= 0
	}
	for _, piece := range line.Region.Pieces {
		c, at, ok := geometry.Flat(piece)
		switch {
		case !ok:
			return e.cannot("the condition %q is on neither an end of time nor an end of space", line.Text)
		case c == e.time && at == e.t0:
			if evolves {
				e.start = append(e.start, line.Residual)
			}
		case c == e.space && (at == e.lo || at == e.hi):
			if err := e.wall(line, at); err != nil {
				return err
			}
		default:
			return e.cannot("the condition %q is at neither the start of time nor an end of space", line.Text)
		}
	}
	return nil
}

// wall files a boundary condition.
func (e *evolution) wall(line problem.Line, at float64) error {
	residual, err := e.replace(line.Residual)
	if err != nil {
		return err
	}
	w := wall{field: -1, residual: e.g.Fixed(residual, expr.Map{{Coord: e.space, Value: at}})}
	for _, l := range e.g.Leaves(residual) {
		if w.field >= 0 && w.field != e.index[l.Field] {
			return e.cannot("the boundary condition %q couples fields", line.Text)
		}
		w.field = e.index[l.Field]
	}
	if w.field < 0 {
		return e.cannot("the boundary condition %q has no field", line.Text)
	}
	side := 0
	if at == e.hi {
		side = 1
	}
	e.walls[side] = append(e.walls[side], w)
	return nil
}

// compile makes the program of the residuals and the matrix of the highest time derivatives.
func (e *evolution) compile(residuals []expr.ID) error {
	roots := append([]expr.ID(nil), residuals...)
	for _, a := range e.algebra {
		roots = append(roots, a.value)
	}
	prog, err := e.g.Compile(roots, e.bind)
	if err != nil {
		return err
	}
	e.prog, e.orders, e.first = prog, make([]int, len(e.fields)), make([]int, len(e.fields))
	pieces := make([][]piece, len(prog.Leaves))
	for i, l := range prog.Leaves {
		if l.At > 0 {
			return e.cannot("a residual looks at other points")
		}
		pieces[i] = e.pieces(l)
		for _, p := range pieces[i] {
			e.orders[e.index[l.Field]] = max(e.orders[e.index[l.Field]], p.time)
		}
	}
	for f, n := range e.orders {
		e.first[f] = e.vars
		e.vars += n
	}
	for _, a := range e.algebra {
		for _, l := range e.g.Leaves(a.value) {
			for _, p := range e.pieces(l) {
				if p.time >= e.orders[e.index[l.Field]] {
					return e.cannot("an equation without a rate of its own has that of another field")
				}
			}
		}
	}
	e.feed = make([][]part, len(prog.Leaves))
	for i, l := range prog.Leaves {
		for _, p := range pieces[i] {
			f := e.index[l.Field]
			s := source{state: e.first[f] + p.time, order: p.space}
			if p.time == e.orders[f] {
				if p.space > 0 {
					return e.cannot("%s has a space derivative of its highest time derivative", e.fields[f])
				}
				s = source{rate: true, state: f}
			}
			if p.weight != expr.None {
				for _, c := range e.g.Coords(p.weight) {
					if c == e.time {
						return e.cannot("the factor of a second derivative changes in time")
					}
				}
			}
			e.feed[i] = append(e.feed[i], part{e.number(s), p.weight})
		}
	}
	return e.mass()
}

// number returns the number of an input, made if it is new.
func (e *evolution) number(s source) int {
	for i, have := range e.input {
		if have == s {
			return i
		}
	}
	e.input = append(e.input, s)
	return len(e.input) - 1
}

// piece is one term of a leaf: a derivative of its field times a weight.
type piece struct {
	derivatives
	weight expr.ID
}

// pieces takes a leaf apart: a weighted Laplacian into its second derivatives, which may be in time.
func (e *evolution) pieces(l expr.Leaf) []piece {
	if l.Lap == 0 {
		return []piece{{e.split(l.Alpha), expr.None}}
	}
	var out []piece
	lap := e.g.Laps[l.Lap-1]
	for i, c := range lap.Coords {
		p := piece{weight: expr.None}
		if lap.Weights != nil {
			p.weight = lap.Weights[i]
		}
		if c == e.time {
			p.time = 2
		} else {
			p.space = 2
		}
		out = append(out, p)
	}
	return out
}

type derivatives struct{ space, time int }

func (e *evolution) split(m expr.Multi) (d derivatives) {
	for _, c := range m[:m.Order()] {
		if int(c)-1 == e.time {
			d.time++
		} else {
			d.space++
		}
	}
	return d
}

// mass finds the matrix of the highest time derivatives in the residuals, which must be the same wherever it is looked at.
func (e *evolution) mass() error {
	n := len(e.fields)
	w := e.newPointwise([]float64{e.lo + 0.3*(e.hi-e.lo), e.lo + 0.8*(e.hi-e.lo)})
	var a *dense[float64]
	for k := range 3 {
		for i, row := range w.input {
			for j := range row {
				row[j] = 0.5 + float64(k)*math.Sin(float64(3*i+j+1))/6 // some positive state: there may be logarithms
			}
		}
		w.columnsAt(e.t0 + float64(k)/3*(e.t1-e.t0))
		for pt := range 2 {
			m := newDense[float64](n)
			w.rates(-1)
			for i, r := range w.forward()[:n] {
				for f := range n {
					m.a[i*n+f] = -r[pt]
				}
			}
			for f := range n {
				w.rates(f)
				for i, r := range w.forward()[:n] {
					m.a[i*n+f] += r[pt]
				}
			}
			if a == nil {
				a = m
			}
			for i, v := range m.a {
				if !(math.Abs(v-a.a[i]) <= 1e-9*(1+math.Abs(v))) {
					return e.cannot("the factor of a highest time derivative is not constant; divide the equation by it")
				}
			}
		}
	}
	e.inverse = identity[float64](n)
	columns := make([][]float64, n)
	for f := range n {
		columns[f] = make([]float64, n)
		columns[f][f] = 1
	}
	if !a.solve(columns...) {
		return e.cannot("the equations do not determine every highest time derivative")
	}
	for f, c := range columns {
		for i, v := range c {
			e.inverse.a[i*n+f] = v
		}
	}
	return nil
}

// initial returns the state variables at t0 and the places x, by solving the initial conditions for them.
func (e *evolution) initial(x []float64) ([][]float64, error) {
	if len(e.start) != e.vars {
		return nil, e.cannot("%d initial conditions for %d quantities: each field and each of its time derivatives but the highest needs one",
			len(e.start), e.vars)
	}
	out := rowsOf(e.vars, len(x))
	var bad error
	one := -1
	var solved []float64
	leaf := func(l expr.Leaf) float64 {
		d := e.split(l.Alpha)
		if d.space > 0 || l.Lap > 0 || l.At > 0 || e.index[l.Field] < 0 || d.time >= e.orders[e.index[l.Field]] {
			bad = e.cannot("an initial condition has derivatives that are no part of the state")
			return 0
		}
		s := e.first[e.index[l.Field]] + d.time
		if solved != nil {
			return solved[s]
		}
		if s == one {
			return 1
		}
		return 0
	}
	values := e.g.Evaluator(e.bind, e.start...)
	for k, v := range x {
		m, b := newDense[float64](e.vars), make([]float64, e.vars)
		p := e.point(v, e.t0)
		for s := -1; s < e.vars; s++ {
			one = s
			values.Eval(p, leaf)
			for i := range e.start {
				if r := values.Root(i); s < 0 {
					b[i] = -r
				} else {
					m.a[i*e.vars+s] = r + b[i]
				}
			}
		}
		if bad != nil {
			return nil, bad
		}
		if !m.solve(b) {
			return nil, e.cannot("the initial conditions do not determine the state")
		}
		for s, v := range b {
			out[s][k] = v
		}
		if k%16 == 0 { // the conditions were taken to be linear
			solved = b
			values.Eval(p, leaf)
			for i := range e.start {
				if !(math.Abs(values.Root(i)) <= 1e-9*(1+norm(b))) {
					return nil, e.cannot("an initial condition is not linear in the fields")
				}
			}
			solved = nil
		}
	}
	return out, nil
}
