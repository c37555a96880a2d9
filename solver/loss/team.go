package loss

import "sync/atomic"

// team is a fixed number of goroutines that share out numbered jobs. With one member it runs them in the caller, which is all
// that a browser's single thread can do. It allocates nothing after newTeam.
type team struct {
	do    func(worker, job int) // of the run under way
	jobs  int
	start []chan struct{} // closed to end the member
	done  chan struct{}
	next  atomic.Int64
}

func newTeam(members int) *team {
	t := &team{done: make(chan struct{}, members)}
	for w := 1; w < members; w++ {
		c := make(chan struct{})
		t.start = append(t.start, c)
		go func() {
			for range c {
				t.drain(w)
				t.done <- struct{}{}
			}
		}()
	}
	return t
}

func (t *team) drain(w int) {
	for {
		j := int(t.next.Add(1)) - 1
		if j >= t.jobs {
			return
		}
		t.do(w, j)
	}
}

// run does jobs 0 to jobs-1 and returns when all are done. Which member does which job is left to chance.
func (t *team) run(jobs int, do func(worker, job int)) {
	t.do, t.jobs = do, jobs
	t.next.Store(0)
	for _, c := range t.start {
		c <- struct{}{}
	}
	t.drain(0)
	for range t.start {
		<-t.done
	}
}

func (t *team) close() {
	for _, c := range t.start {
		close(c)
	}
	t.start = nil
}
