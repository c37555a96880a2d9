package timing

import (
	"fmt"
	"runtime"
	"slices"
	"time"

	"counterpoint/solver/experiment"
	"counterpoint/solver/train"
)

// FirstSteps is the number of steps whose losses a Timing keeps; they warm up as well.
const FirstSteps = 5

// Blocks are short, so that some fall between the work of others on a shared machine, and many, so that the best of them says what
// the step takes when undisturbed.
const (
	blockTime  = 20 * time.Millisecond
	blocksMin  = 5
	allocSteps = 10
)

// Clock times the steps of a run.
type Clock struct {
	run    *train.Run
	timing experiment.Timing
	limit  *limit
	total  time.Duration // that blocks are measured for
	begun  time.Time     // of the first block
	steps  int           // of the next block
	means  []float64     // ms a step of the blocks
	seen   experiment.Snapshot
	memory runtime.MemStats
	allocs []uint64 // of each step whose allocations are counted
}

// New returns a Clock for run, which has just been built with that many workers (0: one per processor), that measures for about
// seconds once it is warm.
func New(run *train.Run, workers int, seconds float64) *Clock {
	spec, p := run.Spec(), run.Problem()
	if workers == 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	c := &Clock{run: run, total: time.Duration(seconds * float64(time.Second)), steps: 1}
	c.timing = experiment.Timing{
		Problem: spec.Problem, Precision: spec.Precision, Workers: workers, Kernel: run.KernelName(), Points: spec.Points,
		Network: fmt.Sprintf("%d-%dx%d-%d", len(p.Coords), spec.Width, spec.Depth, len(p.Fields)),
	}
	return c
}

// Measure goes on measuring to the end.
func (c *Clock) Measure() (experiment.Timing, error) {
	for {
		if done, err := c.Next(); done || err != nil {
			return c.Timing(), err
		}
	}
}

// Next does the next piece of the measurement, one step or about 20 ms of steps and as long at the limit, and reports whether it was
// the last. The error is the run's.
func (c *Clock) Next() (done bool, err error) {
	if c.run.Done() {
		return false, fmt.Errorf("timing: the run ends at step %d, before it was measured; take more steps", c.run.StepCount())
	}
	switch n := c.run.StepCount(); {
	case n < FirstSteps:
		return false, c.first()
	case n < FirstSteps+allocSteps:
		return false, c.count()
	case c.limit == nil:
		c.timing.Allocs = slices.Min(c.allocs) // the counter is the process's: its timers fall into long steps
		c.limit = newLimit(c.timing.Precision, c.timing.Kernel, c.timing.Workers)
		c.begun = time.Now()
	}
	if err := c.block(); err != nil {
		return false, err
	}
	return len(c.means) >= blocksMin && time.Since(c.begun) >= c.total, nil
}

// Progress is the part of the measurement that is done, from 0 to 1.
func (c *Clock) Progress() float64 {
	const warm = 0.3
	if c.limit == nil {
		return warm * float64(c.run.StepCount()) / (FirstSteps + allocSteps)
	}
	part := min(float64(len(c.means))/blocksMin, float64(time.Since(c.begun))/float64(c.total))
	return warm + (1-warm)*min(1, part)
}

// Timing returns what has been measured.
func (c *Clock) Timing() experiment.Timing {
	t := c.timing
	if len(c.means) == 0 {
		return t
	}
	sorted := slices.Sorted(slices.Values(c.means))
	t.Milliseconds, t.Median, t.Blocks = sorted[0], sorted[len(sorted)/2], len(sorted)
	t.Gflops, t.Peak = c.run.Flops()/t.Milliseconds/1e6, c.limit.best
	t.Fraction = t.Gflops / t.Peak
	return t
}

// first takes one of the first steps.
func (c *Clock) first() error {
	if err := c.run.Step(); err != nil {
		return err
	}
	c.run.Snapshot(&c.seen)
	total := 0.0
	for _, v := range c.seen.Loss {
		total += v
	}
	c.timing.First = append(c.timing.First, total)
	return nil
}

// count takes one of the steps whose allocations are counted. What the caller allocates between two steps is not.
func (c *Clock) count() error {
	runtime.ReadMemStats(&c.memory)
	before := c.memory.Mallocs
	err := c.run.Step()
	runtime.ReadMemStats(&c.memory)
	c.allocs = append(c.allocs, c.memory.Mallocs-before)
	return err
}

// block measures a block of steps, and the limit after it.
func (c *Clock) block() error {
	began := time.Now()
	for range c.steps {
		if err := c.run.Step(); err != nil {
			return err
		}
	}
	spent := time.Since(began)
	c.means = append(c.means, spent.Seconds()*1e3/float64(c.steps))
	if spent < blockTime/2 && c.steps < 1<<20 {
		c.steps *= 2
	}
	c.limit.burst()
	return nil
}
