//go:build native

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"

	"counterpoint/solver/experiment"
	"counterpoint/solver/problem"
	"counterpoint/solver/train"
)

// diagnose profiles the plain run of a problem and names its regime.
type diagnose struct {
	Problem string             `arg:"" help:"name in the catalogue (see list), NAME@CASE, or a .pde file"`
	Set     map[string]float64 `help:"a constant of the problem, within its interval" placeholder:"NAME=VALUE"`
	Profile int                `help:"profiled steps" default:"1000" placeholder:"N"`
	Seeds   int                `help:"seeds, from --seed on: the verdict's stability" default:"1" placeholder:"N"`
	Workers int                `help:"goroutines; the result does not depend on it (default one per processor)" placeholder:"N"`
	Kernel  string             `help:"kernel set" placeholder:"NAME"`
	JSON    bool               `name:"json" help:"print one line of JSON a seed"`
	kong.Plugins

	settings settings `kong:"-"`
}

// diagnosed is one seed's line of --json.
type diagnosed struct {
	Problem string `json:"problem"`
	Seed    uint64 `json:"seed"`
	experiment.Verdict
}

// Run is called by kong.
func (d *diagnose) Run(t *terminal) error {
	p, err := load(d.Problem)
	if err != nil {
		return err
	}
	if d.Seeds < 1 || d.Profile < 20 {
		return wrong(fmt.Errorf("a verdict needs --seeds of at least 1 and --profile of at least 20 steps"))
	}
	spec, err := d.spec(p)
	if err != nil {
		return wrong(err)
	}
	for i := range d.Seeds {
		v, err := d.seed(t, p, spec)
		if err != nil {
			return err
		}
		if d.JSON {
			err = json.NewEncoder(t.stdout).Encode(diagnosed{p.Name, spec.Seed, v})
		} else {
			err = writeVerdict(t.stdout, p.Name, spec.Seed, v)
		}
		if err != nil {
			return failed(err)
		}
		if i+1 < d.Seeds {
			spec.Seed++
		}
	}
	return nil
}

// spec is the plain arm's: the schedule is that of the whole run, of which the profile is the beginning.
func (d *diagnose) spec(p *problem.Problem) (experiment.Spec, error) {
	spec := p.Spec()
	spec.Set = d.Set
	if isFile(d.Problem) {
		spec.Text = p.Text
	}
	if err := d.settings.apply(&spec); err != nil {
		return spec, err
	}
	spec.Steps = max(spec.Steps, d.Profile)
	_, err := p.Bind(d.Set)
	return spec, err
}

// seed profiles one run.
func (d *diagnose) seed(t *terminal, p *problem.Problem, spec experiment.Spec) (experiment.Verdict, error) {
	run, err := train.New(spec, train.Options{Workers: d.Workers, Kernel: d.Kernel, Problem: p})
	if err != nil {
		return experiment.Verdict{}, wrong(err)
	}
	defer run.Close()
	watch := train.Profiled(run)
	for i := range d.Profile {
		if t.ctx.Err() != nil {
			return experiment.Verdict{}, failed(fmt.Errorf("stopped at step %d of %d: no verdict", i, d.Profile))
		}
		if err := watch.Step(); err != nil {
			return experiment.Verdict{}, failed(err)
		}
		if (i+1)%100 == 0 {
			fmt.Fprintf(t.stderr, "profile of %s, seed %d: step %d of %d\n", p.Name, spec.Seed, i+1, d.Profile)
		}
	}
	return watch.Verdict(), nil
}

// writeVerdict writes a verdict for people.
func writeVerdict(w io.Writer, name string, seed uint64, v experiment.Verdict) error {
	var b strings.Builder
	firm := "firm"
	if !v.Firm {
		firm = "not firm"
		if v.Or != "" {
			firm += ": it may be " + v.Or
		}
	}
	fmt.Fprintf(&b, "%s, seed %d: %s (%s), from %d rows of %s\n", name, seed, v.Regime, firm, v.Rows, strings.Join(v.Losses, ", "))
	fmt.Fprintf(&b, "  remedy    %s: %s\n", v.Remedy.Arm, v.Remedy.Reason)
	fmt.Fprintf(&b, "  expected  %s\n", v.Remedy.Expected)
	for _, e := range v.Evidence {
		mark := " "
		if e.Decides {
			mark = "*"
		}
		fmt.Fprintf(&b, "%s %-10s %8.3f  [%.3f, %.3f]  threshold %.3g  %s\n", mark, e.Name, e.Value, e.Lo, e.Hi, e.Threshold, e.Meaning)
	}
	for _, c := range v.Caveats {
		fmt.Fprintf(&b, "  caveat    %s\n", c)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
