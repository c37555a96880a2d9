package train

import (
	"math"
	"testing"

	"counterpoint/solver/diagnosis"
	"counterpoint/solver/experiment"
	"counterpoint/solver/gradient"
)

// With every point sampled the rows of the Jacobian give the losses and their gradients back, and the tangent kernel their Gram matrix:
// with shared points, coefficients, adapters of every kind and weighted points.
func TestJacobian(t *testing.T) {
	checked := 0
	for _, name := range []string{"burgers", "thermoelastic", "burgers-inverse", "heat-20d"} {
		changes := map[string]func(*experiment.Spec){"plain": func(*experiment.Spec) {}}
		if name == "burgers" || name == "thermoelastic" {
			for _, what := range []string{"adapters private all", "adapters local output", "linear adapters shared", "point-weights rba"} {
				changes[what] = structures()[what]
			}
		}
		for what, change := range changes {
			s := small(name)
			s.Points, s.Resample, s.Consensus = "20", 0, 0
			s.Width = 6
			change(&s)
			r := build(t, s)
			shaken(r)
			e := r.double
			e.evaluate()
			r.updatePoints()
			e.evaluate()
			j := e.losses.Jacobian(1 << 20)
			k, n := len(r.names()), len(r.params)
			loss, grad := make([]float64, k), make([][]float64, k)
			for i := range grad {
				grad[i] = make([]float64, n)
			}
			for i, row := range j.Rows {
				loss[j.Loss[i]] += j.Residual[i] * j.Residual[i]
				for p, v := range row {
					grad[j.Loss[i]][p] += 2 * j.Residual[i] * v
				}
			}
			for i := range k {
				checked++
				if math.Abs(loss[i]-r.view.loss[i]) > 1e-11*r.view.loss[i] {
					t.Errorf("%s, %s: loss %d is %g by rows, %g", name, what, i, loss[i], r.view.loss[i])
				}
				norm := math.Sqrt(e.set.Inner(grad[i], grad[i]))
				for p, v := range grad[i] {
					if math.Abs(v-e.grads.Rows[i][p]) > 1e-10*norm {
						t.Fatalf("%s, %s: loss %d, parameter %d: %g by rows, %g", name, what, i, p, v, e.grads.Rows[i][p])
					}
				}
			}
			if len(j.Rows) > 400 {
				continue // the spectrum of so many takes seconds
			}
			got := diagnosis.Tangent(j, r.names(), []gradient.Block{{Name: "all", Lo: 0, Hi: n}})
			var g gradient.Geometry
			g.Of(r.view.gram, k)
			if math.Abs(got.Phi-g.PhiBest()) > 1e-5 {
				t.Errorf("%s, %s: phi %g from the kernel, %g from the gradients", name, what, got.Phi, g.PhiBest())
			}
		}
	}
	if checked < 30 {
		t.Fatalf("%d gradients", checked)
	}
}

// Kernels of disjoint parameters add; adapters at zero effect add what the trunk lacks; Gauss-Newton's metric leaves no conflict where the
// kernel has full rank.
func TestTangent(t *testing.T) {
	s := small("burgers-inverse")
	s.Width, s.Points = 16, "200"
	plain := build(t, s)
	steps(t, plain, 20)
	before := copied(plain)
	a, err := plain.Tangent(48)
	if err != nil {
		t.Fatal(err)
	}
	sameBits(t, copied(plain), before)
	with := s
	with.Adapters = "shared"
	r := build(t, with)
	if err := r.StartFrom(plain); err != nil {
		t.Fatal(err)
	}
	b, err := r.Tangent(48)
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Blocks) != 2 || len(b.Blocks) != 3 || b.Blocks[1].Name != "adapters" {
		t.Fatalf("%d and %d blocks", len(a.Blocks), len(b.Blocks))
	}
	sum := func(v []float64) float64 {
		s := 0.0
		for _, x := range v {
			s += x
		}
		return s
	}
	for _, x := range []experiment.Tangent{a, b} {
		traces := 0.0
		for _, block := range x.Blocks {
			traces += sum(block.Trace)
		}
		if eigen := sum(x.Eigen); math.Abs(eigen-traces) > 1e-10*traces {
			t.Errorf("eigenvalues add up to %g, traces to %g", eigen, traces)
		}
		// towards no damping the losses become orthogonal, as far as the rank goes
		if last := x.Metric[len(x.Metric)-1].Phi; len(x.Metric) != 3 || math.Abs(last-1) > math.Abs(x.Phi-1)/2 {
			t.Errorf("phi is %g in the raw metric and %g at the smallest damping", x.Phi, last)
		}
	}
	// the trunk's part is the same, up to the order of a sum in which the adapters' zero takes part; the whole is larger
	if x, y := a.Blocks[0], b.Blocks[0]; math.Abs(x.Largest-y.Largest) > 1e-9*x.Largest || b.Eigen[0] < a.Eigen[0] || sum(b.Eigen) <= sum(a.Eigen) {
		t.Errorf("trunk %g and %g, whole %g and %g", x.Largest, y.Largest, sum(a.Eigen), sum(b.Eigen))
	}
}
