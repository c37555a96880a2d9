//go:build native

package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"counterpoint/solver/experiment"
	"counterpoint/solver/problem"
)

// planned is one run of a sweep.
type planned struct {
	id   string // content hash of the Spec
	spec experiment.Spec
}

// plan is the runs of a sweep in the order they are started: seed by seed, so that pairs are complete early.
type plan []planned

// has reports whether a run is part of the plan.
func (p plan) has(id string) bool {
	return slices.ContainsFunc(p, func(run planned) bool { return run.id == id })
}

// plan checks every problem, arm and setting before anything runs.
func (s *sweep) plan() (plan, error) {
	names, problems, err := s.chosen()
	if err != nil {
		return nil, err
	}
	if len(s.Arms) == 0 {
		return nil, wrong(errors.New("--arms is empty; name some (see arms), or leave it away for none alone"))
	}
	for _, arm := range s.Arms {
		if err := knownArm(arm); err != nil {
			return nil, wrong(err)
		}
		if arm == trialArm {
			return nil, wrong(fmt.Errorf("--arms trial goes by measured time and a sweep's rows do not; sweep %s, and calibrate --equal-time tells what a trial would have chosen", strings.Join(trialArms, ",")))
		}
	}
	var out plan
	have := map[string]bool{}
	for seed := range s.Seeds {
		for i, p := range problems {
			for _, arm := range s.Arms {
				spec, err := s.spec(names[i], p, arm)
				if err != nil {
					return nil, wrong(err)
				}
				spec.Seed += uint64(seed)
				run := planned{identity(spec), spec}
				if !have[run.id] {
					have[run.id] = true
					out = append(out, run)
				}
			}
		}
	}
	return out, nil
}

// chosen returns the problems asked for with their names, those of the wrong dimension left out.
func (s *sweep) chosen() ([]string, []*problem.Problem, error) {
	asked := s.Problems
	if len(asked) == 0 {
		return nil, nil, wrong(errors.New("--problems is empty; name some (see list), or catalogue for every entry"))
	}
	if len(asked) == 1 && asked[0] == "catalogue" {
		asked = problem.Names()
	}
	var names []string
	var out []*problem.Problem
	for _, name := range asked {
		p, err := load(name)
		if err != nil {
			return nil, nil, err
		}
		n := len(p.Coords)
		if p.Time >= 0 {
			n--
		}
		if n >= s.Least && (s.Most == 0 || n <= s.Most) {
			names, out = append(names, name), append(out, p)
		}
	}
	if len(out) == 0 {
		return nil, nil, wrong(fmt.Errorf("none of the %d problems has from %d to %d space coordinates", len(asked), s.Least, s.Most))
	}
	return names, out, nil
}

// spec is the problem's, over it the arm, over it the flags.
func (s *sweep) spec(name string, p *problem.Problem, arm string) (experiment.Spec, error) {
	spec := p.Spec()
	if isFile(name) {
		spec.Text = p.Text
	}
	if err := setArm(&spec, arm); err != nil {
		return spec, err
	}
	if err := s.settings.apply(&spec); err != nil {
		return spec, err
	}
	if err := plainAuto(spec); err != nil {
		return spec, err
	}
	return spec, spec.Check()
}

// identity is the content hash of a Spec: equal exactly for runs of equal Specs.
func identity(spec experiment.Spec) string {
	b, err := json.Marshal(spec)
	if err != nil {
		panic("native: a spec has no JSON")
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:12])
}

// knownArm returns the error for an arm that does not exist, with what is near.
func knownArm(name string) error {
	names := []string{autoArm, trialArm}
	for _, a := range experiment.Arms() {
		names = append(names, a.Name)
	}
	if slices.Contains(names, name) || slices.Contains(autoArms, name) {
		return nil
	}
	best, least := "", 3+len(name)/4
	for _, n := range names {
		if d := distance(name, n); d < least {
			best, least = n, d
		}
	}
	if best != "" {
		return fmt.Errorf("arm: unknown %.40q; did you mean %s?", name, best)
	}
	return fmt.Errorf("arm: unknown %.40q (have %s)", name, strings.Join(names, ", "))
}

// distance is the number of letters to insert, delete or replace between a and b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		last := row[0]
		row[0] = i + 1
		for j := range len(b) {
			d := last
			if a[i] != b[j] {
				d++
			}
			last = row[j+1]
			row[j+1] = min(d, last+1, row[j]+1)
		}
	}
	return row[len(b)]
}
