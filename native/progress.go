//go:build native

package main

import (
	"fmt"
	"io"
	"math"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"counterpoint/solver/experiment"
	"counterpoint/solver/train"
)

// progress shows how a run is going: as a bar on a terminal, elsewhere as a line every few seconds and one at the end.
type progress struct {
	run      *train.Run
	w        io.Writer
	bar      *progressbar.ProgressBar // nil: lines
	fd       int                      // the bar's terminal
	every    time.Duration
	last     time.Time
	snap     experiment.Snapshot
	losses   []string
	fields   []string
	err      []float64 // as last judged
	reported int       // step of the last line
	taken    bool      // the first step
}

// progressEvery is the time between two lines.
const progressEvery = 5 * time.Second

// newProgress returns the progress of run on w.
func newProgress(w io.Writer, run *train.Run) *progress {
	info := run.Info()
	p := &progress{run: run, w: w, every: progressEvery, last: time.Now(), losses: info.Losses, fields: info.Fields, reported: -1}
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		p.every, p.fd = 100*time.Millisecond, int(f.Fd())
		p.bar = progressbar.NewOptions(run.Total(), progressbar.OptionSetWriter(w), progressbar.OptionSetWidth(10), progressbar.OptionShowIts(),
			progressbar.OptionSetItsString("steps"), progressbar.OptionSetPredictTime(true), progressbar.OptionShowDescriptionAtLineEnd())
	}
	return p
}

// judged takes note of the errors; NaN is unknown.
func (p *progress) judged(errs []float64) { p.err = append(p.err[:0], errs...) }

// take takes the run's next step. The first one says what it has to carry if it takes longer than a moment.
func (p *progress) take() error {
	if p.taken {
		return p.run.Step()
	}
	p.taken = true
	return saying(p.w, moment, fmt.Sprintf("step %d of %d is under way: %s", p.run.StepCount()+1, p.run.Total(), burden(p.run)), p.run.Step)
}

// step is called after every step and shows something now and then.
func (p *progress) step() {
	if now := time.Now(); now.Sub(p.last) >= p.every {
		p.last = now
		p.show()
	}
}

// end shows the last state.
func (p *progress) end() {
	p.show()
	if p.bar != nil {
		fmt.Fprintln(p.w)
	}
}

func (p *progress) show() {
	n := p.run.StepCount()
	if n == p.reported {
		return
	}
	p.reported = n
	p.run.Snapshot(&p.snap)
	text := ""
	for i, e := range p.err {
		if !math.IsNaN(e) {
			text += fmt.Sprintf("  error %s %.1e", p.fields[i], e)
		}
	}
	for i, name := range p.losses {
		text += fmt.Sprintf("  %s %.1e", name, p.snap.Loss[i])
	}
	if p.bar != nil {
		p.bar.Describe(fit(fmt.Sprintf("  step %d%s", n, text), p.fd))
		_ = p.bar.Set(n) // fails beyond its end only, where a run cannot be
		return
	}
	if rate := p.run.Rate(); rate > 0 {
		text += "  " + pacing(rate) + fmt.Sprintf("  %.0f s left", float64(p.run.Total()-n)/rate)
	}
	fmt.Fprintf(p.w, "step %d/%d%s\n", n, p.run.Total(), text)
}

// pacing says how fast steps are taken, slow ones by their time.
func pacing(rate float64) string {
	if rate > 0 && rate < 1 {
		return fmt.Sprintf("%.1f s/step", 1/rate)
	}
	return fmt.Sprintf("%.0f steps/s", rate)
}

// barColumns is the room that the bar itself takes: percentage, bar, rate, times.
const barColumns = 46

// fit cuts text to what is left of the terminal's line beside the bar: a bar that wraps cannot be drawn over.
func fit(text string, fd int) string {
	columns, _, err := term.GetSize(fd)
	if err != nil || columns == 0 {
		columns = 80
	}
	r := []rune(text)
	return string(r[:min(len(r), max(0, columns-barColumns))])
}
