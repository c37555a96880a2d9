package train

import (
	"errors"
	"math"
	"strings"
	"testing"

	"counterpoint/solver/experiment"
)

func steps(t *testing.T, r *Run, n int) {
	t.Helper()
	for range n {
		if err := r.Step(); err != nil {
			t.Fatal(err)
		}
	}
}

// copied returns the run's state in memory of its own.
func copied(r *Run) []experiment.Array {
	var out []experiment.Array
	for _, a := range r.State() {
		a.F32, a.F64 = append([]float32(nil), a.F32...), append([]float64(nil), a.F64...)
		out = append(out, a)
	}
	return out
}

func sameBits(t *testing.T, a, b []experiment.Array) {
	t.Helper()
	if len(a) != len(b) || len(a) == 0 {
		t.Fatalf("%d and %d arrays", len(a), len(b))
	}
	for i := range a {
		for j := range a[i].F32 {
			if math.Float32bits(a[i].F32[j]) != math.Float32bits(b[i].F32[j]) {
				t.Fatalf("%s[%d]: %g and %g", a[i].Name, j, a[i].F32[j], b[i].F32[j])
			}
		}
		for j := range a[i].F64 {
			if math.Float64bits(a[i].F64[j]) != math.Float64bits(b[i].F64[j]) {
				t.Fatalf("%s[%d]: %g and %g", a[i].Name, j, a[i].F64[j], b[i].F64[j])
			}
		}
	}
}

func TestWorkersGiveTheSameBits(t *testing.T) {
	for _, precision := range []string{"f32", "f64", "estimated"} {
		var want []experiment.Array
		for _, workers := range []int{1, 2, 5} {
			s := small("burgers")
			s.Precision = precision
			if precision == "estimated" {
				s = small("heat-5d")
				s.Estimator, s.Precision = "hutchinson", "f32"
			}
			r, err := New(s, Options{Workers: workers})
			if err != nil {
				t.Fatal(err)
			}
			steps(t, r, 10)
			got := copied(r)
			r.Close()
			if want == nil {
				want = got
			}
			sameBits(t, got, want)
		}
	}
}

func TestRestoreGoesOnWithTheSameBits(t *testing.T) {
	for _, tt := range []struct {
		name     string
		change   func(*experiment.Spec)
		at, more int
	}{
		{"adam f32", func(s *experiment.Spec) { s.Precision = "f32" }, 7, 9},
		{"adam f64", func(s *experiment.Spec) {}, 7, 9},
		{"resampled", func(s *experiment.Spec) { s.Resample = 3 }, 7, 9},
		{"estimated Laplacian", func(s *experiment.Spec) { s.Precision, s.Estimator, s.Directions = "f32", "dense", 2 }, 7, 9},
		{"estimated, then the finishing phase", func(s *experiment.Spec) { s.Estimator, s.Steps, s.Finish = "sparse", 4, "lbfgs" }, 9, 5},
		{"before the finishing phase", func(s *experiment.Spec) { s.Precision, s.Steps, s.Finish = "f32", 8, "lbfgs" }, 6, 6},
		{"within the finishing phase", func(s *experiment.Spec) { s.Precision, s.Steps, s.Finish = "f32", 4, "lbfgs" }, 9, 5},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := small("heat")
			if strings.HasPrefix(tt.name, "estimated") {
				s = small("heat-5d")
			}
			tt.change(&s)
			a := build(t, s)
			steps(t, a, tt.at)
			saved := copied(a)
			steps(t, a, tt.more)
			b := build(t, s)
			if err := b.Restore(saved); err != nil {
				t.Fatal(err)
			}
			sameBits(t, copied(b), saved)
			steps(t, b, tt.more)
			sameBits(t, copied(b), copied(a))
		})
	}
}

func TestStepAndSnapshotAllocateNothing(t *testing.T) {
	for _, precision := range []string{"f32", "f64"} {
		s := small("burgers")
		s.Precision, s.Steps = precision, 1000
		r := build(t, s)
		var snap experiment.Snapshot
		steps(t, r, 2)
		r.Snapshot(&snap)
		if n := testing.AllocsPerRun(20, func() {
			if err := r.Step(); err != nil {
				t.Fatal(err)
			}
			r.Snapshot(&snap)
		}); n != 0 {
			t.Errorf("%s: %g allocations a step and snapshot, want 0", precision, n)
		}
	}
}

func TestDivergedNamesLossAndStep(t *testing.T) {
	s := small("heat")
	s.LR, s.Steps, s.Precision = 1e6, 500, "f32"
	r := build(t, s)
	for !r.Done() {
		if err := r.Step(); err != nil {
			var d *experiment.Diverged
			if !errors.As(err, &d) || d.Loss == "" || d.Step < 1 {
				t.Fatalf("got %v, want a Diverged with loss and step", err)
			}
			return
		}
	}
	t.Error("a learning rate of 1e6 was not noticed")
}

func TestHeatIsLearnt(t *testing.T) {
	s := small("heat")
	s.Width, s.Points, s.Steps, s.LR, s.Finish, s.FinishStep = 16, "300", 200, 5e-3, "lbfgs", 150
	r := build(t, s)
	for !r.Done() {
		if err := r.Step(); err != nil {
			t.Fatal(err)
		}
	}
	var snap experiment.Snapshot
	r.Snapshot(&snap)
	if err := r.Judge(&snap); err != nil {
		t.Fatal(err)
	}
	// reached 1e-3 or better from seeds 1 to 3
	if !(snap.Error[0] < 1e-2) {
		t.Errorf("relative L2 error %g after %d steps, want < 1e-2", snap.Error[0], r.StepCount())
	}
}

func TestGridAndProbeAgree(t *testing.T) {
	r := build(t, small("burgers"))
	v := experiment.View{Quantities: []string{experiment.Prediction, experiment.Truth, experiment.Error, experiment.Residual}, X: 0, Y: 1, Slice: make([]float64, 2), W: 5, H: 3}
	g := make([]experiment.Grid, 4)
	if err := r.Grid(v, g); err != nil {
		t.Fatal(err)
	}
	p, err := r.Probe([]float64{0.5, 0.5}) // column 3, row 1
	if err != nil {
		t.Fatal(err)
	}
	at := 1*5 + 3
	if math.Abs(float64(g[0].Value[at])-p.Prediction[0]) > 1e-6 || math.Abs(float64(g[1].Value[at])-p.Truth[0]) > 1e-6 {
		t.Errorf("grid %g, %g; probe %v", g[0].Value[at], g[1].Value[at], p)
	}
	if math.Abs(float64(g[2].Value[at]-(g[0].Value[at]-g[1].Value[at]))) > 1e-6 {
		t.Error("error is not prediction minus truth")
	}
	if !(g[3].Hi > 0) {
		t.Errorf("residual range %g to %g", g[3].Lo, g[3].Hi)
	}
	v.Field = 3
	if err := r.Grid(v, g); err == nil {
		t.Error("a field that is not there was shown")
	}
}

func TestSetConst(t *testing.T) {
	r := build(t, small("burgers"))
	steps(t, r, 3)
	before := append([]float64{}, r.view.loss...)
	if err := r.SetConst("nu", 0.05); err != nil {
		t.Fatal(err)
	}
	if err := r.Evaluate(); err != nil {
		t.Fatal(err)
	}
	if r.view.loss[0] == before[0] || r.spec.Set["nu"] != 0.05 {
		t.Errorf("loss %g before and after, nu = %g", before[0], r.spec.Set["nu"])
	}
	if err := r.SetConst("mu", 1); err == nil {
		t.Error("an unknown constant was set")
	}
	steps(t, r, 3)
}

func TestPointsText(t *testing.T) {
	r := build(t, small("burgers"))
	for _, bad := range []string{"", "0", "-3", "pde", "x=5", "pde=1.5", "1e99"} {
		if _, err := parsePoints(bad, r.p); err == nil {
			t.Errorf("points %q was accepted", bad)
		}
	}
	c, err := parsePoints("pde=70,bc=20", r.p)
	if err != nil || c("pde", true) != 70 || c("bc", false) != 20 || c("ic", false) != 200 {
		t.Errorf("points by name: %v", err)
	}
}
