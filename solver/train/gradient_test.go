package train

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"counterpoint/solver/experiment"
	"counterpoint/solver/gradient"
	"counterpoint/solver/problem"
)

// small is a Spec that one evaluation of takes a millisecond.
func small(name string) experiment.Spec {
	s := experiment.Default()
	s.Problem, s.Width, s.Depth, s.Points, s.Precision, s.Steps = name, 8, 2, "60", "f64", 50
	return s
}

func build(t *testing.T, s experiment.Spec) *Run {
	t.Helper()
	r, err := New(s, Options{Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	return r
}

// values returns the K losses at parameters theta.
func values(r *Run, theta []float64) []float64 {
	e := r.double
	copy(e.theta, theta)
	e.evaluate()
	return append([]float64{}, r.view.loss...)
}

// Every per-loss gradient is checked twice, block by block: the remainder |L(t+hd) - L(t) - h <g,d>| must fall as h^2, and <g,d> must
// meet central differences.
func TestLossGradients(t *testing.T) {
	checked := 0
	for _, name := range problem.Fifteen() {
		for _, act := range []string{"tanh", "sin", "silu"} {
			s := small(name)
			s.Activation = act
			r := build(t, s)
			theta := make([]float64, len(r.params))
			r.double.parameters(theta)
			values(r, theta)
			for k, loss := range r.names() {
				g := append([]float64{}, r.double.grads.Rows[k]...)
				for _, b := range blocks(r) {
					if faint(g[b.Lo:b.Hi]) {
						continue
					}
					checked++
					slope, central := remainder(r, theta, g, k, b.Lo, b.Hi)
					if !(math.Abs(slope-2) <= 0.05) {
						t.Errorf("%s, %s, loss %s, block %s: remainder slope %.3f, want 2", name, act, loss, b.Name, slope)
					}
					if central > 1e-7 {
						t.Errorf("%s, %s, loss %s, block %s: %.1e from central differences", name, act, loss, b.Name, central)
					}
				}
				values(r, theta)
			}
		}
	}
	if checked < 100 {
		t.Fatalf("only %d gradients were checked", checked)
	}
}

// The other entries of the catalogue: all parameters at once, central differences.
func TestCatalogueGradients(t *testing.T) {
	checked := 0
	for _, name := range problem.Names() {
		if strings.Contains(name, "@") || slices.Contains(problem.Fifteen(), name) {
			continue // the same expressions with other constants, or checked above
		}
		r := build(t, small(name))
		theta := make([]float64, len(r.params))
		r.double.parameters(theta)
		for k, loss := range r.names() {
			values(r, theta)
			g := append([]float64{}, r.double.grads.Rows[k]...)
			checked++
			if _, central := remainder(r, theta, g, k, 0, len(theta)); central > 1e-6 {
				t.Errorf("%s, loss %s: %.1e from central differences", name, loss, central)
			}
		}
	}
	if checked < 100 {
		t.Fatalf("only %d losses were checked", checked)
	}
}

// blocks returns the run's parameter blocks, or all parameters as one where an evaluation is dear.
func blocks(r *Run) []gradient.Block {
	if len(r.p.Coords) > 10 {
		return []gradient.Block{{Name: "all", Lo: 0, Hi: len(r.params)}}
	}
	return r.blocks
}

// faint reports a gradient that is exactly zero: a loss that does not depend on the block.
func faint(g []float64) bool {
	for _, v := range g {
		if v != 0 {
			return false
		}
	}
	return true
}

// remainder returns the slope of the Taylor remainder of loss k along a direction in parameters lo to hi that has a fair part of the
// gradient, and the relative distance of the derivative from central differences.
func remainder(r *Run, theta, g []float64, k, lo, hi int) (slope, central float64) {
	rng := rand.New(rand.NewPCG(uint64(k), uint64(lo)))
	norm := 0.0
	for i := lo; i < hi; i++ {
		norm += g[i] * g[i]
	}
	norm = math.Sqrt(norm / float64(hi-lo))
	d := make([]float64, len(theta))
	inner := 0.0
	for i := lo; i < hi; i++ {
		d[i] = 0.1 * (rng.NormFloat64() + g[i]/norm)
		inner += g[i] * d[i]
	}
	at := func(h float64) float64 {
		x := append([]float64{}, theta...)
		for i := range x {
			x[i] += h * d[i]
		}
		return values(r, x)[k]
	}
	base := at(0)
	rest := func(h float64) float64 { return math.Abs(at(h) - base - h*inner) }
	const c = 1e-5
	diff := (8*(at(c)-at(-c)) - (at(2*c) - at(-2*c))) / (12 * c)
	// rounding of the losses, 1e-16 each, over c
	return remainderSlope(rest, base, inner), math.Abs(diff-inner) / (math.Abs(inner) + 1e-4*math.Abs(base))
}

// remainderSlope returns the slope of the remainder under halving, where it is far above the rounding of a loss of size base: the value
// nearest 2 of the three smallest such steps, where the quadratic term rules. A remainder that is nothing beside h inner at the largest
// step belongs to a loss that is linear there.
func remainderSlope(rest func(h float64) float64, base, inner float64) float64 {
	var slopes []float64
	for h := 0.5; h > 1e-5; h /= 2 {
		small := rest(h / 2)
		if small < 1e-10*math.Abs(base) {
			break
		}
		slopes = append(slopes, math.Log2(rest(h)/small))
	}
	if len(slopes) == 0 {
		if rest(0.5) < 1e-6*math.Abs(0.5*inner)+1e-10*math.Abs(base) {
			return 2
		}
		return math.NaN()
	}
	best := slopes[len(slopes)-1]
	for _, s := range slopes[max(0, len(slopes)-3):] {
		if math.Abs(s-2) < math.Abs(best-2) {
			best = s
		}
	}
	return best
}

// A gradient with one block off by one percent must not pass: the test above is not blind.
func TestGradientTestHasPower(t *testing.T) {
	r := build(t, small("heat"))
	theta := make([]float64, len(r.params))
	r.double.parameters(theta)
	values(r, theta)
	g := append([]float64{}, r.double.grads.Rows[0]...)
	b := r.blocks[1]
	for i := b.Lo; i < b.Hi; i++ {
		g[i] *= 1.01
	}
	if slope, central := remainder(r, theta, g, 0, b.Lo, b.Hi); math.Abs(slope-2) < 0.05 && central < 1e-7 {
		t.Errorf("a gradient off by 1%% passes: slope %.3f, distance %.1e", slope, central)
	}
}
