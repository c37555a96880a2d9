//go:build native

package main

import (
	"encoding/json"
	"strings"
	"testing"
)

// --explain shows pairs, blocks and the tangent kernels of the plain run and of what adapters would add, as text and as JSON.
func TestDiagnoseExplains(t *testing.T) {
	args := []string{"diagnose", "burgers-inverse", "--steps", "40", "--width", "8", "--depth", "2", "--points", "60", "--explain"}
	code, stdout, stderr := try(args...)
	if code != 0 {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	for _, want := range []string{"two by two", "block by block", "no vote: units of their own", "tangent kernel", "adapters  adapters", "coefficients"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("no %q in\n%s", want, stdout)
		}
	}
	code, stdout, stderr = try(append(args, "--json")...)
	var got struct {
		Pairs    []struct{ A, B string }
		Blocks   []struct{ Name string }
		Tangents []struct {
			Arm    string
			Rows   []int
			Blocks []struct{ Name string }
			Eigen  []float64
		}
	}
	if err := json.Unmarshal([]byte(stdout), &got); err != nil || code != 0 {
		t.Fatalf("exit code %d, %v: %s", code, err, stderr)
	}
	if len(got.Pairs) != 3 || len(got.Blocks) != 4 || len(got.Tangents) != 3 {
		t.Fatalf("%d pairs, %d blocks, %d kernels", len(got.Pairs), len(got.Blocks), len(got.Tangents))
	}
	for i, want := range []struct {
		arm    string
		groups int
	}{{"none", 2}, {"shared", 3}, {"adapters", 3}} {
		k := got.Tangents[i]
		if k.Arm != want.arm || len(k.Blocks) != want.groups || len(k.Eigen) != sumOf(k.Rows) || len(k.Rows) != 3 {
			t.Errorf("kernel %d: arm %s, %d groups, %d eigenvalues of %v rows", i, k.Arm, len(k.Blocks), len(k.Eigen), k.Rows)
		}
	}
}
