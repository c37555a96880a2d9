//go:build native

package main

import (
	"fmt"
	"io"
	"time"

	"counterpoint/solver/experiment"
	"counterpoint/solver/loss"
	"counterpoint/solver/train"
)

// moment is how long a user is left without a line: work that takes longer says what it is.
const moment = 400 * time.Millisecond

// saying does the work, and writes a line to w if it takes longer than after.
func saying(w io.Writer, after time.Duration, line string, work func() error) error {
	done, said := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(said)
		select {
		case <-done:
		case <-time.After(after):
			fmt.Fprintln(w, line)
		}
	}()
	err := work()
	close(done)
	<-said
	return err
}

// build is train.New, which says on w what it prepares if that takes longer than a moment.
func build(w io.Writer, spec experiment.Spec, opt train.Options) (run *train.Run, err error) {
	line := fmt.Sprintf("preparing %s: %d x %d %s in %s, points %s", problemLabel(spec), spec.Depth, spec.Width, spec.Activation, spec.Precision, spec.Points)
	err = saying(w, moment, line, func() error {
		run, err = train.New(spec, opt)
		return err
	})
	return run, err
}

// burden says what a step of the run has to carry.
func burden(run *train.Run) string {
	info, bytes := run.Info(), 4.0
	if run.Spec().Precision == "f64" {
		bytes = 8
	}
	gradients := bytes * float64(loss.Shards) * float64(len(info.Losses)) * float64(info.Params)
	return fmt.Sprintf("%.3g million parameters, %.3g GiB of gradients, %.4g Gflop a step", float64(info.Params)/1e6, gradients/(1<<30), run.Flops()/1e9)
}

// pace tells when a line on many equal steps is due: at every hundredth, and at any that is long after the last line.
type pace struct{ last time.Time }

func newPace() *pace { return &pace{time.Now()} }

func (p *pace) due(step int) bool {
	if step%100 != 0 && time.Since(p.last) < progressEvery {
		return false
	}
	p.last = time.Now()
	return true
}
