package train

import (
	"counterpoint/solver/diagnosis"
	"counterpoint/solver/experiment"
	"counterpoint/solver/kernel"
)

// every is the number of steps between two profiled rows, decay the memory of the gradients' moving averages: the window of a
// thousand steps then has a hundred rows, and an average forgets in fifty steps.
const (
	every = 10
	decay = 0.98
)

// Profiler watches the gradients of a plain run: the trace that a verdict is made from.
type Profiler struct {
	Profile diagnosis.Profile
	run     *Run
	single  *watch[float32]
	double  *watch[float64]
	open    bool // the last row waits for the losses after its step
}

// watch is the memory of a Profiler in the run's precision: moving averages of the gradients and the inverse of Adam's metric.
type watch[T kernel.Float] struct {
	average [][]T
	metric  []T
}

// Profiled starts a Profiler on r, which must not have taken a step. It reads the trunk's parameters only: unknown coefficients have
// units of their own and no vote.
func Profiled(r *Run) *Profiler {
	p := &Profiler{run: r, Profile: diagnosis.Profile{Losses: append([]string{}, r.names()...)}}
	n, k := r.shape.TrunkParams(), len(r.names())
	if r.single != nil {
		p.single = newWatch[float32](k, n)
	} else {
		p.double = newWatch[float64](k, n)
	}
	return p
}

func newWatch[T kernel.Float](k, n int) *watch[T] {
	w := &watch[T]{metric: make([]T, n)}
	for range k {
		w.average = append(w.average, make([]T, n))
	}
	return w
}

// Step takes a step of the run and records it.
func (p *Profiler) Step() error {
	if err := p.run.Step(); err != nil {
		return err
	}
	if p.open {
		row := &p.Profile.Rows[len(p.Profile.Rows)-1]
		if p.run.spec.Resample == 0 {
			row.Change = make([]float64, len(row.Loss))
			for i, v := range p.run.view.loss {
				row.Change[i] = v - row.Loss[i]
			}
		}
		p.open = false
	}
	step := p.run.step - 1
	if p.single != nil {
		record(p, p.run.single, p.single, step)
	} else {
		record(p, p.run.double, p.double, step)
	}
	return nil
}

// record updates the averages and, every tenth step, appends a row. The metric is that of the update just made.
func record[T kernel.Float](p *Profiler, e *engine[T], w *watch[T], step int) {
	n := len(w.metric)
	for k, a := range w.average {
		g := e.grads.Rows[k][:n]
		if step == 0 {
			copy(a, g)
			continue
		}
		e.set.Vec(kernel.Scale, a, a, nil, decay)
		e.set.Vec(kernel.Axpy, a, g, nil, 1-decay)
	}
	if step%every != 0 {
		return
	}
	e.metric(e.old)
	e.set.Vec(kernel.DivS, w.metric, e.old[:n], nil, 1)
	v := p.run.view
	row := diagnosis.Row{Step: step, Loss: append([]float64{}, v.loss...), First: append([]float64{}, v.update...)}
	k := len(w.average)
	row.Gram, row.Metric, row.Average = make([]float64, k*k), make([]float64, k*k), make([]float64, k*k)
	for i := range k {
		for j := range i + 1 {
			gi, gj := e.grads.Rows[i][:n], e.grads.Rows[j][:n]
			both(row.Gram, k, i, j, e.set.Inner(gi, gj))
			both(row.Metric, k, i, j, e.set.InnerW(gi, gj, w.metric))
			both(row.Average, k, i, j, e.set.InnerW(w.average[i], w.average[j], w.metric))
		}
	}
	p.Profile.Rows = append(p.Profile.Rows, row)
	p.open = true
}

func both(q []float64, k, i, j int, v float64) { q[i*k+j], q[j*k+i] = v, v }

// Settling says what the profile under way says so far.
func (p *Profiler) Settling() experiment.Verdict {
	return diagnosis.Settling(p.Profile, diagnosis.Default)
}

// Verdict classifies what was recorded so far.
func (p *Profiler) Verdict() experiment.Verdict {
	return diagnosis.Classify(p.Profile, diagnosis.Default)
}
