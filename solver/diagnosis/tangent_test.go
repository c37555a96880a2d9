package diagnosis

import (
	"math"
	"slices"
	"strings"
	"testing"

	"counterpoint/solver/experiment"
	"counterpoint/solver/gradient"
	"counterpoint/solver/loss"
)

// Two residuals r = 100x+y-1 and 100x-y+1 at the origin: in the raw metric hardly any common descent, phi = sqrt(1+c) with
// c = -(10000-1)/10001 between -g_1 and -g_2; in the Gauss-Newton metric none of it is left. The conflict is one of conditioning.
func TestTangentTellsConditioning(t *testing.T) {
	j := loss.Jacobian{Rows: [][]float64{{100, 1}, {100, -1}}, Residual: []float64{-1, 1}, Loss: []int{0, 1}}
	got := Tangent(j, []string{"a", "b"}, []gradient.Block{{Name: "x", Lo: 0, Hi: 1}, {Name: "y", Lo: 1, Hi: 2}})
	if want := math.Sqrt(1 - 9999.0/10001); math.Abs(got.Phi-want) > 1e-9 {
		t.Errorf("phi = %g, want %g", got.Phi, want)
	}
	// eigenvalues 20000 and 2: damping 1e-7 of the first is nothing beside the second
	if last := got.Metric[len(got.Metric)-1].Phi; math.Abs(last-1) > 1e-3 {
		t.Errorf("phi = %g in the Gauss-Newton metric, want 1", last)
	}
	if math.Abs(got.Eigen[0]-20000) > 1e-9 || math.Abs(got.Eigen[1]-2) > 1e-9 {
		t.Errorf("eigenvalues %v, want 20000, 2", got.Eigen)
	}
	for i, want := range []struct {
		rank  int
		trace float64
	}{{1, 10000}, {1, 1}} {
		if b := got.Blocks[i]; b.Rank != want.rank || b.Trace[0] != want.trace || b.Trace[1] != want.trace || b.Params != 1 {
			t.Errorf("block %s: %+v", b.Name, b)
		}
	}
	// with one parameter and the same residuals no metric helps
	j.Rows = [][]float64{{100}, {100}}
	got = Tangent(j, []string{"a", "b"}, []gradient.Block{{Name: "x", Lo: 0, Hi: 1}})
	if last := got.Metric[len(got.Metric)-1].Phi; last > 1e-3 || got.Phi > 1e-3 {
		t.Errorf("phi = %g, %g in the Gauss-Newton metric, want 0", got.Phi, last)
	}
}

// Two losses (t-1)^2 and (t+1)^2 at t = 0 pull one parameter apart: no metric helps. One parameter more, (t+a+1)^2, and g = (-2, 0), (2, 2)
// have the cosine -1/sqrt 2; the Gauss-Newton metric then serves both.
func TestTangentTellsWhereParametersHelp(t *testing.T) {
	j := loss.Jacobian{Rows: [][]float64{{1, 0}, {1, 0}}, Residual: []float64{-1, 1}, Loss: []int{0, 1}}
	groups := []gradient.Block{{Name: "trunk", Lo: 0, Hi: 1}, {Name: "adapters", Lo: 1, Hi: 2}}
	for _, tt := range []struct{ a, raw, metric float64 }{{0, 0, 0}, {1, math.Sqrt(1 - math.Sqrt2/2), 1}} {
		j.Rows[1][1] = tt.a
		got := Tangent(j, []string{"a", "b"}, groups)
		if last := got.Metric[len(got.Metric)-1].Phi; math.Abs(got.Phi-tt.raw) > 1e-6 || math.Abs(last-tt.metric) > 1e-3 {
			t.Errorf("adapter %g: phi %g, %g in the Gauss-Newton metric, want %g, %g", tt.a, got.Phi, last, tt.raw, tt.metric)
		}
	}
}

// A directional verdict hears from the kernel whether a metric cures it, on the two planted cases; another regime and a kernel of nothing
// hear nothing.
func TestAdvice(t *testing.T) {
	groups := []gradient.Block{{Name: "trunk", Lo: 0, Hi: 2}}
	names := []string{"a", "b"}
	steep := loss.Jacobian{Rows: [][]float64{{100, 1}, {100, -1}}, Residual: []float64{-1, 1}, Loss: []int{0, 1}}
	torn := loss.Jacobian{Rows: [][]float64{{1, 0}, {1, 0}}, Residual: []float64{-1, 1}, Loss: []int{0, 1}}
	for _, tt := range []struct {
		regime string
		kernel experiment.Tangent
		want   string
	}{
		{experiment.RegimeDirectional, Tangent(steep, names, groups), "add --finish lbfgs first"},
		{experiment.RegimeDirectional, Tangent(torn, names, groups), "no metric cures this (phi_* is 0.00"},
		{experiment.RegimeMagnitude, Tangent(steep, names, groups), ""},
		{experiment.RegimeDirectional, experiment.Tangent{}, ""},
	} {
		if got := Advice(experiment.Verdict{Regime: tt.regime}, tt.kernel, Default); !strings.Contains(got, tt.want) || tt.want == "" && got != "" {
			t.Errorf("%s: %q, want %q", tt.regime, got, tt.want)
		}
	}
	if !slices.Contains(dampings, curing) {
		t.Errorf("no damping %g among %v", curing, dampings)
	}
}
