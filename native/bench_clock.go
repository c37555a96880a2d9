//go:build native

package main

import (
	"fmt"
	"math"
	"runtime"
	"slices"
	"sync"
	"time"

	"counterpoint/solver/experiment"
	"counterpoint/solver/kernel"
	"counterpoint/solver/train"
)

// timing is what a benchmark of a training step found.
type timing struct {
	Problem      string    `json:"problem"`
	Precision    string    `json:"precision"`
	Workers      int       `json:"workers"`
	Kernel       string    `json:"kernel"`
	Milliseconds float64   `json:"ms_per_step"`      // the best block's mean
	Gflops       float64   `json:"gflops"`           // 1e9 operations of the matrix products a second, at that time
	Peak         float64   `json:"peak_gflops"`      // of independent multiply-adds on registers, on as many goroutines, between the blocks
	Fraction     float64   `json:"fraction_of_peak"` // Gflops / Peak
	Allocs       uint64    `json:"allocs"`           // allocations a step
	Median       float64   `json:"ms_median"`        // of the blocks' means
	Blocks       int       `json:"blocks"`
	Network      string    `json:"network"`
	Points       string    `json:"points"`
	First        []float64 `json:"first_losses"` // total losses of the first steps
	PeakMiB      float64   `json:"peak_mib"`
}

// Blocks are short, so that some fall between the work of others on a shared machine, and many, so that the best of them says what
// the step takes when undisturbed.
const (
	blockTime  = 20 * time.Millisecond
	blocksMin  = 5
	firstSteps = 5 // whose losses are kept; they warm up as well
	allocSteps = 10
	burstTime  = 2 * time.Millisecond // of one measurement of the peak
)

// clock times steps of run, which has just been built, for about seconds.
func clock(run *train.Run, workers int, seconds float64) (timing, error) {
	spec := run.Spec()
	if workers == 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	r := timing{Problem: spec.Problem, Precision: spec.Precision, Workers: workers, Kernel: run.KernelName(), Points: spec.Points}
	r.Network = shapeName(run)
	if err := r.first(run); err != nil {
		return r, err
	}
	if err := r.allocations(run); err != nil {
		return r, err
	}
	limit := newLimit(spec.Precision, r.Kernel, workers)
	if err := r.blocks(run, limit, time.Duration(seconds*float64(time.Second))); err != nil {
		return r, err
	}
	r.Gflops, r.Peak = run.Flops()/r.Milliseconds/1e6, limit.best
	r.Fraction, r.PeakMiB = r.Gflops/r.Peak, peak()
	return r, nil
}

// shapeName is the run's shape, 2-64x4-1 for 2 coordinates, 4 hidden layers of 64 units and 1 field.
func shapeName(run *train.Run) string {
	spec, p := run.Spec(), run.Problem()
	return fmt.Sprintf("%d-%dx%d-%d", len(p.Coords), spec.Width, spec.Depth, len(p.Fields))
}

// first takes the first steps.
func (r *timing) first(run *train.Run) error {
	var s experiment.Snapshot
	for range firstSteps {
		if err := run.Step(); err != nil {
			return err
		}
		run.Snapshot(&s)
		total := 0.0
		for _, v := range s.Loss {
			total += v
		}
		r.First = append(r.First, total)
	}
	return nil
}

// allocations counts what the process allocates during some steps.
func (r *timing) allocations(run *train.Run) error {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range allocSteps {
		if err := run.Step(); err != nil {
			return err
		}
	}
	runtime.ReadMemStats(&after)
	r.Allocs = (after.Mallocs - before.Mallocs) / allocSteps
	return nil
}

// blocks measures blocks of steps, and the peak after each, until the time is over.
func (r *timing) blocks(run *train.Run, peak *limit, total time.Duration) error {
	var means []float64
	steps := 1
	for start := time.Now(); time.Since(start) < total || len(means) < blocksMin; {
		began := time.Now()
		for range steps {
			if err := run.Step(); err != nil {
				return err
			}
		}
		spent := time.Since(began)
		means = append(means, spent.Seconds()*1e3/float64(steps))
		if spent < blockTime/2 && steps < 1<<20 {
			steps *= 2
		}
		peak.burst()
	}
	slices.Sort(means)
	r.Milliseconds, r.Median, r.Blocks = means[0], means[len(means)/2], len(means)
	return nil
}

// limit measures the most floating-point operations that the machine does in a second: independent chains of multiply-adds on
// registers, on a number of goroutines at once.
type limit struct {
	chains  func(rounds int) int
	rounds  int
	workers int
	best    float64 // 1e9 operations a second
}

func newLimit(precision, name string, workers int) *limit {
	l := &limit{workers: workers, rounds: 1}
	if precision == "f64" {
		l.chains = chains[float64](name)
	} else {
		l.chains = chains[float32](name)
	}
	for {
		start := time.Now()
		l.chains(l.rounds)
		if time.Since(start) >= burstTime {
			return l
		}
		l.rounds *= 2
	}
}

// chains returns the measuring loop of a kernel set that is known to exist.
func chains[T kernel.Float](name string) func(int) int {
	set, err := kernel.Find[T](name)
	if err != nil {
		panic("native: a run's kernel set is missing")
	}
	return set.Chains
}

// burst takes one measurement and keeps the best.
func (l *limit) burst() {
	var wg sync.WaitGroup
	begin := make(chan struct{})
	done := make([]int, l.workers)
	for w := range l.workers {
		wg.Go(func() {
			<-begin
			done[w] = l.chains(l.rounds)
		})
	}
	start := time.Now()
	close(begin)
	wg.Wait()
	spent, sum := time.Since(start).Seconds(), 0
	for _, n := range done {
		sum += n
	}
	l.best = math.Max(l.best, float64(sum)/spent/1e9)
}
