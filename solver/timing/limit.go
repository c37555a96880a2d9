package timing

import (
	"sync"
	"time"

	"counterpoint/solver/kernel"
)

// limit measures the most floating-point operations that the machine does in a second: independent chains of multiply-adds on
// registers, on a number of goroutines at once.
type limit struct {
	chains  func(rounds int) int
	rounds  int
	workers int
	best    float64 // 1e9 operations a second
}

// A burst is one measurement: short, to fall between the work of others, but long beside a tick of the clock, which a browser may hold
// to 0.1 ms.
const (
	burstTime  = 2 * time.Millisecond
	burstTicks = 100
)

func newLimit(precision, name string, workers int) *limit {
	l := &limit{workers: workers, rounds: 1}
	if precision == "f64" {
		l.chains = chains[float64](name)
	} else {
		l.chains = chains[float32](name)
	}
	burst := max(burstTime, burstTicks*tick())
	for l.quickest() < burst {
		l.rounds *= 2
	}
	return l
}

// quickest is how long the rounds take at least, of a few times: one that is held up by others does not tell.
func (l *limit) quickest() time.Duration {
	least := time.Hour
	for range 5 {
		start := time.Now()
		l.chains(l.rounds)
		least = min(least, time.Since(start))
	}
	return least
}

// tick is the smallest difference that the clock shows, of a few.
func tick() time.Duration {
	least := time.Hour
	for range 5 {
		start := time.Now()
		d := time.Since(start)
		for d <= 0 {
			d = time.Since(start)
		}
		least = min(least, d)
	}
	return least
}

// chains returns the measuring loop of a kernel set that is known to exist.
func chains[T kernel.Float](name string) func(int) int {
	set, err := kernel.Find[T](name)
	if err != nil {
		panic("timing: a run's kernel set is missing")
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
	l.best = max(l.best, float64(sum)/spent/1e9)
}
