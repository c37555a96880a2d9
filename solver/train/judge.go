package train

import (
	"fmt"
	"math"

	"counterpoint/solver/experiment"
	"counterpoint/solver/expr"
	"counterpoint/solver/kernel"
	"counterpoint/solver/network"
	"counterpoint/solver/reference"
)

var nan = math.NaN()

// judge evaluates a run's prediction in float64 and compares it with the reference.
type judge struct {
	field     reference.Field // nil if the problem has none, or nobody has asked yet
	asked     bool            // the reference was computed, or there is none
	theta     []float64       // the network's parameters
	net       *network.Net[float64]
	predictor *network.Predictor[float64]

	x, pred, truth []float64 // test grid: points, prediction and truth, point by point
	n              int
	a, b           []float64 // one field's columns of pred and truth

	view  viewed
	resid residual
}

// viewed caches the grid of the last View with the truth on it.
type viewed struct {
	view           experiment.View
	x, pred, truth []float64
	outside        []bool // points that are not in the domain; nil if all are
}

func (r *Run) judging() (*judge, error) {
	if r.judge != nil {
		return r.judge, nil
	}
	set, err := kernel.Find[float64](r.opt.Kernel)
	if err != nil {
		return nil, err
	}
	j := &judge{theta: make([]float64, r.shape.Params())}
	j.net = network.New(r.shape, j.theta, set)
	j.predictor = network.NewPredictor(j.net)
	r.judge = j
	return j, nil
}

// truth returns the reference, computing it when it is first asked for: that may take seconds.
func (r *Run) truth(j *judge) (reference.Field, error) {
	if !j.asked {
		f, err := reference.For(r.p, r.bind)
		if err != nil {
			return nil, err
		}
		j.field, j.asked = f, true
	}
	return j.field, nil
}

// load brings the judge's network up to the run's parameters.
func (r *Run) loadJudge(j *judge) {
	if r.single != nil {
		for i := range j.theta {
			j.theta[i] = float64(r.single.theta[i])
		}
	} else {
		copy(j.theta, r.double.theta)
	}
	j.net.Pack()
}

// outputs writes the fields' values at n points: the network's outputs, through the problem's hard constraints if they are in force.
func (r *Run) outputs(j *judge, x []float64, n int, out []float64) {
	j.predictor.At(x, n, out)
	if !r.hard() {
		return
	}
	d, f := len(r.p.Coords), len(r.p.Fields)
	bind := expr.Binding{Const: r.bind.Const, Unknown: r.unknowns()}
	raw, eval := make([]float64, f), make([]*expr.Evaluator, f)
	for k, id := range r.p.Transform {
		if id != expr.None {
			eval[k] = r.p.Graph.Evaluator(bind, id)
		}
	}
	leaf := func(l expr.Leaf) float64 { return raw[l.Field] }
	for i := range n {
		copy(raw, out[i*f:(i+1)*f])
		for k, e := range eval {
			if e != nil {
				out[i*f+k] = e.Eval(x[i*d:(i+1)*d], leaf)
			}
		}
	}
}

// Judge fills s.Error with each field's relative L2 error on the test grid and s.Centered with that of the field minus its mean, in
// float64; NaN if the problem has no reference.
func (r *Run) Judge(s *experiment.Snapshot) error {
	j, err := r.judging()
	if err != nil {
		return err
	}
	if field, err := r.truth(j); err != nil || field == nil {
		return err
	}
	f := len(r.p.Fields)
	if j.x == nil {
		j.x, j.n = reference.Grid(r.p)
		j.pred, j.truth = make([]float64, j.n*f), make([]float64, j.n*f)
		j.a, j.b = make([]float64, j.n), make([]float64, j.n)
		j.fillTruth(len(r.p.Coords), j.x, j.truth)
	}
	r.loadJudge(j)
	r.outputs(j, j.x, j.n, j.pred)
	for i := range s.Error {
		for k := range j.n {
			j.a[k], j.b[k] = j.pred[k*f+i], j.truth[k*f+i]
		}
		s.Error[i], s.Centered[i] = reference.RelL2(j.a, j.b), reference.RelL2Centered(j.a, j.b)
	}
	return nil
}

func (j *judge) fillTruth(dim int, x, out []float64) {
	f := j.net.Out
	for i := range len(x) / dim {
		j.field.At(x[i*dim:(i+1)*dim], out[i*f:(i+1)*f])
	}
}

// Probe returns prediction and truth at the point x, one number per coordinate.
func (r *Run) Probe(x []float64) (experiment.Probe, error) {
	d := len(r.p.Coords)
	if len(x) != d {
		return experiment.Probe{}, fmt.Errorf("probe: %d numbers for %d coordinates", len(x), d)
	}
	j, err := r.judging()
	if err != nil {
		return experiment.Probe{}, err
	}
	p := experiment.Probe{At: append([]float64{}, x...), Prediction: make([]float64, len(r.p.Fields))}
	r.loadJudge(j)
	r.outputs(j, x, 1, p.Prediction)
	field, err := r.truth(j)
	if err == nil && field != nil {
		p.Truth = make([]float64, len(r.p.Fields))
		field.At(x, p.Truth)
	}
	return p, err
}
