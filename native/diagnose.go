//go:build native

package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/alecthomas/kong"

	"counterpoint/solver/diagnosis"
	"counterpoint/solver/experiment"
	"counterpoint/solver/interchange"
	"counterpoint/solver/problem"
	"counterpoint/solver/train"
)

// diagnose names the regime of a problem, from a profile of its plain run, or of a trace that any program recorded.
type diagnose struct {
	Problem string             `arg:"" help:"name in the catalogue (see list), NAME@CASE, a .pde file, a trace (pinn-gram .jsonl, .jsonl.gz, .csv, .npz), or a folder of such files: one line of CSV a file"`
	Set     map[string]float64 `help:"a constant of the problem, within its interval" placeholder:"NAME=VALUE"`
	Steps   int                `help:"profiled steps, the first of a run of the problem's own length; 0 takes all of a trace" default:"1000" placeholder:"N"`
	Seeds   int                `help:"seeds, from --seed on: the verdict's stability" default:"1" placeholder:"N"`
	Workers int                `help:"goroutines; the result does not depend on it (default one per processor)" placeholder:"N"`
	Kernel  string             `help:"kernel set" placeholder:"NAME"`
	Trace   string             `help:"folder to write each profile of a run to, as a pinn-gram trace NAME-SEED.jsonl" placeholder:"DIR"`
	Explain bool               `help:"add what each arm would have done over the profiled steps, and the theory behind the verdict: pairs of losses, blocks of parameters, the tangent kernel"`
	JSON    bool               `name:"json" help:"print one line of JSON a verdict"`
	kong.Plugins

	settings settings `kong:"-"`
}

// found is a verdict and what it is on.
type found struct {
	file    string // of a trace
	problem string // name of the problem; of a trace as its header says
	seed    uint64 // of a run of ours
	verdict experiment.Verdict

	tangents []armTangent // of a run of ours, if it is to be explained
}

// Run is called by kong.
func (d *diagnose) Run(t *terminal) error {
	if d.Seeds < 1 || d.Steps < 0 {
		return wrong(fmt.Errorf("a verdict needs --seeds of at least 1 and --steps of at least 0 steps"))
	}
	if d.Trace != "" {
		if err := makeFolder("--trace", d.Trace); err != nil {
			return err
		}
	}
	if info, err := os.Stat(d.Problem); err == nil && info.IsDir() {
		return d.folder(t)
	}
	return d.each(t, d.Problem, func(f found) error {
		if d.JSON {
			return writeFoundJSON(t.stdout, f)
		}
		return f.write(t.stdout, d.Explain)
	})
}

// each hands every verdict on a problem or a trace to emit: one, or one a seed.
func (d *diagnose) each(t *terminal, name string, emit func(found) error) error {
	if isTrace(name) {
		f, err := d.trace(name)
		if err != nil {
			return err
		}
		if err := emit(f); err != nil {
			return failed(err)
		}
		return nil
	}
	if d.Steps < 20 {
		return wrong(fmt.Errorf("a verdict on a run needs --steps of at least 20 steps"))
	}
	p, err := load(name)
	if err != nil {
		return err
	}
	spec, err := d.spec(name, p)
	if err != nil {
		return wrong(err)
	}
	for range d.Seeds {
		f, err := d.seed(t, p, spec)
		if err != nil {
			return err
		}
		if err := emit(f); err != nil {
			return failed(err)
		}
		spec.Seed++
	}
	return nil
}

// spec is the plain arm's: the schedule is that of the whole run, of which the profile is the beginning.
func (d *diagnose) spec(name string, p *problem.Problem) (experiment.Spec, error) {
	spec := p.Spec()
	spec.Set = d.Set
	if isFile(name) {
		spec.Text = p.Text
	}
	if err := d.settings.apply(&spec); err != nil {
		return spec, err
	}
	if !spec.Plain() {
		return spec, errors.New("a verdict is on the plain run; leave --weights, --point-weights, --direction, --optimizer, --correction, --trunk and --adapters away")
	}
	spec.Steps = max(spec.Steps, d.Steps)
	_, err := p.Bind(d.Set)
	return spec, err
}

// seed profiles one run.
func (d *diagnose) seed(t *terminal, p *problem.Problem, spec experiment.Spec) (found, error) {
	opt := train.Options{Workers: d.Workers, Kernel: d.Kernel, Problem: p}
	run, err := build(t.stderr, spec, opt)
	if err != nil {
		return found{}, wrong(err)
	}
	defer run.Close()
	watch, lines := train.Profiled(run), newPace()
	for i := range d.Steps {
		if t.ctx.Err() != nil {
			return found{}, failed(fmt.Errorf("stopped at step %d of %d: no verdict", i, d.Steps))
		}
		if err := watch.Step(); err != nil {
			return found{}, failed(err)
		}
		if lines.due(i + 1) {
			fmt.Fprintf(t.stderr, "profile of %s, seed %d: step %d of %d\n", p.Name, spec.Seed, i+1, d.Steps)
		}
	}
	if d.Trace != "" {
		if err := d.keep(run, p.Name, watch.Profile); err != nil {
			return found{}, failed(err)
		}
	}
	f := found{problem: p.Name, seed: spec.Seed, verdict: watch.Verdict()}
	if d.Explain {
		if f.tangents, err = tangents(run, opt); err != nil {
			return found{}, failed(err)
		}
		f.verdict.Advice = diagnosis.Advice(f.verdict, f.tangents[0].Tangent, diagnosis.Default)
	}
	return f, nil
}

// keep writes a profile to the folder of --trace, which is there.
func (d *diagnose) keep(run *train.Run, name string, p diagnosis.Profile) error {
	file := filepath.Join(d.Trace, fmt.Sprintf("%s-%d.jsonl", filepath.Base(name), run.Spec().Seed))
	return interchange.WriteFile(file, func(w io.Writer) error { return interchange.WriteProfile(w, interchange.HeaderOf(run, run.Info()), p) })
}

// title says what the verdict is on.
func (f found) title() string {
	switch {
	case f.file == "":
		return fmt.Sprintf("%s, seed %d", f.problem, f.seed)
	case f.problem != "":
		return fmt.Sprintf("%s (%s)", f.file, f.problem)
	}
	return f.file
}

// write writes the verdict for people.
func (f found) write(w io.Writer, explain bool) error {
	text := verdictText(f.title(), f.verdict)
	if explain {
		text += counterfactualText(f.verdict) + pairsText(f.verdict) + blocksText(f.verdict) + tangentText(f.tangents)
	}
	_, err := io.WriteString(w, text)
	return err
}
