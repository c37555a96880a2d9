package train

import (
	"fmt"
	"math"
	"slices"

	"counterpoint/solver/experiment"
	"counterpoint/solver/loss"
	"counterpoint/solver/problem"
)

// residual is the interior residual's evaluator on the points of the view it was last asked for.
type residual struct {
	on   []float64 // the points it stands on, by identity
	eval *loss.Residual[float64]
	out  []float64
}

// Grid evaluates the view's quantities of one field: g[i] is quantity i on v.W x v.H points, bottom row first, with its range. Points
// outside the domain are NaN, and so is a quantity the problem does not have (truth without a reference).
func (r *Run) Grid(v experiment.View, g []experiment.Grid) error {
	if err := r.checkView(v, len(g)); err != nil {
		return err
	}
	j, err := r.judging()
	if err != nil {
		return err
	}
	j.look(r, v)
	r.loadJudge(j)
	r.outputs(j, j.view.x, v.W*v.H, j.view.pred)
	if slices.Contains(v.Quantities, experiment.Truth) || slices.Contains(v.Quantities, experiment.Error) {
		if err := j.lookTruth(r); err != nil {
			return err
		}
	}
	for i, q := range v.Quantities {
		values := g[i].Value[:0]
		if q == experiment.Residual {
			if err := r.residuals(j, v); err != nil {
				return err
			}
		}
		for k := range v.W * v.H {
			value := nan
			if j.view.outside == nil || !j.view.outside[k] {
				value = j.quantity(q, k, v.Field)
			}
			values = append(values, float32(value))
		}
		g[i].Value = values
		g[i].Lo, g[i].Hi = span(values)
	}
	return nil
}

func (r *Run) checkView(v experiment.View, grids int) error {
	d := len(r.p.Coords)
	switch {
	case v.Field < 0 || v.Field >= len(r.p.Fields):
		return fmt.Errorf("view: field %d of %d", v.Field, len(r.p.Fields))
	case v.X < 0 || v.X >= d || v.Y < -1 || v.Y >= d || v.X == v.Y:
		return fmt.Errorf("view: axes %d and %d of %d coordinates", v.X, v.Y, d)
	case v.W < 2 || v.H < 1 || v.W > 2048 || v.H > 2048 || v.Y < 0 && v.H != 1:
		return fmt.Errorf("view: a grid of %d x %d points; 2 x 1 to 2048 x 2048 can be shown", v.W, v.H)
	case len(v.Slice) != d:
		return fmt.Errorf("view: slice has %d numbers for %d coordinates", len(v.Slice), d)
	case grids != len(v.Quantities):
		return fmt.Errorf("view: %d grids for %d quantities", grids, len(v.Quantities))
	}
	for _, q := range v.Quantities {
		if !slices.Contains([]string{experiment.Prediction, experiment.Truth, experiment.Error, experiment.Residual}, q) {
			return fmt.Errorf("view: unknown quantity %q", q)
		}
	}
	return nil
}

// look prepares the view's points if they are not those of the last call.
func (j *judge) look(r *Run, v experiment.View) {
	o := j.view.view
	same := o.X == v.X && o.Y == v.Y && o.W == v.W && o.H == v.H && slices.Equal(o.Slice, v.Slice)
	j.view.view.Field = v.Field
	if same {
		return
	}
	d, f, n := len(r.p.Coords), len(r.p.Fields), v.W*v.H
	w := viewed{view: v, x: make([]float64, n*d), pred: make([]float64, n*f)}
	w.view.Slice = slices.Clone(v.Slice)
	for row := range v.H {
		for col := range v.W {
			x := w.x[(row*v.W+col)*d:][:d]
			copy(x, v.Slice)
			x[v.X] = along(r.p.Coords[v.X], col, v.W)
			if v.Y >= 0 {
				x[v.Y] = along(r.p.Coords[v.Y], row, v.H)
			}
		}
	}
	w.outside = outside(r.p, w.x)
	j.view = w
}

// outside tells the points that are not in the problem's domain, nil if all are. Each is moved a little towards the middle of the
// coordinates' intervals first, since points on the boundary belong to the picture.
func outside(p *problem.Problem, points []float64) []bool {
	d, any := len(p.Coords), false
	out, x := make([]bool, len(points)/d), make([]float64, d)
	for k := range out {
		for i, c := range p.Coords {
			v := points[k*d+i]
			x[i] = v + 1e-9*((c.Lo+c.Hi)/2-v)
		}
		out[k] = !p.Domain.Contains(x)
		any = any || out[k]
	}
	if !any {
		return nil
	}
	return out
}

// lookTruth computes the truth on the view's points, NaN without a reference, unless it stands there already.
func (j *judge) lookTruth(r *Run) error {
	if j.view.truth != nil {
		return nil
	}
	field, err := r.truth(j)
	if err != nil {
		return err
	}
	j.view.truth = make([]float64, len(j.view.pred))
	if field != nil {
		j.fillTruth(len(r.p.Coords), j.view.x, j.view.truth)
		return nil
	}
	for i := range j.view.truth {
		j.view.truth[i] = nan
	}
	return nil
}

func along(c experiment.Coord, i, n int) float64 {
	return c.Lo + (c.Hi-c.Lo)*float64(i)/float64(n-1)
}

func (j *judge) quantity(q string, k, field int) float64 {
	i := k*j.net.Out + field
	switch q {
	case experiment.Truth:
		return j.view.truth[i]
	case experiment.Error:
		return j.view.pred[i] - j.view.truth[i]
	case experiment.Residual:
		return j.resid.out[k]
	}
	return j.view.pred[i]
}

// residuals evaluates the root of the sum of squared interior residuals on the view's points.
func (r *Run) residuals(j *judge, v experiment.View) error {
	n := v.W * v.H
	if len(j.resid.on) == 0 || &j.resid.on[0] != &j.view.x[0] {
		eval, err := loss.NewResidual(r.p, r.bind, j.net, j.net.Kernel(), r.hard(), j.view.x, n)
		if err != nil {
			return err
		}
		j.resid = residual{on: j.view.x, eval: eval, out: make([]float64, n)}
	}
	j.resid.eval.At(r.unknowns(), j.resid.out)
	return nil
}

// span returns the range of the finite values, 0 and 0 if there are none.
func span(values []float32) (lo, hi float64) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, v := range values {
		if x := float64(v); !math.IsNaN(x) && !math.IsInf(x, 0) {
			lo, hi = min(lo, x), max(hi, x)
		}
	}
	if lo > hi {
		return 0, 0
	}
	return lo, hi
}

// SetConst gives the constant name the value v: losses are compiled anew on the same points, parameters and optimizer go on.
func (r *Run) SetConst(name string, v float64) error {
	set := map[string]float64{}
	for k, x := range r.spec.Set {
		set[k] = x
	}
	set[name] = v
	bind, err := r.p.Bind(set)
	if err != nil {
		return err
	}
	old := r.bind
	r.bind = bind
	if r.single != nil {
		err = r.single.compile(r)
	} else {
		err = r.double.compile(r)
	}
	if err != nil {
		r.bind = old
		return err
	}
	r.spec.Set, r.limit = set, 0
	r.judge, r.finish = nil, nil
	return nil
}
