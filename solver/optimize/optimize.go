// Package optimize holds the optimizers, one file each, and the course of the learning rate.
//
// Every optimizer owns its memory and shows it through State: the arrays returned are the live memory itself, counters included,
// so that copying a saved state into them resumes the run with the same bits.
package optimize

// Status says how an iteration ended.
type Status uint8

// The statuses: the iterate moved and there is more to do; the gradient is as small as asked; no step along the gradient lowers
// the objective by more than rounding.
const (
	Progress Status = iota
	Converged
	Stalled
)

func (s Status) String() string {
	return [...]string{"progress", "converged", "stalled"}[s]
}
