package reference

import (
	"math"

	"counterpoint/solver/expr"
)

// line is an evolution on nodes x_0 = lo < ... < x_n = hi (the method of lines). Values at an end with a condition on their field
// follow from the others, as the condition, linear in the field and its space derivatives, demands; all others are free and make
// up the state: the free nodes of variable 0, then of variable 1, and so on.
type line struct {
	e      *evolution
	w      *pointwise
	x      []float64
	d      []*rows    // by order of the derivative
	ends   [][]*clamp // by variable
	from   []int      // by variable: where its free nodes start in the state
	lowest []int      // by variable: its first free node, 0 or 1
	free   []int      // by variable: how many nodes are free
	size   int        // of the state
	full   [][]float64
	rate   [][]float64
}

// rows is a matrix whose row i is zero but for consecutive entries.
type rows struct {
	start []int
	coef  [][]float64
}

func (m *rows) apply(dst, v []float64) {
	for i, c := range m.coef {
		dst[i] = dotProduct(c, v[m.start[i]:])
	}
}

func dotProduct(a, b []float64) float64 {
	var s0, s1 float64
	b = b[:len(a)]
	k := 0
	for ; k+1 < len(a); k += 2 {
		s0 += a[k] * b[k]
		s1 += a[k+1] * b[k+1]
	}
	if k < len(a) {
		s0 += a[k] * b[k]
	}
	return s0 + s1
}

// clamp is a condition sum_i row_i u_i + g(t) = 0 on a variable's nodal values, solved for the end node.
type clamp struct {
	node   int
	row    []float64
	offset *expr.Evaluator // g
}

// newLine prepares the nodes x with the matrices d of the derivatives 0, 1, 2, ...
func (e *evolution) newLine(x []float64, d []*rows) (*line, error) {
	l := &line{e: e, w: e.newPointwise(x), x: x, d: d, ends: make([][]*clamp, e.vars), full: rowsOf(e.vars, len(x)), rate: rowsOf(len(e.fields), len(x))}
	for _, s := range e.input {
		if s.order >= len(d) {
			return nil, e.cannot("a space derivative of order %d", s.order)
		}
	}
	for side, list := range e.walls {
		seen := make([]bool, len(e.fields))
		for _, w := range list {
			if seen[w.field] {
				return nil, e.cannot("%s has more than one condition at one end", e.fields[w.field])
			}
			seen[w.field] = true
			residual := w.residual
			for b := range e.orders[w.field] { // of the b-th time derivative: the condition, differentiated b times
				c, err := l.clamp(residual, side, b)
				if err != nil {
					return nil, err
				}
				l.ends[e.first[w.field]+b] = append(l.ends[e.first[w.field]+b], c)
				if residual, err = e.g.Diff(residual, e.time); err != nil {
					return nil, err
				}
			}
		}
	}
	for v := range e.vars {
		low, free := 0, len(x)
		for _, c := range l.ends[v] {
			free--
			if c.node == 0 {
				low = 1
			}
		}
		l.from, l.lowest, l.free = append(l.from, l.size), append(l.lowest, low), append(l.free, free)
		l.size += free
	}
	return l, nil
}

// clamp reads the condition at one end, whose leaves are the b-th time derivative of one field.
func (l *line) clamp(residual expr.ID, side, b int) (*clamp, error) {
	e, node := l.e, side*(len(l.x)-1)
	c := &clamp{node: node, row: make([]float64, len(l.x)), offset: e.g.Evaluator(e.bind, residual)}
	at := func(t float64, one expr.Leaf, v float64) float64 {
		return c.offset.Eval(append(e.point(l.x[node], t), e.normal(side)...), func(l expr.Leaf) float64 {
			if l == one {
				return v
			}
			return 0
		})
	}
	none := expr.Leaf{Field: -1}
	for _, leaf := range e.g.Leaves(residual) {
		d := e.split(leaf.Alpha)
		if leaf.Lap > 0 || d.time != b || d.space >= len(l.d) {
			return nil, e.cannot("a boundary condition has derivatives that are not in space alone")
		}
		slope := at(e.t0, leaf, 1) - at(e.t0, none, 0)
		for _, t := range []float64{0.3, 1} {
			t = e.t0 + t*(e.t1-e.t0)
			if v := (at(t, leaf, 2) - at(t, none, 0)) / 2; !(math.Abs(v-slope) <= 1e-9*(1+math.Abs(v))) {
				return nil, e.cannot("a boundary condition is not linear with constant coefficients")
			}
		}
		m := l.d[d.space]
		for k, v := range m.coef[node] {
			c.row[m.start[node]+k] += slope * v
		}
	}
	if c.row[node] == 0 {
		return nil, e.cannot("a boundary condition does not determine the value at its end")
	}
	return c, nil
}

// normal is the outward normal at an end of space.
func (e *evolution) normal(side int) []float64 {
	n := make([]float64, 2)
	n[e.space] = float64(2*side - 1)
	return n
}

// expand writes the nodal values of every variable at time t into l.full. Two ends are solved together: a condition may reach
// across.
func (l *line) expand(state []float64, t float64) {
	for v, row := range l.full {
		copy(row[l.lowest[v]:], state[l.from[v]:l.from[v]+l.free[v]])
		l.close(v, row, t, 1)
	}
}

// close sets the end nodes of variable v from the others; scale multiplies the inhomogeneous part.
func (l *line) close(v int, row []float64, t, scale float64) {
	ends := l.ends[v]
	var rhs [2]float64
	for i, c := range ends {
		row[c.node] = 0
		if scale != 0 {
			rhs[i] = -scale * c.offset.Eval(append(l.e.point(l.x[c.node], t), l.e.normal(c.node/(len(l.x)-1))...), zero)
		}
	}
	for i, c := range ends {
		rhs[i] -= dotProduct(c.row, row)
	}
	switch len(ends) {
	case 1:
		row[ends[0].node] = rhs[0] / ends[0].row[ends[0].node]
	case 2:
		p, q := ends[0], ends[1]
		a, b, c, d := p.row[p.node], p.row[q.node], q.row[p.node], q.row[q.node]
		det := a*d - b*c
		row[p.node], row[q.node] = (rhs[0]*d-b*rhs[1])/det, (a*rhs[1]-c*rhs[0])/det
	}
}

func zero(expr.Leaf) float64 { return 0 }

// differentiate expands the state and evaluates the residuals' inputs and rates at time t.
func (l *line) differentiate(state []float64, t float64) {
	l.expand(state, t)
	for i, s := range l.e.input {
		if !s.rate {
			l.d[s.order].apply(l.w.input[i], l.full[s.state])
		}
	}
	l.w.eval(l.rate, t)
}

// rates writes the rate of the state at time t into dst.
func (l *line) rates(dst, state []float64, t float64) {
	e := l.e
	l.differentiate(state, t)
	for f, order := range e.orders {
		for b := range order {
			v := e.first[f] + b
			from := l.rate[f]
			if b < order-1 {
				from = l.full[v+1]
			}
			copy(dst[l.from[v]:l.from[v]+l.free[v]], from[l.lowest[v]:])
		}
	}
}

// matrix returns the linear part of the rates at a state of zeros: the derivative of each rate with respect to each state value,
// boundary conditions included.
func (l *line) matrix() *dense[float64] {
	e := l.e
	slope, _ := l.w.linear()
	m := newDense[float64](l.size)
	column := make([]float64, len(l.x))
	deriv := make([]float64, len(l.x))
	for v := range e.vars {
		for j := range l.free[v] {
			clear(column)
			column[l.lowest[v]+j] = 1
			l.close(v, column, e.t0, 0)
			at := l.from[v] + j
			for f, order := range e.orders {
				for b := range order - 1 {
					if u := e.first[f] + b; u+1 == v {
						for i := range l.free[u] {
							m.a[(l.from[u]+i)*l.size+at] = column[l.lowest[u]+i]
						}
					}
				}
				top := e.first[f] + order - 1
				for i, s := range e.input {
					if s.rate || s.state != v {
						continue
					}
					l.d[s.order].apply(deriv, column)
					for k := range l.free[top] {
						node := l.lowest[top] + k
						m.a[(l.from[top]+k)*l.size+at] += slope[f][i][node] * deriv[node]
					}
				}
			}
		}
	}
	return m
}

// begin returns the state at the start.
func (l *line) begin() ([]float64, error) {
	start, err := l.e.initial(l.x)
	if err != nil {
		return nil, err
	}
	state := make([]float64, l.size)
	for v, row := range start {
		copy(state[l.from[v]:l.from[v]+l.free[v]], row[l.lowest[v]:])
	}
	return state, nil
}

// trajectory integrates with a given number of steps, each made by advance, and keeps every every-th state.
func (l *line) trajectory(steps, every int, b basis, advance func(state []float64, t, h float64)) (*trajectory, error) {
	e := l.e
	state, err := l.begin()
	if err != nil {
		return nil, err
	}
	out := &trajectory{name: e.name, space: e.space, time: e.time, t0: e.t0, t1: e.t1, basis: b, rows: make([][][]float64, len(e.index))}
	h := (e.t1 - e.t0) / float64(steps)
	for k := 0; ; k++ {
		t := e.t0 + float64(k)*h
		if k%every == 0 {
			l.expand(state, t)
			for f, field := range e.origin {
				out.rows[field] = append(out.rows[field], append([]float64(nil), l.full[e.first[f]]...))
			}
			if len(e.algebra) > 0 {
				l.differentiate(state, t)
			}
			for i, a := range e.algebra {
				out.rows[a.field] = append(out.rows[a.field], append([]float64(nil), l.w.given[i][:len(l.x)]...))
			}
			for _, v := range state {
				if !finite(v) {
					return nil, e.cannot("the solution grows without bound at step %d of %d; lower dt or raise n", k, steps)
				}
			}
		}
		if k == steps {
			return out, nil
		}
		advance(state, t, h)
	}
}
