package optimize

import (
	"math"
	"slices"
	"testing"

	"counterpoint/solver/experiment"
	"counterpoint/solver/kernel"
)

func TestAdam(t *testing.T) {
	set := kernel.Portable[float64]()
	theta := []float64{1, -2, 3}
	a := NewAdam[float64](3)
	var m, v, want [3]float64
	copy(want[:], theta)
	for k := 1; k <= 50; k++ {
		g := []float64{theta[0] * 2, math.Sin(float64(k)), 1e-3}
		for i := range want { // the algorithm as printed
			m[i] = 0.9*m[i] + 0.1*g[i]
			v[i] = 0.999*v[i] + 0.001*g[i]*g[i]
			mh, vh := m[i]/(1-math.Pow(0.9, float64(k))), v[i]/(1-math.Pow(0.999, float64(k)))
			want[i] -= 0.01 * mh / (math.Sqrt(vh) + 1e-8)
		}
		a.Step(set, theta, Gradients[float64]{Merged: g}, 0.01)
		for i := range want {
			if math.Abs(theta[i]-want[i]) > 1e-13 { // rounding in another order
				t.Fatalf("step %d: theta[%d] = %.17g, want %.17g", k, i, theta[i], want[i])
			}
		}
	}
	p := make([]float64, 3)
	a.Metric(p)
	if got, want := p[2], 1e-3+1e-8; math.Abs(got-want) > 1e-15 {
		t.Errorf("metric of a constant gradient = %g, want %g", got, want)
	}
}

func TestAdamResumesWithTheSameBits(t *testing.T) {
	resumes[float32](t)
	resumes[float64](t)
}

func resumes[T kernel.Float](t *testing.T) {
	const n = 37
	set := kernel.Best[T]()
	x, g := make([]T, n), make([]T, n)
	run := func(a *Adam[T], x []T, from, to int) {
		for k := from; k < to; k++ {
			for i := range g {
				g[i] = x[i] + T(math.Sin(float64(i*k)))
			}
			a.Step(set, x, Gradients[T]{Merged: g}, 1e-2)
		}
	}
	a, b := NewAdam[T](n), NewAdam[T](n)
	run(a, x, 0, 20)
	y := slices.Clone(x)
	from, to := a.State(), b.State()
	copied := 0
	for i := range from {
		copied += copy(to[i].F64, from[i].F64) + copy(to[i].F32, from[i].F32)
	}
	if copied != 2*n+1 {
		t.Fatalf("the state has %d numbers, want %d", copied, 2*n+1)
	}
	run(a, x, 20, 40)
	run(b, y, 20, 40)
	if !slices.Equal(x, y) {
		t.Error("the resumed run differs")
	}
	if got := testing.AllocsPerRun(10, func() { a.Step(set, x, Gradients[T]{Merged: g}, 1e-3) }); got != 0 {
		t.Errorf("Adam.Step allocates %g times", got)
	}
}

func TestRate(t *testing.T) {
	spec := experiment.Spec{Steps: 111, Warmup: 10, LR: 1e-2, LREnd: 1e-4}
	tests := []struct {
		schedule string
		step     int
		want     float64
	}{
		{"constant", 0, 1e-3}, {"constant", 9, 1e-2}, {"constant", 110, 1e-2},
		{"cosine", 4, 5e-3}, {"cosine", 10, 1e-2}, {"cosine", 60, 1e-4 + 0.99e-2/2}, {"cosine", 110, 1e-4}, {"cosine", 5000, 1e-4},
		{"exponential", 10, 1e-2}, {"exponential", 60, 1e-3}, {"exponential", 110, 1e-4},
	}
	for _, tt := range tests {
		spec.Schedule = tt.schedule
		if got := Rate(spec, tt.step); math.Abs(got-tt.want) > 1e-16 {
			t.Errorf("%s: Rate(%d) = %g, want %g", tt.schedule, tt.step, got, tt.want)
		}
	}
	spec.LREnd = 0
	if got := Rate(spec, 110); math.Abs(got-1e-5) > 1e-18 {
		t.Errorf("exponential to 0 ends at %g, want 1e-5", got)
	}
	if got := Rate(experiment.Spec{Steps: 1, LR: 1, Schedule: "cosine"}, 0); got != 1 {
		t.Errorf("a single step has rate %g, want 1", got)
	}
}
