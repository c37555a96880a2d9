package optimize

import (
	"errors"
	"math"
	"slices"
	"testing"

	gonum "gonum.org/v1/gonum/optimize"
)

// rosenbrock is the chained function sum 100 (x_{i+1} - x_i^2)^2 + (1 - x_i)^2.
func rosenbrock(x, g []float64) float64 {
	clear(g)
	var f float64
	for i := range len(x) - 1 {
		a, b := x[i+1]-x[i]*x[i], 1-x[i]
		f += 100*a*a + b*b
		g[i] += -400*a*x[i] - 2*b
		g[i+1] += 200 * a
	}
	return f
}

// valley is a convex quadratic with condition number 1e4 and its minimum at (1, 2, ...).
func valley(x, g []float64) float64 {
	var f float64
	for i := range x {
		k := math.Pow(1e4, float64(i)/float64(len(x)-1))
		e := x[i] - float64(i+1)
		f += k * e * e / 2
		g[i] = k * e
	}
	return f
}

// barrier is -sum log(x) + sum x, defined for positive x only: NaN elsewhere.
func barrier(x, g []float64) float64 {
	var f float64
	for i, v := range x {
		f += v - math.Log(v)
		g[i] = 1 - 1/v
	}
	return f
}

var objectives = []struct {
	name  string
	f     Objective
	n     int
	start float64
	want  func(i int) float64
	tol   float64 // of the minimiser: the gradient's tolerance over the smallest curvature
}{
	{"rosenbrock of 2", rosenbrock, 2, -1.2, func(int) float64 { return 1 }, 1e-9},
	{"rosenbrock of 30", rosenbrock, 30, -1.2, func(i int) float64 { return 1 }, 1e-9},
	{"valley", valley, 50, 0, func(i int) float64 { return float64(i + 1) }, 1e-9},
	{"barrier", barrier, 10, 40, func(int) float64 { return 1 }, 1e-9},
}

func begin(n int, start float64) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = start / (1 + 0.1*float64(i%3))
	}
	return x
}

// Each step meets both strong Wolfe conditions, the minimum is found, and in at most a fifth more evaluations than gonum's
// L-BFGS needs, a search of another kind.
func TestLBFGSFindsMinima(t *testing.T) {
	steps := 0
	for _, tt := range objectives {
		x, l := begin(tt.n, tt.start), NewLBFGS(tt.n, 15)
		l.Tolerance = 1e-10
		g, h := make([]float64, tt.n), make([]float64, tt.n)
		for range 2000 {
			before := slices.Clone(x)
			status, err := l.Step(tt.f, x)
			if err != nil {
				t.Fatal(err)
			}
			if status != Progress {
				if status != Converged {
					t.Errorf("%s: ended %v", tt.name, status)
				}
				break
			}
			f0, f1 := tt.f(before, g), tt.f(x, h)
			var s0, s1 float64
			for i := range x {
				s0 += g[i] * (x[i] - before[i])
				s1 += h[i] * (x[i] - before[i])
			}
			if slack := 1e-12 * math.Abs(f0); !(f1 <= f0+armijo*s0+slack) { // the step is recovered from rounded points
				t.Errorf("%s: decrease from %g to %g with slope %g breaks the first condition", tt.name, f0, f1, s0)
			}
			if !(math.Abs(s1) <= -curvature*s0*(1+1e-6)+1e-14) {
				t.Errorf("%s: slopes %g, %g break the second condition", tt.name, s0, s1)
			}
			steps++
		}
		for i := range x {
			if math.Abs(x[i]-tt.want(i)) > tt.tol {
				t.Fatalf("%s: x[%d] = %.12g, want %g", tt.name, i, x[i], tt.want(i))
			}
		}
		oracle := gonum.Problem{
			Func: func(x []float64) float64 { return tt.f(x, h) },
			Grad: func(grad, x []float64) { tt.f(x, grad) },
		}
		result, err := gonum.Minimize(oracle, begin(tt.n, tt.start), &gonum.Settings{GradientThreshold: 1e-10, Converger: gonum.NeverTerminate{}}, &gonum.LBFGS{Store: 15})
		if err != nil {
			t.Logf("%s: gonum: %v", tt.name, err)
		}
		t.Logf("%s: %d evaluations, gonum %d", tt.name, l.Evaluations(), result.FuncEvaluations)
		if l.Evaluations() > result.FuncEvaluations*6/5 {
			t.Errorf("%s: %d evaluations, gonum needs %d", tt.name, l.Evaluations(), result.FuncEvaluations)
		}
	}
	if steps == 0 {
		t.Fatal("no step checked")
	}
}

func TestLBFGSResumesWithTheSameBits(t *testing.T) {
	const n = 30
	x, l := begin(n, -1.2), NewLBFGS(n, 5)
	run := func(l *LBFGS, x []float64, steps int) {
		for range steps {
			if _, err := l.Step(rosenbrock, x); err != nil {
				t.Fatal(err)
			}
		}
	}
	run(l, x, 12)
	y, m := slices.Clone(x), NewLBFGS(n, 5)
	from, to := l.State(), m.State()
	for i := range from {
		if copy(to[i].F64, from[i].F64) != len(from[i].F64) || from[i].Name != to[i].Name {
			t.Fatal("states of different shape")
		}
	}
	run(l, x, 12)
	run(m, y, 12)
	if !slices.Equal(x, y) || l.Evaluations() != m.Evaluations() {
		t.Error("the resumed run differs")
	}
}

func TestLBFGSEnds(t *testing.T) {
	l := NewLBFGS(2, 3)
	nan := func(x, g []float64) float64 { return math.NaN() }
	if _, err := l.Step(nan, []float64{1, 2}); !errors.Is(err, ErrNotFinite) {
		t.Errorf("NaN at the start: %v", err)
	}
	l.Reset()
	x := []float64{1, 2}
	uphill := func(x, g []float64) float64 { g[0], g[1] = -1, 0; return x[0] } // a wrong gradient
	if status, err := l.Step(uphill, x); status != Stalled || err != nil || x[0] != 1 || x[1] != 2 {
		t.Errorf("a wrong gradient: %v, %v, x = %v", status, err, x)
	}
	l.Reset()
	flat := func(x, g []float64) float64 { clear(g); return 3 }
	if status, _ := l.Step(flat, x); status != Converged || l.Value() != 3 {
		t.Errorf("a constant: %v, value %g", status, l.Value())
	}
	l.Reset()
	linear := func(x, g []float64) float64 { g[0], g[1] = 1, 0; return x[0] }
	if status, err := l.Step(linear, x); status != Progress || err != nil || x[0] > -1000 {
		t.Errorf("an unbounded objective: %v, %v, x = %v", status, err, x)
	}
}

func TestStepAllocatesNothing(t *testing.T) {
	x, l := begin(30, -1.2), NewLBFGS(30, 5)
	var f Objective = rosenbrock
	if got := testing.AllocsPerRun(20, func() { l.Step(f, x) }); got != 0 {
		t.Errorf("LBFGS.Step allocates %g times", got)
	}
}
