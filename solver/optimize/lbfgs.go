package optimize

import (
	"errors"
	"math"

	"counterpoint/solver/experiment"
)

// Objective returns f(x) and writes its gradient into grad. It retains neither slice. A value that is not finite marks points
// where f is not defined: the line search shrinks away from them.
type Objective func(x, grad []float64) float64

// ErrNotFinite is returned if the objective or its gradient is not finite at the very point an iteration starts from.
var ErrNotFinite = errors.New("optimize: the objective is not finite at the starting point")

// LBFGS is the limited-memory BFGS method with a line search for the strong Wolfe conditions (J. Nocedal and S. Wright, Numerical
// Optimization, 2nd edition, 2006, algorithms 7.4, 7.5, 3.5 and 3.6).
type LBFGS struct {
	// Tolerance is the largest component of the gradient at which the method calls itself converged.
	Tolerance float64

	n, history  int
	s, y        []float64 // (history x n), a ring: steps and changes of the gradient
	rho         []float64 // 1 / (s.y) of each pair
	g           []float64 // gradient at the present point
	count       []float64 // the counters below
	alpha, d    []float64 // scratch: coefficients, direction
	start, gTry []float64 // scratch: starting point and trial gradient of the line search
	f           Objective // only during Step
}

// Indices of the counters.
const (
	pairs = iota // pairs stored
	next         // where the next pair goes
	ready        // 1 if g and value belong to the present point
	value        // objective at the present point
	calls        // evaluations of the objective so far
	counters
)

// NewLBFGS returns the method for n parameters that remembers up to history pairs, 1 at least.
func NewLBFGS(n, history int) *LBFGS {
	if n < 1 || history < 1 {
		panic("optimize: LBFGS without parameters or history")
	}
	row := func(k int) []float64 { return make([]float64, k) }
	return &LBFGS{Tolerance: 1e-14, n: n, history: history, s: row(history * n), y: row(history * n), rho: row(history), g: row(n),
		count: row(counters), alpha: row(history), d: row(n), start: row(n), gTry: row(n)}
}

// Step makes one iteration from x, in place. It must be called with the x that the last call left and the same f; call Reset in
// between if either has changed. It allocates nothing. On Converged and Stalled x is as it was; on ErrNotFinite too.
func (l *LBFGS) Step(f Objective, x []float64) (Status, error) {
	if len(x) != l.n {
		panic("optimize: LBFGS: lengths differ")
	}
	l.f = f
	defer l.release()
	if l.count[ready] == 0 {
		l.count[calls]++
		l.count[value] = f(x, l.g)
		if !finite(l.count[value]) || !allFinite(l.g) {
			return Stalled, ErrNotFinite
		}
		l.count[ready] = 1
	}
	if largest(l.g) <= l.Tolerance {
		return Converged, nil
	}
	for {
		slope := l.direction()
		copy(l.start, x)
		alpha, fx, ok := l.search(x, slope)
		if ok {
			l.remember(alpha)
			l.count[value] = fx
			return Progress, nil
		}
		copy(x, l.start)
		if l.count[pairs] == 0 {
			return Stalled, nil
		}
		l.forget()
	}
}

func (l *LBFGS) release() { l.f = nil }

// direction writes d = -H g by the two-loop recursion (algorithm 7.4) and returns the slope g.d. A direction that does not descend
// clearly, by rounding or a bad pair, is replaced by steepest descent and the history dropped.
func (l *LBFGS) direction() float64 {
	for i, v := range l.g {
		l.d[i] = -v
	}
	m := int(l.count[pairs])
	if m == 0 {
		return dot(l.g, l.d)
	}
	for k := 1; k <= m; k++ {
		s, y, j := l.pair(k)
		l.alpha[j] = l.rho[j] * dot(s, l.d)
		axpy(l.d, -l.alpha[j], y)
	}
	s, y, _ := l.pair(1)
	gamma := dot(s, y) / dot(y, y)
	for i := range l.d {
		l.d[i] *= gamma
	}
	for k := m; k >= 1; k-- {
		s, y, j := l.pair(k)
		axpy(l.d, l.alpha[j]-l.rho[j]*dot(y, l.d), s)
	}
	slope := dot(l.g, l.d)
	if !(slope < -1e-14*math.Sqrt(dot(l.g, l.g))*math.Sqrt(dot(l.d, l.d))) {
		l.forget()
		return l.direction()
	}
	return slope
}

// pair returns the k-th youngest pair, k from 1, and its place in the ring.
func (l *LBFGS) pair(k int) (s, y []float64, j int) {
	j = (int(l.count[next]) - k + 2*l.history) % l.history
	return l.s[j*l.n : (j+1)*l.n], l.y[j*l.n : (j+1)*l.n], j
}

// remember stores the pair of the step just made, unless its curvature s.y is not clearly positive, and makes the trial gradient
// the present one.
func (l *LBFGS) remember(alpha float64) {
	s, y, j := l.pair(l.history)
	var sy, yy float64
	for i, d := range l.d {
		v := l.gTry[i] - l.g[i]
		sy += alpha * d * v
		yy += v * v
	}
	if sy > 2.2e-16*yy {
		for i, d := range l.d {
			s[i], y[i] = alpha*d, l.gTry[i]-l.g[i]
		}
		l.rho[j] = 1 / sy
		l.count[next] = float64((j + 1) % l.history)
		l.count[pairs] = min(l.count[pairs]+1, float64(l.history))
	}
	copy(l.g, l.gTry)
}

func (l *LBFGS) forget() { l.count[pairs], l.count[next] = 0, 0 }

// Reset drops the history and the gradient: the point or the objective has changed.
func (l *LBFGS) Reset() {
	l.forget()
	l.count[ready] = 0
}

// Value returns the objective at the present point, NaN before the first Step.
func (l *LBFGS) Value() float64 {
	if l.count[ready] == 0 {
		return math.NaN()
	}
	return l.count[value]
}

// Evaluations returns how often the objective was evaluated.
func (l *LBFGS) Evaluations() int { return int(l.count[calls]) }

// State returns the history, the present gradient and the counters: the live memory.
func (l *LBFGS) State() []experiment.Array {
	return []experiment.Array{experiment.NewArray("lbfgs.s", l.s, l.history, l.n), experiment.NewArray("lbfgs.y", l.y, l.history, l.n), experiment.NewArray("lbfgs.rho", l.rho),
		experiment.NewArray("lbfgs.gradient", l.g), experiment.NewArray("lbfgs.count", l.count)}
}

func dot(a, b []float64) float64 {
	var s float64
	for i, v := range a {
		s += v * b[i]
	}
	return s
}

func axpy(dst []float64, a float64, x []float64) {
	for i, v := range x {
		dst[i] += a * v
	}
}

func largest(a []float64) float64 {
	var m float64
	for _, v := range a {
		m = max(m, math.Abs(v))
	}
	return m
}

func finite(v float64) bool { return v-v == 0 }

func allFinite(a []float64) bool {
	for _, v := range a {
		if !finite(v) {
			return false
		}
	}
	return true
}
