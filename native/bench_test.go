//go:build native

package main

import (
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"

	"counterpoint/solver/experiment"
	"counterpoint/solver/interchange"
	"counterpoint/solver/problem"
	"counterpoint/solver/timing"
)

func TestBenchStep(t *testing.T) {
	code, stdout, stderr := try("bench", "--problem", "burgers", "--points", "64", "--width", "16", "--workers", "1", "--seconds", "0.01", "--steps", "10", "--finish", "lbfgs", "--json")
	if code != 0 {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	lines := strings.Split(strings.TrimSpace(stdout), "\n")
	var r map[string]any
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &r); err != nil {
		t.Fatalf("%v in %s", err, stdout)
	}
	for name, want := range map[string]any{"problem": "burgers", "precision": "f32", "workers": 1.0, "allocs": 0.0, "network": "2-16x4-1", "points": "64"} {
		if r[name] != want {
			t.Errorf("%s is %v, want %v", name, r[name], want)
		}
	}
	for _, name := range []string{"ms_per_step", "gflops", "peak_gflops", "fraction_of_peak", "ms_median"} {
		if v, ok := r[name].(float64); !ok || v <= 0 {
			t.Errorf("%s is %v, want a positive number", name, r[name])
		}
	}
	if gflops, peak, fraction := r["gflops"].(float64), r["peak_gflops"].(float64), r["fraction_of_peak"].(float64); math.Abs(fraction-gflops/peak) > 1e-9 {
		t.Errorf("fraction_of_peak is %g, want %g/%g", fraction, gflops, peak)
	}
	if first := r["first_losses"].([]any); len(first) != timing.FirstSteps {
		t.Errorf("%d first losses, want %d", len(first), timing.FirstSteps)
	}
}

func TestBenchTable(t *testing.T) {
	code, stdout, stderr := try("bench", "step", "--problem", "heat", "--points", "64", "--precision", "f64", "--seconds", "0.01")
	if code != 0 || !strings.Contains(stdout, "FRACTION") || !strings.Contains(stdout, "2-64x4-1") {
		t.Errorf("exit code %d, stderr %q, table\n%s", code, stderr, stdout)
	}
}

// Without a problem the table has fifteen.
func TestBenchFifteen(t *testing.T) {
	code, stdout, stderr := try("bench", "--width", "8", "--depth", "2", "--seconds", "0.001")
	if code != 0 {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	for _, name := range problem.Fifteen() {
		if !strings.Contains(stdout, " "+name+" ") {
			t.Errorf("no row for %s", name)
		}
	}
	if rows := strings.Count(stdout, "\n") - 1; rows != 15 {
		t.Errorf("%d rows, want 15", rows)
	}
}

// The losses of the start that is written, evaluated by a second implementation, are those of a run.
func TestBenchExport(t *testing.T) {
	file := t.TempDir() + "/start.safetensors"
	flags := []string{"burgers", "--width", "16", "--points", "pde=64,bc=10,ic=12", "--seed", "7"}
	if code, _, stderr := try(append([]string{"bench", "export", "--out", file}, flags...)...); code != 0 {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	arrays, _, err := interchange.ReadSafetensors(data)
	if err != nil {
		t.Fatal(err)
	}
	have := map[string]experiment.Array{}
	for _, a := range arrays {
		have[a.Name] = a
	}
	if n := have["pde"].Shape; len(n) != 2 || n[0] != 64 || n[1] != 2 {
		t.Errorf("pde has shape %v, want 64 x 2", n)
	}
	code, stdout, stderr := try("solve", "burgers", "--width", "16", "--depth", "4", "--points", "pde=64,bc=10,ic=12", "--seed", "7", "--steps", "1", "--lr", "1e-12", "--json")
	if code != 0 {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	var r result
	if err := json.Unmarshal([]byte(stdout), &r); err != nil {
		t.Fatal(err)
	}
	sine := func(x []float32) float64 { return -math.Sin(math.Pi * float64(x[0])) }
	near(t, "bc", meanSquare(have, "bc", func([]float32) float64 { return 0 }), *r.Losses["bc"])
	near(t, "ic", meanSquare(have, "ic", sine), *r.Losses["ic"])
}

// near allows what float32 loses in four layers.
func near(t *testing.T, name string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-5*want {
		t.Errorf("loss %s of the exported start is %g, the run's is %g", name, got, want)
	}
}

// meanSquare is the mean of (u - target)^2 over the exported points.
func meanSquare(have map[string]experiment.Array, points string, target func(x []float32) float64) float64 {
	p, sum := have[points], 0.0
	n, d := p.Shape[0], p.Shape[1]
	for i := range n {
		x := p.F32[i*d : (i+1)*d]
		r := forward(have, x) - target(x)
		sum += r * r
	}
	return sum / float64(n)
}

// forward is the network in plain loops.
func forward(have map[string]experiment.Array, x []float32) float64 {
	var in []float64
	for _, v := range x {
		in = append(in, float64(v))
	}
	for _, name := range []string{"l0", "l1", "l2", "l3", "l4"} {
		w, b := have[name+".weight"], have[name+".bias"]
		var out []float64
		for i := range w.Shape[0] {
			z := float64(b.F32[i])
			for j, v := range in {
				z += float64(w.F32[i*w.Shape[1]+j]) * v
			}
			if name != "l4" {
				z = math.Tanh(z)
			}
			out = append(out, z)
		}
		in = out
	}
	return in[0]
}

func TestBenchRefuses(t *testing.T) {
	for _, tt := range []struct {
		args []string
		says string
	}{
		{[]string{"bench", "--problem", "burger"}, "burgers"},
		{[]string{"bench", "--workers", "-1"}, "--workers"},
		{[]string{"bench", "--problem", "heat", "--all"}, "--all"},
		{[]string{"bench", "--problem", "heat", "--kernel", "none"}, "portable"},
		{[]string{"bench", "export", "heat", "--out", t.TempDir() + "/x", "--points", "100"}, "pde="},
		{[]string{"bench", "export", "beam", "--out", t.TempDir() + "/x", "--points", "pde=9,bc=9,ic=9"}, "several lines"},
		{[]string{"bench", "export", "heat"}, "--out"},
	} {
		if code, _, stderr := try(tt.args...); code != 2 || !strings.Contains(stderr, tt.says) {
			t.Errorf("%q: exit code %d, stderr %q, want 2 and %q", tt.args, code, stderr, tt.says)
		}
	}
}
