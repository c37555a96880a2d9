//go:build native

package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"counterpoint/solver/experiment"
)

// reproduce runs the study of arXiv 2605.10136 as sweeps into one folder, and writes what has been run beside the published figures.
type reproduce struct {
	Out    string   `help:"folder for the rows (default out/reproduction, with --small or --quick out/reproduction-small, out/reproduction-quick)" placeholder:"DIR"`
	Small  bool     `help:"the same plan on a trunk of 4 x 32 with 256 points: hours, not days" xor:"size"`
	Quick  bool     `help:"the same plan, one seed and 200 steps on tiny networks: shows that it runs, its errors say nothing" xor:"size"`
	Stages []string `help:"only these of forward,systems,inverse,fifty" placeholder:"A,B"`
	Seeds  int      `help:"seeds (default 5, with --quick 1)" placeholder:"N"`
	Table  bool     `help:"run nothing: write the table of what has been run, as Markdown"`
}

// stage is one sweep of the study.
type stage struct {
	name, about string
	problems    []string
	arms        []string
	steps       int
}

var studyArms = []string{"none", "gradnorm", "lra", "relobralo", "ntk", "weights", "multiadam", "pcgrad", "cagrad", "config", "dcgd", "aligned-mtl", "gua", "adapters", "adapters+weights", "shared+weights", "routed+weights", "opposite+weights", "wide+weights", "deep+weights", "auto"}

var stages = []stage{
	{"forward", "five forward problems", []string{"burgers", "helmholtz", "klein-gordon", "allen-cahn", "convection-diffusion"}, studyArms, 10000},
	{"systems", "thermoelastic K=4, K=5, K=6", []string{"thermoelastic", "thermoelastic-2d", "thermoelastic-2d-split"}, studyArms, 10000},
	{"inverse", "inverse", []string{"burgers-inverse", "thermoelastic-inverse"}, studyArms, 10000},
	{"fifty", "50 dimensions", []string{"poisson-50d", "heat-50d"}, []string{"none", "weights", "adapters+weights", "shared+weights", "auto"}, 10000},
}

// sizes are the settings of the whole study and of its two smaller ones, over the catalogue's own.
var sizes = map[string]map[string]string{
	"":       {},
	"-small": {"width": "32", "depth": "4", "points": "256", "sampler": "uniform", "resample": "1", "lr": "3e-3", "lr-end": "1e-5"},
	"-quick": {"steps": "200", "width": "8", "depth": "2", "points": "64"},
}

// size is the key of sizes.
func (r *reproduce) size() string {
	switch {
	case r.Quick:
		return "-quick"
	case r.Small:
		return "-small"
	}
	return ""
}

// Run is called by kong. Runs that failed are told of at the end: they keep no other stage from running.
func (r *reproduce) Run(t *terminal) error {
	if r.Out == "" {
		r.Out = "out/reproduction" + r.size()
	}
	asked, err := r.stages()
	if err != nil {
		return wrong(err)
	}
	var faults error
	for _, g := range asked {
		if r.Table {
			break
		}
		fmt.Fprintf(t.stderr, "%s: %s\n", g.name, g.about)
		err := r.sweep(g).Run(&terminal{t.ctx, io.Discard, t.stderr})
		if e := (exit{}); err != nil && (!errors.As(err, &e) || e.code != 1) {
			return err
		}
		if err != nil {
			faults = errors.Join(faults, fmt.Errorf("%s: %w", g.name, err))
		}
	}
	if err := r.write(t.stdout, asked); err != nil {
		return err
	}
	if faults != nil {
		return failed(faults)
	}
	return nil
}

// stages returns those asked for, all if none is named.
func (r *reproduce) stages() (out []stage, err error) {
	var names []string
	for _, g := range stages {
		names = append(names, g.name)
		if len(r.Stages) == 0 || slices.Contains(r.Stages, g.name) {
			out = append(out, g)
		}
	}
	for _, name := range r.Stages {
		if !slices.Contains(names, name) {
			return nil, fmt.Errorf("--stages: unknown %.40q (have %s)", name, strings.Join(names, ","))
		}
	}
	if r.Seeds < 0 {
		return nil, errors.New("--seeds is at least 1")
	}
	return out, nil
}

// sweep returns the sweep that a stage is.
func (r *reproduce) sweep(g stage) *sweep {
	seeds := r.Seeds
	if seeds == 0 {
		if seeds = 5; r.Quick {
			seeds = 1
		}
	}
	s := &sweep{Problems: g.problems, Arms: g.arms, Seeds: seeds, Out: r.Out, Tries: 5, Patience: defaultPatience}
	s.settings.flags()
	s.settings.set("steps", strconv.Itoa(g.steps))
	for name, text := range sizes[r.size()] {
		s.settings.set(name, text)
	}
	return s
}

// set gives a flag.
func (s *settings) set(name, text string) {
	for i := range experiment.Settings {
		if experiment.Settings[i].Name == name {
			*s.given.Elem().Field(i).Addr().Interface().(**string) = &text
		}
	}
}
