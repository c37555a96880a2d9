//go:build native

package main

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"counterpoint/solver/experiment"
	"counterpoint/solver/train"
)

// stepCosts is costs.json in the folder of a sweep at equal time: what a step of each run takes, by the identity of its Spec with seed 1 and the
// kernel set that was asked for. It is measured once, so that the same line goes on with the same Specs.
type stepCosts struct {
	folder *folder
	Cost   map[string]stepCosted `json:"cost"`
}

type stepCosted struct {
	Problem string  `json:"problem"`
	Arm     string  `json:"arm"`
	Ms      float64 `json:"ms_per_step"`
}

// openCosts reads costs.json, if the folder has one.
func openCosts(dir string) (*stepCosts, error) {
	f := &folder{dir: dir}
	c, err := readKept[stepCosts](f, "costs.json")
	if err != nil {
		return nil, wrong(fmt.Errorf("%w; remove it to measure anew", err))
	}
	if c == nil {
		c = &stepCosts{}
	}
	if c.Cost == nil {
		c.Cost = map[string]stepCosted{}
	}
	c.folder = f
	return c, nil
}

// atEqualCost returns the plan with as many steps of each run as the time of the plain run holds: see affordable. A run that cannot be built keeps
// its steps, and becomes a row that says why.
func (s *sweep) atEqualCost(t *terminal, p plan) (plan, error) {
	c, err := openCosts(s.Out)
	if err != nil {
		return nil, err
	}
	opt := train.Options{Workers: 1, Kernel: s.Kernel}
	var out plan
	for _, run := range p {
		spec := run.spec
		if isAuto(spec.Arm) {
			return nil, wrong(fmt.Errorf("--equal-time: what a step of the arm %s takes is known only when it has chosen; leave it away", spec.Arm))
		}
		if spec.Arm != "none" {
			of, err := c.of(t, p.plain(spec), opt)
			if err != nil {
				return nil, err
			}
			own, err := c.of(t, spec, opt)
			if err != nil {
				return nil, err
			}
			spec.Steps = affordable(spec.Steps, of, own)
			run = planned{identity(spec), spec}
		}
		out = append(out, run)
	}
	return out, nil
}

// plain is the Spec of the plan's plain run of the same problem, or what spec is without its methods.
func (p plan) plain(spec experiment.Spec) experiment.Spec {
	for _, run := range p {
		if run.spec.Arm == "none" && run.spec.Seed == spec.Seed && problemLabel(run.spec) == problemLabel(spec) {
			return run.spec
		}
	}
	plain := spec.Clone()
	if err := experiment.ApplyArm(&plain, "none"); err != nil {
		panic("native: there is no plain arm")
	}
	return plain
}

// of returns the milliseconds of a step of the run, 0 if it cannot be built or takes no whole step.
func (c *stepCosts) of(t *terminal, spec experiment.Spec, opt train.Options) (float64, error) {
	spec = spec.Clone()
	spec.Seed = 1
	key := strings.TrimSuffix(identity(spec)+" "+opt.Kernel, " ")
	if have, ok := c.Cost[key]; ok {
		return have.Ms, nil
	}
	label := problemLabel(spec)
	fmt.Fprintf(t.stderr, "measuring a step of %s, %s\n", label, spec.Arm)
	ms, err := stepCost(t.ctx, spec, opt)
	switch {
	case errors.Is(err, errStopped):
		return 0, exit{75, errors.New("stopped while measuring; the same line goes on")}
	case errors.As(err, &unbuilt{}):
		return 0, nil
	case err != nil:
		return 0, failed(err)
	}
	c.Cost[key] = stepCosted{label, spec.Arm, math.Round(1e4*ms) / 1e4}
	return c.Cost[key].Ms, c.folder.keepJSON("costs.json", c)
}
