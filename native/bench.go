//go:build native

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/alecthomas/kong"

	"counterpoint/solver/experiment"
	"counterpoint/solver/problem"
	"counterpoint/solver/timing"
	"counterpoint/solver/train"
)

// bench measures the machine's work: how long a training step takes and what part of the processor's limit that is.
type bench struct {
	Step   benchStep   `cmd:"" default:"withargs" help:"time a training step of one problem, of fifteen of every family (the default), or of all"`
	Export benchExport `cmd:"" help:"write the weights and points that a run starts from, for other programs to start from too"`
}

// benchStep times training steps.
type benchStep struct {
	Problem string  `help:"name in the catalogue, NAME@CASE, or a .pde file (default fifteen of every family)" placeholder:"NAME"`
	All     bool    `help:"every problem and case of the catalogue"`
	Workers int     `help:"goroutines (default one per processor)" placeholder:"N"`
	Kernel  string  `help:"kernel set (default the fastest)" placeholder:"NAME"`
	Seconds float64 `help:"how long each problem is measured" default:"2"`
	JSON    bool    `name:"json" help:"print one line of JSON a problem"`
	kong.Plugins

	settings settings `kong:"-"`
}

// Run is called by kong.
func (b *benchStep) Run(t *terminal) error {
	if b.Workers < 0 {
		return wrong(fmt.Errorf("--workers: %d is below 0", b.Workers))
	}
	names := problem.Fifteen()
	switch {
	case b.Problem != "" && b.All:
		return wrong(errors.New("--problem and --all: give one of them"))
	case b.Problem != "":
		names = []string{b.Problem}
	case b.All:
		names = problem.Names()
	}
	w := tabwriter.NewWriter(t.stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	if !b.JSON {
		fmt.Fprintln(w, "PROBLEM\tNETWORK\tPOINTS\tPRECISION\tWORKERS\tKERNEL\tMS/STEP\tMEDIAN\tGFLOP/S\tPEAK\tFRACTION\tALLOCS\t")
	}
	for _, name := range names {
		if t.ctx.Err() != nil {
			return failed(errStopped)
		}
		r, err := b.measure(name)
		if err != nil {
			return err
		}
		if b.JSON {
			err = r.writeJSON(t.stdout)
		} else {
			err = r.write(w)
		}
		if err != nil {
			return failed(err)
		}
	}
	return w.Flush()
}

func (b *benchStep) measure(name string) (measured, error) {
	run, p, err := start(name, &b.settings, train.Options{Workers: b.Workers, Kernel: b.Kernel})
	if err != nil {
		return measured{}, err
	}
	defer run.Close()
	r, err := timing.New(run, b.Workers, b.Seconds).Measure()
	if err != nil {
		return measured{}, failed(fmt.Errorf("%s: %w", p.Name, err))
	}
	r.PeakMiB = peak()
	return measured{r}, nil
}

// start builds a run of the named problem as a benchmark has it.
func start(name string, flags *settings, opt train.Options) (*train.Run, *problem.Problem, error) {
	p, err := load(name)
	if err != nil {
		return nil, nil, err
	}
	spec := timing.Spec(p)
	if isFile(name) {
		spec.Text = p.Text
	}
	if err := flags.apply(&spec); err != nil {
		return nil, nil, wrong(err)
	}
	timing.Endless(&spec)
	opt.Problem = p
	run, err := train.New(spec, opt)
	if err != nil {
		return nil, nil, wrong(err)
	}
	return run, p, nil
}

// measured is a Timing as the terminal prints it.
type measured struct{ experiment.Timing }

// writeJSON writes the timing as one line.
func (r measured) writeJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(r.Timing)
}

// write writes the timing as a row of the table.
func (r measured) write(w io.Writer) error {
	_, err := fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d\t%s\t%.3f\t%.3f\t%.1f\t%.1f\t%.2f\t%d\t\n", r.Problem, r.Network, r.Points, r.Precision, r.Workers, r.Kernel,
		r.Milliseconds, r.Median, r.Gflops, r.Peak, r.Fraction, r.Allocs)
	return err
}
