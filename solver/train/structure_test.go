package train

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"counterpoint/solver/combine"
	"counterpoint/solver/experiment"
)

// shaken moves every parameter a little, so that up-projections are off zero, and returns them.
func shaken(r *Run) []float64 {
	theta := make([]float64, len(r.params))
	r.double.parameters(theta)
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range theta {
		theta[i] += 0.1 * rng.NormFloat64()
	}
	copy(r.double.theta, theta)
	return theta
}

// structures are the Specs that change how a loss sees the network or its points.
func structures() map[string]func(*experiment.Spec) {
	out := map[string]func(*experiment.Spec){}
	for _, kind := range experiment.AdapterKinds[1:] {
		for _, behind := range []string{"all", "last", "output"} {
			out["adapters "+kind+" "+behind] = func(s *experiment.Spec) { s.Adapters, s.Behind, s.Rank = kind, behind, 2 }
		}
		out["linear adapters "+kind] = func(s *experiment.Spec) { s.Adapters, s.Form, s.Rank = kind, "linear", 2 }
	}
	for _, p := range experiment.PointWeightings[1:] {
		out["point-weights "+p] = func(s *experiment.Spec) { s.PointWeights = p }
	}
	return out
}

// Gradients with adapters and point weights, checked twice like the plain ones: on losses that share points (thermoelastic) and on
// losses that do not.
func TestStructureGradients(t *testing.T) {
	checked := 0
	for _, name := range []string{"burgers", "thermoelastic", "klein-gordon"} {
		for what, change := range structures() {
			s := small(name)
			s.Width, s.Points = 6, "40"
			change(&s)
			r := build(t, s)
			theta := shaken(r)
			values(r, theta)
			r.updatePoints()
			values(r, theta)
			for k, loss := range r.names() {
				values(r, theta)
				g := append([]float64{}, r.double.grads.Rows[k]...)
				for _, b := range r.blocks {
					if b.Name[0] == 'l' && b.Name != "l1" || faint(g[b.Lo:b.Hi]) {
						continue // the trunk's other layers are checked without adapters
					}
					checked++
					slope, central := remainder(r, theta, g, k, b.Lo, b.Hi)
					if !(math.Abs(slope-2) <= 0.05) {
						t.Errorf("%s, %s, loss %s, block %s: remainder slope %.3f, want 2", name, what, loss, b.Name, slope)
					}
					if central > 1e-7 {
						t.Errorf("%s, %s, loss %s, block %s: %.1e from central differences", name, what, loss, b.Name, central)
					}
				}
			}
		}
	}
	if checked < 500 {
		t.Fatalf("only %d gradients were checked", checked)
	}
}

// The objective of the finishing phase, losses and penalties, has the gradient that is handed out with it.
func TestPenaltyGradients(t *testing.T) {
	checked := 0
	for _, kind := range []string{"private", "shared", "routed"} {
		s := small("burgers")
		s.Adapters, s.Orthogonal, s.Consensus = kind, 0.3, 20
		r := build(t, s)
		theta := shaken(r)
		at := func() float64 {
			r.double.evaluate()
			return r.double.weighted()
		}
		total := at()
		g := append([]float64{}, r.double.dir...)
		if penalty := total - r.view.loss[0] - r.view.loss[1] - r.view.loss[2]; !(penalty > 0.01) {
			t.Errorf("%s: the penalties are %g", kind, penalty)
		}
		for i := 0; i < len(theta); i += 3 {
			const h = 1e-5
			r.double.theta[i] = theta[i] + h
			up := at()
			r.double.theta[i] = theta[i] - h
			down := at()
			r.double.theta[i] = theta[i]
			checked++
			// truncation h^2 and rounding 1e-16/h of a sum of some tens
			if want := (up - down) / (2 * h); math.Abs(g[i]-want) > 1e-6*math.Max(1, math.Abs(want)) {
				t.Errorf("%s, parameter %d: %g, central difference %g", kind, i, g[i], want)
			}
		}
	}
	if checked < 100 {
		t.Fatalf("%d parameters", checked)
	}
}

// Before its first step a run with adapters has the losses of the plain run; before adapters-from it has its whole course.
func TestAdaptersFrom(t *testing.T) {
	checked := 0
	for _, kind := range experiment.AdapterKinds[1:] {
		s := small("burgers")
		s.Consensus, s.AdaptersFrom = 1, 6
		plain := build(t, s)
		s.Adapters = kind
		with := build(t, s)
		for step := range 10 {
			steps(t, plain, 1)
			steps(t, with, 1)
			same := true
			for k, v := range plain.view.loss {
				// the zero that adapters add may change the last bit of a sum
				same = same && math.Abs(v-with.view.loss[k]) <= 1e-9*v
			}
			// the losses seen are those before the step
			if want := step <= 6; same != want {
				t.Errorf("%s: losses as in the plain run at step %d: %t, want %t", kind, step, same, want)
			}
			checked++
		}
	}
	if checked == 0 {
		t.Fatal("nothing was checked")
	}
}

// Routed adapters move by their own loss alone: with the weight of a loss at nothing its adapter stands still.
func TestRouting(t *testing.T) {
	s := small("burgers")
	s.Adapters, s.SecondMoment = "routed", "total"
	r := build(t, s)
	shaken(r)
	e := r.double
	e.evaluate()
	copy(r.view.weight, []float64{1, 0, 1})
	e.route(r.shape.TrunkParams())
	seen := 0
	for _, o := range r.shape.Owned() {
		for i := o.Lo; i < o.Hi; i++ {
			want := r.view.weight[o.Loss] * e.grads.Rows[o.Loss][i]
			if e.dir[i] != want {
				t.Fatalf("parameter %d of loss %d: %g, want %g", i, o.Loss, e.dir[i], want)
			}
			if total := e.grads.Rows[0][i] + e.grads.Rows[2][i]; math.Abs(e.total[i]-total) > 1e-12*math.Max(1, math.Abs(total)) {
				t.Fatalf("parameter %d: total %g, want %g", i, e.total[i], total)
			}
			seen++
		}
	}
	if seen != r.shape.Params()-r.shape.TrunkParams() {
		t.Errorf("%d parameters are owned", seen)
	}
}

// The controls have the parameters of the network with adapters, as nearly as whole units allow.
func TestGrownTrunks(t *testing.T) {
	checked := 0
	for _, name := range []string{"burgers", "helmholtz", "thermoelastic", "poisson-50d"} {
		for _, behind := range []string{"all", "last", "output"} {
			for _, rank := range []int{2, 4, 8} {
				s := experiment.Default()
				s.Problem, s.Width, s.Depth, s.Points, s.Behind, s.Rank = name, 50, 4, "16", behind, rank
				count := func(change func(*experiment.Spec)) (int, *Run) {
					c := s
					change(&c)
					r := build(t, c)
					return r.Info().Params, r
				}
				want, _ := count(func(s *experiment.Spec) { s.Adapters = "shared" })
				plain, _ := count(func(*experiment.Spec) {})
				for _, trunk := range []string{"wide", "deep"} {
					checked++
					got, r := count(func(s *experiment.Spec) { s.Trunk = trunk })
					// one unit more or less is 2 depth width parameters
					if unit := (2*r.shape.Depth + 2) * r.shape.Width; got-want > unit || want-got > unit {
						t.Errorf("%s behind %s rank %d: %s trunk has %d parameters, adapters give %d", name, behind, rank, trunk, got, want)
					}
					if trunk == "deep" && r.shape.Depth <= 4 || trunk == "wide" && (r.shape.Depth != 4 || got > plain && r.shape.Width < 50) {
						t.Errorf("%s: %d layers of %d", trunk, r.shape.Depth, r.shape.Width)
					}
				}
			}
		}
	}
	if checked == 0 {
		t.Fatal("nothing was checked")
	}
}

// Slots that cannot go together are refused with the line to type.
func TestSlotsThatDisagree(t *testing.T) {
	for want, change := range map[string]func(*experiment.Spec){
		"--resample 0":        func(s *experiment.Spec) { s.PointWeights, s.Resample = "rba", 5 },
		"--estimator exact":   func(s *experiment.Spec) { s.Problem, s.Adapters, s.Estimator = "poisson-10d", "local", "dense" },
		"no time coordinate":  func(s *experiment.Spec) { s.Problem, s.PointWeights = "helmholtz", "causal" },
		"--direction sum":     func(s *experiment.Spec) { s.Optimizer, s.Direction = "multiadam", "config" },
		"--optimizer adam":    func(s *experiment.Spec) { s.Optimizer, s.Correction = "m-config", "gua" },
		"--weights jointrate": func(s *experiment.Spec) { s.Optimizer, s.Weights = "multiadam", "jointrate-adam" },
		"--adapters shared":   func(s *experiment.Spec) { s.Optimizer, s.Adapters = "multiadam", "routed" },
		"--consensus 0":       func(s *experiment.Spec) { s.Optimizer, s.Adapters = "multiadam", "private" },
		"--trunk plain":       func(s *experiment.Spec) { s.Trunk, s.Adapters = "wide", "shared" },
	} {
		s := small("burgers")
		change(&s)
		if _, err := New(s, Options{Workers: 1}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want an error with %q", err, want)
		}
	}
}

// Weights that want positive losses are refused where losses are estimated.
func TestWeightsOfEstimatedLosses(t *testing.T) {
	refused := 0
	for _, e := range combine.AllWeights() {
		if !e.Needs.Positive {
			continue
		}
		s := small("heat-5d")
		s.Weights = e.Name
		build(t, s)
		s.Estimator = "dense"
		if _, err := New(s, Options{Workers: 1}); err == nil || !strings.Contains(err.Error(), "--weights none") {
			t.Errorf("%s: %v", e.Name, err)
		}
		refused++
	}
	if refused == 0 {
		t.Error("no weights want positive losses")
	}
}

// Point weights go over into the finishing phase.
func TestPointWeightsFinish(t *testing.T) {
	s := small("burgers")
	s.PointWeights, s.Precision, s.Steps, s.Finish, s.FinishStep = "rba", "f32", 6, "lbfgs", 3
	r := build(t, s)
	steps(t, r, 6)
	before := append([]float64{}, r.single.losses.PointState()[0].F64...)
	steps(t, r, 1)
	for i, v := range r.double.losses.PointState()[0].F64 {
		if v != before[i] || v == 1 {
			t.Fatalf("point %d weighs %g, was %g", i, v, before[i])
		}
	}
}
