package loss

import (
	"fmt"
	"sort"
	"strings"

	"counterpoint/solver/experiment"
	"counterpoint/solver/kernel"
)

// PointLine is one residual line as point weights see it, with the weights of its points: the loss adds mean_j Weight_j r_j^2 for it.
type PointLine struct {
	Interior bool      // on the open interior: an equation, not a condition
	Residual []float64 // r_j at the last evaluation
	Time     []float64 // the points' times over the interval, 0 to 1; nil without a time coordinate
	Weight   []float64 // live memory
}

// PointWeights chooses the weights of the points of a run's lines. An implementation allocates nothing in Update.
type PointWeights interface {
	// Update writes new weights from the lines' residuals: once a step, after the gradients were taken.
	Update(lines []PointLine)
	// State returns the method's memory beyond the weights, live.
	State() []experiment.Array
}

// PointEntry describes registered PointWeights. New writes the weights at the start.
type PointEntry struct {
	Name, Doc, Source string
	Time              bool // needs a time coordinate
	New               func(lines []PointLine, seed uint64) PointWeights
}

var pointTable []PointEntry

func registerPoints(e PointEntry) PointEntry {
	pointTable = append(pointTable, e)
	sort.Slice(pointTable, func(i, j int) bool { return pointTable[i].Name < pointTable[j].Name })
	return e
}

// AllPointWeights lists the registered point weights by name. The slice is the caller's.
func AllPointWeights() []PointEntry { return append([]PointEntry(nil), pointTable...) }

// FindPointWeights returns the point weights of that name. The error lists the names there are.
func FindPointWeights(name string) (PointEntry, error) {
	var names []string
	for _, e := range pointTable {
		if e.Name == name {
			return e, nil
		}
		names = append(names, e.Name)
	}
	return PointEntry{}, fmt.Errorf("loss: unknown point weights %.40q (have %s)", name, strings.Join(names, ", "))
}

// weighing is the point weights of a Losses under way.
type weighing struct {
	method PointWeights
	lines  []PointLine // in the order of groups, terms, roots
}

// weigh gives every line its weights.
func (l *Losses[T]) weigh(e PointEntry, seed uint64) error {
	if e.Time && l.p.Time < 0 {
		return fmt.Errorf("point-weights: %s goes along time, and problem %s has no time coordinate; take rba or self-adaptive", e.Name, l.p.Name)
	}
	w := &weighing{}
	for _, g := range l.groups {
		for _, t := range g.terms {
			padded := len(g.sites[0].x[0])
			t.weight, t.residual = rowsOf[T](len(t.factor), padded), rowsOf[T](len(t.factor), padded)
			for i := range t.factor {
				w.lines = append(w.lines, PointLine{
					Interior: t.interior[i], Residual: make([]float64, g.points), Weight: make([]float64, g.points), Time: l.times(g),
				})
			}
		}
	}
	w.method = e.New(w.lines, seed)
	l.weighing = w
	l.setWeights()
	return nil
}

// times returns the times of a group's points over the interval.
func (l *Losses[T]) times(g *group[T]) []float64 {
	if l.p.Time < 0 {
		return nil
	}
	c := l.p.Coords[l.p.Time]
	out := make([]float64, g.points)
	for i := range out {
		out[i] = (g.at[i*g.stride+l.p.Time] - c.Lo) / (c.Hi - c.Lo)
	}
	return out
}

// eachLine visits the lines with the terms and roots they belong to.
func (l *Losses[T]) eachLine(visit func(t *term[T], root int, line *PointLine)) {
	n := 0
	for _, g := range l.groups {
		for _, t := range g.terms {
			for i := range t.factor {
				visit(t, i, &l.weighing.lines[n])
				n++
			}
		}
	}
}

// UpdatePoints lets the point weights look at the residuals of the last Evaluate: the next one uses what they make of them. Without point
// weights it does nothing.
func (l *Losses[T]) UpdatePoints() {
	if l.weighing == nil {
		return
	}
	l.eachLine(func(t *term[T], root int, line *PointLine) {
		for j := range line.Residual {
			line.Residual[j] = float64(t.residual[root][j])
		}
	})
	l.weighing.method.Update(l.weighing.lines)
	l.setWeights()
}

// setWeights brings the terms' weights up to the lines'.
func (l *Losses[T]) setWeights() {
	l.eachLine(func(t *term[T], root int, line *PointLine) {
		for j, v := range line.Weight {
			t.weight[root][j] = T(v)
		}
	})
}

// PointState returns the points' weights and their method's memory, live; nothing without point weights. After it was written to, call
// RestorePoints.
func (l *Losses[T]) PointState() []experiment.Array {
	if l.weighing == nil {
		return nil
	}
	var out []experiment.Array
	for i, line := range l.weighing.lines {
		out = append(out, experiment.NewArray(fmt.Sprintf("points.%d.weight", i), line.Weight))
	}
	return append(out, l.weighing.method.State()...)
}

// RestorePoints brings the losses up to a PointState that was written to.
func (l *Losses[T]) RestorePoints() {
	if l.weighing != nil {
		l.setWeights()
	}
}

// weighted returns sum factor w r^2 over the live points of a block and writes 2 factor w r into bar; r is kept for the next update.
func weighted[T kernel.Float](set *kernel.Set[T], t *term[T], i int, b block, r, bar []T) float64 {
	copy(t.residual[i][b.start:], r[:b.live])
	w := t.weight[i][b.start : b.start+b.live]
	set.Vec(kernel.Scale, bar, r[:b.padded], nil, T(2*t.factor[i]))
	set.Vec(kernel.Mul, bar[:b.live], bar[:b.live], w, 0)
	return t.factor[i] * set.InnerW(r[:b.live], r[:b.live], w)
}
