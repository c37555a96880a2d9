//go:build native

package main

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"counterpoint/solver/diagnosis"
	"counterpoint/solver/experiment"
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
	if err := json.Unmarshal([]byte(stdout), &c); err != nil || code != 0 || len(c.Gains) != 2 || c.Equal != "steps" {
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

// At equal time each run is read where the shortest of its seed ends, arms may differ in steps, and a trial goes by the losses of conditions.
func TestCalibrateAtEqualTime(t *testing.T) {
	marked := func(r sweepRow, condition float64) sweepRow {
		r.Equation, r.Course.Losses = []bool{true, false}, nil
		r.Course.Step, r.Course.Seconds, r.Course.Error = nil, nil, nil
		for i := range 21 {
			e := math.Pow(10, -float64(i)/10) * *r.Error * 100 // falls by two decades
			r.Course.Step = append(r.Course.Step, i*r.Spec.Steps/20)
			r.Course.Seconds = append(r.Course.Seconds, r.Seconds*float64(i)/20)
			r.Course.Error = append(r.Course.Error, known(e))
			r.Course.Losses = append(r.Course.Losses, []*float64{known(1), known(condition)})
		}
		return r
	}
	var rows []sweepRow
	for i := range 24 {
		for seed := range uint64(3) {
			problem := fmt.Sprintf("p%d", i)
			none := marked(rowOf(t, problem, "none", seed, 1e-2, 1, nil), 1e-3)
			none.Verdict, none.Evidence = "none", map[string]*float64{"phi_*": known(0.9), "phi_*E": known(0.9), "phi_1": known(0.9)}
			// at its end better than the plain run, after the plain run's time ten times worse; with fewer steps, which are no arm of their own
			slow := marked(rowOf(t, problem, "weights", seed, 1e-3, 4, func(s *experiment.Spec) { s.Steps /= 2 }), 1e-2)
			rows = append(rows, none, slow)
		}
	}
	dir := writeRows(t, rows...)
	var ends, times diagnosis.Calibration
	calibrated := func(into *diagnosis.Calibration, args ...string) {
		code, stdout, stderr := try(append([]string{"calibrate", "--arms", "none,weights", "--json"}, args...)...)
		if err := json.Unmarshal([]byte(stdout), into); err != nil || code != 0 {
			t.Fatalf("%q: %v, %d %s", args, err, code, stderr)
		}
	}
	calibrated(&times, dir, "--equal-time")
	calibrated(&ends, dir)
	if ends.Equal != "time" || times.Equal != "time" { // the arms differ in steps
		t.Errorf("equal %s at the ends, %s at equal time", ends.Equal, times.Equal)
	}
	for name, want := range map[string][2]bool{"trial": {true, false}, "always none": {true, false}, "always weights": {false, true}} {
		for i, c := range []diagnosis.Calibration{times, ends} {
			j := slices.IndexFunc(c.Test, func(s diagnosis.Score) bool { return s.Name == name })
			if j < 0 || (c.Test[j].Hits == c.Test[j].Configs) != want[i] || c.Test[j].Configs == 0 {
				t.Errorf("%s, at the ends %v: %+v", name, i == 1, c.Test)
			}
		}
	}
	code, stdout, _ := try("calibrate", dir, "--arms", "none,weights", "--equal-time")
	if code != 0 || !strings.Contains(stdout, "a trial judges after 10 % of the time, and costs 1.1 runs in all") {
		t.Errorf("exit code %d\n%s", code, stdout)
	}
}
