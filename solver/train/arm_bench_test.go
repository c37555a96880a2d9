package train

import (
	"slices"
	"testing"
	"time"

	"counterpoint/solver/experiment"
)

// BenchmarkArms takes steps of every arm and of the plain one in turn, so that both meet the same machine, and reports the ratio of
// their medians as x-plain. (go test -run ^$ -bench Arms -benchtime 50x ./solver/train)
func BenchmarkArms(b *testing.B) {
	for _, problem := range []string{"burgers", "helmholtz"} {
		spec := experiment.Default()
		spec.Problem, spec.Width, spec.Points, spec.Steps = problem, 50, "1000", 1e6
		for _, arm := range experiment.Arms() {
			s := spec
			if err := experiment.ApplyArm(&s, arm.Name); err != nil {
				b.Fatal(err)
			}
			if arm.Name == "causal" && problem == "helmholtz" {
				continue // it goes along time
			}
			b.Run(problem+"/"+arm.Name, func(b *testing.B) {
				plain, other := benchRun(b, spec), benchRun(b, s)
				var p, o []time.Duration
				for b.Loop() {
					p, o = append(p, timed(b, plain)), append(o, timed(b, other))
				}
				slices.Sort(p)
				slices.Sort(o)
				b.ReportMetric(float64(o[len(o)/2])/float64(p[len(p)/2]), "x-plain")
			})
		}
	}
}

func benchRun(b *testing.B, s experiment.Spec) *Run {
	r, err := New(s, Options{Workers: 1})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(r.Close)
	for range 3 {
		timed(b, r)
	}
	return r
}

func timed(b *testing.B, r *Run) time.Duration {
	start := time.Now()
	if err := r.Step(); err != nil {
		b.Fatal(err)
	}
	return time.Since(start)
}
