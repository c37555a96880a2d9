//go:build native

package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"

	"counterpoint/solver/collocation"
	"counterpoint/solver/experiment"
	"counterpoint/solver/interchange"
	"counterpoint/solver/network"
	"counterpoint/solver/problem"
	"counterpoint/solver/train"
)

// benchExport writes what a benchmark's run starts from.
type benchExport struct {
	Problem string `arg:"" help:"name in the catalogue, NAME@CASE, or a .pde file"`
	Out     string `help:"the safetensors file to write: each layer's weight (out x in) and bias, and the points of each loss (points x coordinates)" required:"" placeholder:"FILE"`
	kong.Plugins

	settings settings `kong:"-"`
}

// Run is called by kong.
func (e *benchExport) Run(t *terminal) error {
	run, p, err := start(e.Problem, &e.settings, train.Options{Workers: 1})
	if err != nil {
		return err
	}
	defer run.Close()
	points, err := points(p, run.Spec())
	if err != nil {
		return wrong(err)
	}
	arrays := append(layers(run), points...)
	metadata := map[string]string{"problem": p.Name}
	err = interchange.WriteFile(e.Out, func(w io.Writer) error { return interchange.WriteSafetensors(w, arrays, metadata) })
	if err != nil {
		return failed(err)
	}
	return nil
}

// layers returns each layer's weight and bias.
func layers(run *train.Run) []experiment.Array {
	spec, p := run.Spec(), run.Problem()
	maps := network.Shape{In: len(p.Coords), Out: len(p.Fields), Width: spec.Width, Depth: spec.Depth}.Maps()
	var out []experiment.Array
	for i, a := range run.Weights()[:len(maps)] {
		m := maps[i]
		w, b := a, a
		w.Name, w.Shape = a.Name+".weight", []int{m.Rows, m.Cols}
		b.Name, b.Shape = a.Name+".bias", []int{m.Rows}
		if n := m.Rows * m.Cols; a.F64 != nil {
			w.F64, b.F64 = a.F64[:n], a.F64[n:]
		} else {
			w.F32, b.F32 = a.F32[:n], a.F32[n:]
		}
		out = append(out, w, b)
	}
	return out
}

// points places the points of each loss as a run does, in float32. It takes problems whose losses have one line each, on regions of
// their own: only then does a loss have points that another program can use as they are.
func points(p *problem.Problem, spec experiment.Spec) ([]experiment.Array, error) {
	sampler, err := collocation.Find(spec.Sampler)
	if err != nil {
		return nil, err
	}
	var out []experiment.Array
	regions := map[string]bool{}
	for i, l := range p.Losses {
		line := l.Lines[0]
		if len(l.Lines) > 1 || line.Data != nil || regions[line.Region.Key] {
			return nil, fmt.Errorf("%s: loss %s has several lines, data, or another loss's region; its points cannot be exported", p.Name, l.Name)
		}
		regions[line.Region.Key] = true
		n, err := count(spec.Points, l.Name)
		if err != nil {
			return nil, err
		}
		x, _, err := collocation.Place(line.Region, len(p.Coords), n, sampler, spec.Seed, uint64(i+1)<<32)
		if err != nil {
			return nil, err
		}
		a := experiment.Array{Name: l.Name, Shape: []int{n, len(p.Coords)}}
		for _, v := range x {
			a.F32 = append(a.F32, float32(v))
		}
		out = append(out, a)
	}
	return out, nil
}

// count is the number of points that text, "pde=2000,bc=200", names for a loss.
func count(text, loss string) (int, error) {
	for part := range strings.SplitSeq(text, ",") {
		if name, value, _ := strings.Cut(part, "="); strings.TrimSpace(name) == loss {
			return strconv.Atoi(strings.TrimSpace(value))
		}
	}
	return 0, fmt.Errorf("--points %s does not name loss %s; write %s=2000,...", text, loss, loss)
}
