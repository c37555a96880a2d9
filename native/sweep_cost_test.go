//go:build native

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// At equal time an arm takes as many steps as the plain run's time holds, by costs that are measured once: the same line goes on with the
// same Specs.
func TestSweepAtEqualTime(t *testing.T) {
	dir := t.TempDir()
	args := append([]string{"--problems", "heat", "--arms", "none,weights,adapters", "--seeds", "2", "--equal-time"}, tiny...)
	rows, _, stderr := swept(t, 0, dir, args...)
	steps := map[string][]int{}
	for _, r := range rows {
		steps[r.Arm] = append(steps[r.Arm], r.Spec.Steps)
	}
	var c stepCosts
	if err := json.Unmarshal(read(t, dir, "costs.json"), &c); err != nil {
		t.Fatal(err)
	}
	ids, ms := map[string]string{}, map[string]float64{}
	for id, have := range c.Cost {
		ids[have.Arm], ms[have.Arm] = id, have.Ms
	}
	for arm, n := range steps {
		if want := affordable(40, ms["none"], ms[arm]); len(n) != 2 || n[0] != want || n[1] != want || !(ms[arm] > 0) {
			t.Errorf("%s: %v steps, want %d: %+v", arm, n, want, c.Cost)
		}
	}
	if len(steps) != 3 {
		t.Fatalf("arms %v: %s", steps, stderr)
	}
	before := read(t, dir, "costs.json")
	if _, _, stderr := swept(t, 0, dir, args...); stderr != "" || !bytes.Equal(before, read(t, dir, "costs.json")) {
		t.Errorf("the same line measured or ran again: %q", stderr)
	}
	// costs of these Specs are kept, one of another Spec is measured anew
	other := t.TempDir()
	costs := fmt.Sprintf(`{"cost": {%q: {"arm": "none", "ms_per_step": 1}, %q: {"arm": "weights", "ms_per_step": 1.05}, "old": {"arm": "adapters", "ms_per_step": 1000}}}`, ids["none"], ids["weights"])
	if err := os.WriteFile(filepath.Join(other, "costs.json"), []byte(costs), 0o666); err != nil {
		t.Fatal(err)
	}
	rows, _, _ = swept(t, 0, other, args...)
	for _, r := range rows {
		if r.Arm == "weights" && r.Spec.Steps != 40 || r.Arm == "adapters" && r.Spec.Steps == 1 {
			t.Errorf("%s: %d steps", r.Arm, r.Spec.Steps)
		}
	}
	if err := os.WriteFile(filepath.Join(other, "costs.json"), []byte("{"), 0o666); err != nil {
		t.Fatal(err)
	}
	if code, _, stderr := try(append([]string{"sweep", "--out", other}, args...)...); code != 2 || !strings.Contains(stderr, "remove it to measure anew") {
		t.Errorf("broken costs: exit code %d, %s", code, stderr)
	}
	if code, _, stderr := try(append([]string{"sweep", "--out", t.TempDir()}, append(args, "--arms", "none,auto")...)...); code != 2 || !strings.Contains(stderr, "leave it away") {
		t.Errorf("auto at equal time: exit code %d, %s", code, stderr)
	}
}
