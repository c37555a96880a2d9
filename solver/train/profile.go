package train

import (
	"slices"
	"strings"

	"counterpoint/solver/diagnosis"
	"counterpoint/solver/experiment"
	"counterpoint/solver/gradient"
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
	open    bool  // the last row waits for the losses after its step
	watched []int // the blocks of the trunk and of the coefficients
}

// watch is the memory of a Profiler in the run's precision: moving averages of the gradients, the inverse of Adam's metric, and, on
// points that are drawn anew, half the difference of the gradients on two halves of them.
type watch[T kernel.Float] struct {
	average [][]T
	metric  []T
	halves  *gradient.Set[T] // nil on fixed points: they have no noise
}

// Profiled starts a Profiler on r, which must not have taken a step. It reads the trunk's parameters only: unknown coefficients have
// units of their own and no vote. Where points are drawn anew every recorded row costs a further evaluation, to tell noise from
// conflict.
func Profiled(r *Run) *Profiler {
	p := &Profiler{run: r, Profile: diagnosis.Profile{Losses: append([]string{}, r.names()...), Equation: r.Equations()}}
	for i, b := range r.blocks {
		trunk := b.Hi <= r.shape.TrunkParams()
		if trunk || b.Name == diagnosis.Coefficients {
			p.watched = append(p.watched, i)
		}
	}
	// by name: the order in which a reader of the trace adds them up
	slices.SortFunc(p.watched, func(i, j int) int { return strings.Compare(r.blocks[i].Name, r.blocks[j].Name) })
	for _, i := range p.watched {
		p.Profile.Blocks = append(p.Profile.Blocks, r.blocks[i].Name)
	}
	if r.single != nil {
		p.single = newWatch[float32](r)
	} else {
		p.double = newWatch[float64](r)
	}
	return p
}

// noisy reports whether gradients at the same parameters differ: new points or new directions of an estimate.
func (r *Run) noisy() bool { return r.spec.Resample > 0 || r.estimated() }

func newWatch[T kernel.Float](r *Run) *watch[T] {
	n, k := r.shape.TrunkParams(), len(r.names())
	w := &watch[T]{metric: make([]T, n)}
	for range k {
		w.average = append(w.average, make([]T, n))
	}
	if r.noisy() {
		w.halves = gradient.NewSet[T](k, r.blocks)
	}
	return w
}

// halve measures the noise of a step that is recorded, before its update.
func (p *Profiler) halve() {
	if p.single != nil {
		p.single.halve(p.run.single, p.run.step)
	} else {
		p.double.halve(p.run.double, p.run.step)
	}
}

func (w *watch[T]) halve(e *engine[T], step int) {
	if w.halves != nil && step%every == 0 {
		e.losses.Halves(uint64(step)+1, w.halves)
		w.inverse(e) // of the step before: that of this one knows its noise
	}
}

// inverse writes the inverse of Adam's metric of the last step.
func (w *watch[T]) inverse(e *engine[T]) {
	e.metric(e.old)
	e.set.Vec(kernel.DivS, w.metric, e.old[:len(w.metric)], nil, 1)
}

// Step takes a step of the run and records it.
func (p *Profiler) Step() error {
	p.run.onGrads = p.halve
	err := p.run.Step()
	p.run.onGrads = nil
	if err != nil {
		return err
	}
	if p.open {
		row := &p.Profile.Rows[len(p.Profile.Rows)-1]
		if !p.run.noisy() {
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

// record updates the averages and, every tenth step, appends a row. The metric is that of the update just made, or, where noise is
// measured, of the one before.
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
	if w.halves == nil || step == 0 {
		w.inverse(e)
	}
	v := p.run.view
	row := diagnosis.Row{Step: step, Loss: append([]float64{}, v.loss...), First: append([]float64{}, v.update...)}
	k := len(w.average)
	row.Gram, row.Metric, row.Average = make([]float64, k*k), make([]float64, k*k), make([]float64, k*k)
	if w.halves != nil {
		row.Split = make([]float64, k*k)
	}
	for i := range k {
		for j := range i + 1 {
			gi, gj := e.grads.Rows[i][:n], e.grads.Rows[j][:n]
			both(row.Metric, k, i, j, e.set.InnerW(gi, gj, w.metric))
			both(row.Average, k, i, j, e.set.InnerW(w.average[i], w.average[j], w.metric))
			if w.halves != nil {
				both(row.Split, k, i, j, e.set.InnerW(w.halves.Rows[i][:n], w.halves.Rows[j][:n], w.metric))
			}
		}
	}
	for n, b := range p.watched {
		q := v.byBlock[b*k*k : (b+1)*k*k]
		row.Blocks = append(row.Blocks, q...)
		if p.Profile.Blocks[n] == diagnosis.Coefficients {
			continue
		}
		for i, x := range q {
			row.Gram[i] += x
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
