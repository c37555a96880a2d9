//go:build native

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"

	"counterpoint/solver/experiment"
	"counterpoint/solver/interchange"
	"counterpoint/solver/train"
)

// stepCosts is costs.json in the folder of a sweep at equal time: what a step of each run takes, in milliseconds, by the identity of its
// Spec with seed 1. It is measured once, so that the same line goes on with the same Specs.
type stepCosts struct {
	path    string
	Problem map[string]map[string]stepCosted `json:"problem"` // by problem and arm
}

type stepCosted struct {
	ID string  `json:"id"`
	Ms float64 `json:"ms_per_step"`
}

// atEqualCost returns the plan with as many steps of each run as the time of the plain run holds: see affordable.
func (s *sweep) atEqualCost(t *terminal, p plan) (plan, error) {
	c := &stepCosts{path: filepath.Join(s.Out, "costs.json"), Problem: map[string]map[string]stepCosted{}}
	data, err := os.ReadFile(c.path)
	if err == nil {
		err = json.Unmarshal(data, c)
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, wrong(fmt.Errorf("%s: %w; remove it to measure anew", c.path, err))
	}
	opt := train.Options{Workers: 1, Kernel: s.Kernel}
	var out plan
	have := map[string]bool{}
	for _, run := range p {
		if spec := run.spec; spec.Arm != "none" {
			plain := spec.Clone()
			if err := experiment.ApplyArm(&plain, "none"); err != nil {
				return nil, wrong(err)
			}
			of, err := c.of(t, plain, opt)
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
		if !have[run.id] {
			have[run.id] = true
			out = append(out, run)
		}
	}
	return out, nil
}

// of returns the milliseconds of a step of the run.
func (c *stepCosts) of(t *terminal, spec experiment.Spec, opt train.Options) (float64, error) {
	spec = spec.Clone()
	spec.Seed = 1
	id, label := identity(spec), problemLabel(spec)
	if have, ok := c.Problem[label][spec.Arm]; ok && have.ID == id {
		return have.Ms, nil
	}
	fmt.Fprintf(t.stderr, "measuring a step of %s, %s\n", label, spec.Arm)
	ms, err := stepCost(t.ctx, spec, opt)
	if errors.Is(err, errStopped) {
		return 0, exit{75, errors.New("stopped while measuring; the same line goes on")}
	}
	if err != nil {
		return 0, failed(err)
	}
	if c.Problem[label] == nil {
		c.Problem[label] = map[string]stepCosted{}
	}
	c.Problem[label][spec.Arm] = stepCosted{id, math.Round(1e4*ms) / 1e4}
	return c.Problem[label][spec.Arm].Ms, interchange.WriteFile(c.path, func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetIndent("", "\t")
		return e.Encode(c)
	})
}
