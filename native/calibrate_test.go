//go:build native

package main

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"counterpoint/solver/diagnosis"
)

func TestCalibrate(t *testing.T) {
	var rows []sweepRow
	for i := range 24 {
		for seed := range uint64(3) {
			problem := fmt.Sprintf("p%d", i)
			plain := rowOf(t, problem, "none", seed, 1e-1, 1, nil)
			unit, better := 0.9, "none"
			if i%2 == 0 {
				unit, better = 0.1, "weights"
			}
			high := 0.95
			plain.Verdict = map[string]string{"none": "none", "weights": "magnitude"}[better]
			plain.Evidence = map[string]*float64{"phi_*": &high, "phi_*E": &high, "phi_b": &high, "phi_1": &unit}
			weights := rowOf(t, problem, "weights", seed, 1e-1, 1, nil)
			low := 1e-2
			if better == "none" {
				plain.Error = &low
			} else {
				weights.Error = &low
			}
			rows = append(rows, plain, weights)
		}
	}
	rows = append(rows, rowOf(t, "unprofiled", "none", 1, 1e-2, 1, nil), rowOf(t, "unprofiled", "weights", 1, 1e-2, 1, nil))
	dir := writeRows(t, rows...)
	code, stdout, stderr := try("calibrate", dir, "--arms", "none,weights")
	if code != 0 || !strings.Contains(stderr, "unprofiled") {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	for _, want := range []string{"magnitude -> weights", "100 %", "always none", "regret 0.000"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("%q is not in\n%s", want, stdout)
		}
	}
	code, stdout, _ = try("calibrate", dir, "--arms", "none,weights", "--json")
	var c diagnosis.Calibration
	if err := json.Unmarshal([]byte(stdout), &c); err != nil || code != 0 || len(c.Gains) != 2 {
		t.Fatalf("%v, gains %+v", err, c.Gains)
	}
	for i, want := range []diagnosis.Gain{{Regime: "none", Ratio: 0.1}, {Regime: "magnitude", Ratio: 10}} {
		if g := c.Gains[i]; g.Regime != want.Regime || g.Arm != "weights" || g.Problems != 12 || math.Abs(g.Ratio/want.Ratio-1) > 1e-9 || g.Lo > g.Ratio || g.Hi < g.Ratio {
			t.Errorf("gain %+v, want %+v of 12 problems", g, want)
		}
	}
	if code, _, stderr := try("calibrate", dir); code != 1 || !strings.Contains(stderr, "25 do not") {
		t.Errorf("without an arm: exit code %d, %s", code, stderr)
	}
	if code, _, _ := try("calibrate", dir, "--arms", "weights"); code != 2 {
		t.Errorf("without the plain arm: exit code %d", code)
	}
}
