//go:build native

package main

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"counterpoint/solver/experiment"
)

func TestAtlas(t *testing.T) {
	var rows []sweepRow
	for _, problem := range []string{"burgers", "heat", "helmholtz"} {
		for seed := range uint64(3) {
			plain := rowOf(t, problem, "none", seed, 4e-2, 1, nil)
			best, unit := 0.1*float64(seed+1), -0.5
			plain.Verdict, plain.Remedy, plain.Firm = "directional", "jointrate", seed > 0
			if seed == 2 {
				plain.Verdict, plain.Remedy = "magnitude", "gradnorm"
			}
			plain.Evidence = map[string]*float64{"phi_*": &best, "phi_1": &unit, "imbalance": nil}
			rows = append(rows, plain)
			if problem != "helmholtz" {
				e := map[string]float64{"burgers": 1e-2, "heat": 8e-2}[problem]
				rows = append(rows, rowOf(t, problem, "weights", seed, e, 1, nil))
			}
		}
	}
	dir := writeRows(t, rows...)
	code, stdout, stderr := try("atlas", dir, "--arms", "none,weights", "--command", "sweep of a test")
	if code != 0 || !strings.Contains(stderr, "helmholtz (no runs of weights)") {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	var a experiment.Atlas
	if err := json.Unmarshal([]byte(stdout), &a); err != nil || len(a.Points) != 2 || a.Command != "sweep of a test" {
		t.Fatalf("%v in %s", err, stdout)
	}
	points := map[string]experiment.AtlasPoint{}
	for _, p := range a.Points {
		points[p.Problem] = p
	}
	p := points["burgers"]
	if p.Winner != "weights" || math.Abs(p.Gain-4) > 1e-9 || math.Abs(p.Best-0.2) > 1e-12 || p.Unit != -0.5 || !math.IsNaN(p.Imbalance) ||
		p.Regime != "directional" || p.Remedy != "jointrate" || p.Firm || p.Seeds != 3 || p.Losses != 3 || p.Family != "forward-k3" {
		t.Errorf("burgers: %+v", p)
	}
	if p := points["heat"]; p.Winner != "none" || p.Gain != 1 || p.Lo != 1 || p.Hi != 1 {
		t.Errorf("heat: %+v", p)
	}
	for _, args := range [][]string{{"atlas", dir, "--arms", "weights", "--command", "x"}, {"atlas", dir}, {"atlas", t.TempDir(), "--command", "x"}} {
		if code, _, _ := try(args...); code != 2 {
			t.Errorf("%v: exit code %d", args, code)
		}
	}
	if code, _, stderr := try("atlas", dir, "--arms", "none,wide", "--command", "x"); code != 1 || !strings.Contains(stderr, "no runs of wide") {
		t.Errorf("an arm that nothing has: exit code %d, %s", code, stderr)
	}
}
