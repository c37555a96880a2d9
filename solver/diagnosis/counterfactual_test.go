package diagnosis

import (
	"math"
	"math/rand/v2"
	"testing"

	"counterpoint/solver/experiment"
	"counterpoint/solver/gradient"
)

func find(t *testing.T, list []experiment.Counterfactual, arm string) experiment.Counterfactual {
	t.Helper()
	for _, c := range list {
		if c.Arm == arm {
			return c
		}
	}
	t.Fatalf("no arm %s among %d", arm, len(list))
	return experiment.Counterfactual{}
}

// Two orthogonal gradients (100,0), (0,1) of losses 2 and .5: unit weights go along the first, equal norms along the bisector.
func TestCounterfactualByHand(t *testing.T) {
	p := constant(vectors([]float64{100, 0}, []float64{0, 1}), 20)
	for i := range p.Rows {
		p.Rows[i].Loss = []float64{2, .5}
	}
	v := Classify(p, Default)
	n := math.Sqrt(100*100 + 1)
	for _, tt := range []struct {
		arm         string
		a, b, worst float64
	}{
		{"none", 100 * 100 / n / 2, 1 / n / .5, math.Sqrt2 / n},
		{"gradnorm", 100 / math.Sqrt2 / 2, 1 / math.Sqrt2 / .5, 1},
		{"nash", 100 / math.Sqrt2 / 2, 1 / math.Sqrt2 / .5, 1},
		{"config", 100 / math.Sqrt2 / 2, 1 / math.Sqrt2 / .5, 1},
		{"pcgrad", 100 * 100 / n / 2, 1 / n / .5, math.Sqrt2 / n},
	} {
		c := find(t, v.Counterfactual, tt.arm)
		for _, x := range [][2]float64{{c.Rate[0], tt.a}, {c.Rate[1], tt.b}, {c.Worst, tt.worst}} {
			if math.Abs(x[0]-x[1]) > 1e-6*x[1] { // ridges of 1e-12 in the small systems
				t.Errorf("%s: %v, worst %g, want %g, %g, %g", tt.arm, c.Rate, c.Worst, tt.a, tt.b, tt.worst)
			}
		}
	}
}

// No arm beats the joint rate in the metric it is measured in, none is left out, and all are finite where all losses are present.
func TestCounterfactualIsBounded(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	checked := 0
	for trial := range 60 {
		k := 2 + trial%5
		rows := make([][]float64, k)
		for i := range rows {
			rows[i] = noise(rng, 8, math.Exp(6*rng.NormFloat64()))
		}
		r := Row{Step: trial, Loss: make([]float64, k), Gram: vectors(rows...)}
		keep := make([]int, k)
		for i := range keep {
			keep[i], r.Loss[i] = i, rng.Float64()
		}
		var g gradient.Geometry
		g.Of(r.Gram, k)
		effects := Effects(&r, keep, nil)
		if len(effects) != 4+len(experiment.Directions)-1 {
			t.Fatalf("%d arms", len(effects))
		}
		for _, e := range effects {
			w := least(e.Retained)
			if math.IsNaN(w) || w > g.PhiBest()+1e-6 {
				t.Errorf("trial %d, %s: worst %g, the joint rate allows %g", trial, e.Arm, w, g.PhiBest())
			}
			for i, v := range e.Rate {
				if math.IsNaN(v) || (v > 0) != (e.Retained[i] > 0) {
					t.Errorf("trial %d, %s: rate %g, retained %g", trial, e.Arm, v, e.Retained[i])
				}
			}
			checked++
		}
		// the same losses in other units: relative rates stay
		scaled := r
		scaled.Loss, scaled.Gram = append([]float64{}, r.Loss...), append([]float64{}, r.Gram...)
		scaled.Loss[0] *= 100
		for i := range k {
			scaled.Gram[i] *= 100
			scaled.Gram[i*k] *= 100
		}
		for i, e := range Effects(&scaled, keep, nil) {
			if e.Arm != "gradnorm" && e.Arm != "nash" && e.Arm != "jointrate" {
				continue // these three take no notice of units
			}
			for j, v := range e.Rate {
				if math.Abs(v-effects[i].Rate[j]) > 1e-6*math.Abs(v)+1e-9 {
					t.Errorf("trial %d, %s: in other units rate %d is %g, was %g", trial, e.Arm, j, v, effects[i].Rate[j])
				}
			}
		}
	}
	if checked == 0 {
		t.Fatal("nothing was checked")
	}
}

// Absent and opposite gradients, and one huge one, break nothing; 32 losses take no time.
func TestCounterfactualEdges(t *testing.T) {
	nan := math.NaN()
	for name, q := range map[string][]float64{
		"absent":   {1, nan, 0, nan, nan, nan, 0, nan, 4},
		"zero":     {1, 0, 0, 0, 0, 0, 0, 0, 4},
		"opposite": cosines(-1, 1, 1),
		"same":     cosines(1, 1, 1, 1),
		"huge":     cosines(.1, 1e12, 1, 1),
		"all zero": make([]float64, 9),
	} {
		k := int(math.Sqrt(float64(len(q))))
		keep := make([]int, k)
		for i := range keep {
			keep[i] = i
		}
		r := Row{Loss: make([]float64, k), Gram: q}
		for i := range r.Loss {
			r.Loss[i] = 1
		}
		for _, e := range Effects(&r, keep, nil) {
			for i, v := range e.Retained {
				if math.IsNaN(v) != !gradient.Present(q, k, i) || math.Abs(v) > 1+1e-9 {
					t.Errorf("%s, %s: retained %v", name, e.Arm, e.Retained)
				}
			}
		}
	}
	many := make([]float64, 32)
	for i := range many {
		many[i] = 1 + float64(i)
	}
	if v := Classify(constant(cosines(-.01, many...), 60), Default); len(v.Counterfactual) == 0 || len(v.Counterfactual[0].Rate) != 32 {
		t.Errorf("32 losses: %d arms", len(v.Counterfactual))
	}
}

// What dcgd would have done depends on which losses are equations, in whatever order: of two equations against a condition its step is
// along (u_r + u_b), u_r the unit vector of the equations' sum.
func TestCounterfactualKnowsTheEquations(t *testing.T) {
	rows := [][]float64{{3, 0}, {0, 2}, {0, 1}}
	u := []float64{3 / math.Sqrt(10), 1/math.Sqrt(10) + 1} // of g_r = (3, 1) and g_b = (0, 2)
	checked := 0
	n := math.Hypot(u[0], u[1])
	want := []float64{u[0] / n, u[1] / n, u[1] / n}
	for _, tt := range []struct {
		order    []int
		equation []bool
	}{{[]int{0, 1, 2}, []bool{true, false, true}}, {[]int{1, 2, 0}, []bool{false, true, true}}} {
		var shown [][]float64
		for _, i := range tt.order {
			shown = append(shown, rows[i])
		}
		r := Row{Loss: []float64{1, 1, 1}, Gram: vectors(shown...)}
		for _, e := range Effects(&r, []int{0, 1, 2}, tt.equation) {
			if e.Arm != "dcgd" {
				continue
			}
			for i, from := range tt.order {
				if math.Abs(e.Retained[i]-want[from]) > 1e-12 {
					t.Errorf("order %v: retained %v, want %v", tt.order, e.Retained, want)
				}
			}
			checked++
		}
	}
	if checked != 2 {
		t.Errorf("%d effects of dcgd", checked)
	}
}
