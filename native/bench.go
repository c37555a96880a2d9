//go:build native

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/alecthomas/kong"

	"counterpoint/solver/experiment"
	"counterpoint/solver/problem"
	"counterpoint/solver/train"
)

// bench measures the machine's work: how long a training step takes and what part of the processor's limit that is.
type bench struct {
	Step   benchStep   `cmd:"" default:"withargs" help:"time a training step of one problem, or of all (the default)"`
	Export benchExport `cmd:"" help:"write the weights and points that a run starts from, for other programs to start from too"`
}

// benchStep times training steps.
type benchStep struct {
	Problem string  `help:"name in the catalogue, NAME@CASE, or a .pde file (default every problem of the catalogue)" placeholder:"NAME"`
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
	names := problem.Names()
	if b.Problem != "" {
		names = []string{b.Problem}
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

func (b *benchStep) measure(name string) (timing, error) {
	run, p, err := start(name, &b.settings, train.Options{Workers: b.Workers, Kernel: b.Kernel})
	if err != nil {
		return timing{}, err
	}
	defer run.Close()
	r, err := clock(run, b.Workers, b.Seconds)
	if err != nil {
		return r, failed(fmt.Errorf("%s: %w", p.Name, err))
	}
	return r, nil
}

// start builds a run of the named problem as a benchmark has it.
func start(name string, flags *settings, opt train.Options) (*train.Run, *problem.Problem, error) {
	p, err := load(name)
	if err != nil {
		return nil, nil, err
	}
	spec := benchSpec(p)
	if isFile(name) {
		spec.Text = p.Text
	}
	if err := flags.apply(&spec); err != nil {
		return nil, nil, wrong(err)
	}
	opt.Problem = p
	run, err := train.New(spec, opt)
	if err != nil {
		return nil, nil, wrong(err)
	}
	return run, p, nil
}

// high is from how many coordinates on a benchmark takes the network for high dimensions.
const high = 10

// benchSpec is what a benchmark's runs have in common, whatever the problem's own defaults, so that the figures of problems can be
// compared: the house's defaults, 4 hidden layers of 64 units on 2000 points, in high dimensions 3 of 128 on 1000 points and 500 for
// each loss on the border; a constant learning rate, and no end.
func benchSpec(p *problem.Problem) experiment.Spec {
	spec := experiment.Default()
	spec.Problem, spec.Steps, spec.Schedule = p.Name, 10_000_000, "constant"
	if len(p.Coords) < high {
		return spec
	}
	spec.Width, spec.Depth = 128, 3
	var counts []string
	for _, l := range p.Losses {
		n := 500
		if l.Lines[0].RegionText == "" {
			n = 1000
		}
		counts = append(counts, fmt.Sprintf("%s=%d", l.Name, n))
	}
	spec.Points = strings.Join(counts, ",")
	return spec
}

// writeJSON writes the timing as one line.
func (r timing) writeJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(r)
}

// write writes the timing as a row of the table.
func (r timing) write(w io.Writer) error {
	_, err := fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d\t%s\t%.3f\t%.3f\t%.1f\t%.1f\t%.2f\t%d\t\n", r.Problem, r.Network, r.Points, r.Precision, r.Workers, r.Kernel,
		r.Milliseconds, r.Median, r.Gflops, r.Peak, r.Fraction, r.Allocs)
	return err
}
