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

// A directional verdict that is explained says whether another metric comes first; one that is not explained computes no kernel.
func TestDiagnoseAdvises(t *testing.T) {
	args := []string{"diagnose", "burgers", "--steps", "400", "--width", "16", "--depth", "2", "--points", "pde=200,bc=60,ic=60", "--lr", "1e-3", "--schedule", "constant", "--json"}
	for _, explain := range []bool{false, true} {
		if explain {
			args = append(args, "--explain")
		}
		code, stdout, stderr := try(args...)
		var got struct {
			Regime, Advice string
			Tangents       []struct {
				Metric []struct {
					Damping float64 `json:"damping"`
					Phi     float64 `json:"phi_*"`
				} `json:"gauss_newton"`
			}
		}
		if err := json.Unmarshal([]byte(stdout), &got); err != nil || code != 0 {
			t.Fatalf("exit code %d, %v: %s", code, err, stderr)
		}
		if got.Regime != "directional" {
			t.Fatalf("burgers is %s", got.Regime)
		}
		if !explain {
			if got.Advice != "" || got.Tangents != nil {
				t.Errorf("advice %q without --explain", got.Advice)
			}
			continue
		}
		want := "no metric cures this"
		if got.Tangents[0].Metric[1].Phi >= 1./3 {
			want = "add --finish lbfgs first"
		}
		if !strings.Contains(got.Advice, want) {
			t.Errorf("phi_* %+v in Gauss-Newton's metric, advice %q", got.Tangents[0].Metric, got.Advice)
		}
	}
}
