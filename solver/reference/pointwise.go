package reference

import (
	"math"

	"counterpoint/solver/expr"
	"counterpoint/solver/kernel"
)

// pointwise evaluates the rates of all state variables at fixed places from rows of their space derivatives.
type pointwise struct {
	e       *evolution
	x       []float64
	tape    *expr.Tape[float64]
	input   [][]float64   // rows to be filled, one per input; those of rates are not
	leaves  [][]float64   // rows as the tape takes them
	weight  [][][]float64 // by leaf and part: values of its weight, nil for 1
	columns [][]float64
	values  []*expr.Evaluator // of the columns
	moving  []bool            // columns that depend on time
	filled  bool
	given   [][]float64 // values of the eliminated fields at the last eval
}

func (e *evolution) newPointwise(x []float64) *pointwise {
	n := kernel.Pad(len(x))
	w := &pointwise{e: e, x: x, tape: expr.NewTape[float64](e.prog, kernel.Portable[float64](), n)}
	w.input, w.leaves, w.columns = rowsOf(len(e.input), n), rowsOf(len(e.feed), n), rowsOf(len(e.prog.Columns), n)
	for _, id := range e.prog.Columns {
		w.values = append(w.values, e.g.Evaluator(e.bind, id))
		moving := false
		for _, c := range e.g.Coords(id) {
			moving = moving || c == e.time
		}
		w.moving = append(w.moving, moving)
	}
	for _, parts := range e.feed {
		var weights [][]float64
		for _, p := range parts {
			var row []float64
			if p.weight != expr.None {
				row = make([]float64, n)
				for k, v := range x {
					row[k] = e.g.Eval(p.weight, e.point(v, e.t0), e.bind)
				}
			}
			weights = append(weights, row)
		}
		w.weight = append(w.weight, weights)
	}
	return w
}

func rowsOf(n, length int) [][]float64 {
	rows := make([][]float64, n)
	for i := range rows {
		rows[i] = make([]float64, length)
	}
	return rows
}

func (e *evolution) point(x, t float64) []float64 {
	p := make([]float64, 2)
	p[e.space], p[e.time] = x, t
	return p
}

// columnsAt evaluates the columns that depend on time, all at the first call.
func (w *pointwise) columnsAt(t float64) {
	var p [2]float64
	p[w.e.time] = t
	for c, v := range w.values {
		if w.filled && !w.moving[c] {
			continue
		}
		for k, x := range w.x {
			p[w.e.space] = x
			w.columns[c][k] = v.Eval(p[:], nil)
		}
	}
	w.filled = true
}

// rates sets the rows of the highest time derivatives: to 1 that of field one, to 0 the others.
func (w *pointwise) rates(one int) {
	for i, s := range w.e.input {
		if !s.rate {
			continue
		}
		v := 0.0
		if s.state == one {
			v = 1
		}
		for k := range w.input[i] {
			w.input[i][k] = v
		}
	}
}

// forward evaluates the residuals at the present inputs. A leaf that is an input takes its row as it is.
func (w *pointwise) forward() [][]float64 {
	for i, parts := range w.e.feed {
		if len(parts) == 1 && w.weight[i][0] == nil {
			w.leaves[i] = w.input[parts[0].input]
			continue
		}
		clear(w.leaves[i])
		for k, p := range parts {
			in, f := w.input[p.input], w.weight[i][k]
			for j := range w.leaves[i] {
				if f == nil {
					w.leaves[i][j] += in[j]
				} else {
					w.leaves[i][j] += f[j] * in[j]
				}
			}
		}
	}
	return w.tape.Forward(w.leaves, w.columns, w.e.bind.Unknown)
}

// eval writes the highest time derivative of each field at time t into dst (a row of length len(x) per field). The rows of inputs
// must have been filled since the last call.
func (w *pointwise) eval(dst [][]float64, t float64) {
	e := w.e
	w.columnsAt(t)
	w.rates(-1)
	r := w.forward()
	n := len(e.fields)
	w.given = r[n:]
	for f := range dst {
		out := dst[f][:len(w.x)]
		clear(out)
		for i := range n {
			if c := e.inverse.a[f*n+i]; c != 0 {
				for k := range out {
					out[k] -= c * r[i][k]
				}
			}
		}
	}
}

// linear returns the derivatives of the rates with respect to the inputs, slope[field][input][place], at a state of zeros (of ones
// where that is not finite) and the start of time. pure[input] says that they are the same at other states, places and times: the
// input stands in linear terms with constant coefficients only.
func (w *pointwise) linear() (slope [][][]float64, pure []bool) {
	slope, pure = w.slopes(0, w.e.t0)
	for f := range slope {
		for _, row := range slope[f] {
			for _, v := range row {
				if !finite(v) {
					slope, pure = w.slopes(1, w.e.t0)
					return slope, pure
				}
			}
		}
	}
	return slope, pure
}

func (w *pointwise) slopes(at, t float64) (slope [][][]float64, pure []bool) {
	const step = 1.0 / 1024
	n, inputs := len(w.e.fields), w.e.input
	slope, pure = make([][][]float64, n), make([]bool, len(inputs))
	up, down := rowsOf(n, len(w.x)), rowsOf(n, len(w.x))
	measure := func(i int, t float64, state func(input, place int) float64, use func(f, k int, v float64)) {
		for _, side := range []float64{-step, step} {
			for j, row := range w.input {
				for k := range row {
					row[k] = state(j, k)
					if j == i {
						row[k] += side
					}
				}
			}
			if side < 0 {
				w.eval(down, t)
			} else {
				w.eval(up, t)
			}
		}
		for f := range n {
			for k := range w.x {
				use(f, k, (up[f][k]-down[f][k])/(2*step))
			}
		}
	}
	for f := range slope {
		slope[f] = rowsOf(len(inputs), len(w.x))
	}
	for i, s := range inputs {
		if s.rate {
			continue
		}
		measure(i, t, func(int, int) float64 { return at }, func(f, k int, v float64) { slope[f][i][k] = v })
		pure[i] = true
		for trial := range 3 {
			other := w.e.t0 + float64(trial)/2*(w.e.t1-w.e.t0)
			state := func(input, place int) float64 { return at + math.Sin(float64(7*trial+3*input+place+1)) }
			measure(i, other, state, func(f, k int, v float64) {
				c := slope[f][i][0]
				pure[i] = pure[i] && math.Abs(v-c) <= 1e-9*(1+math.Abs(c))
			})
		}
	}
	return slope, pure
}

func finite(v float64) bool { return v-v == 0 }
