//go:build native

package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"counterpoint/solver/experiment"
)

// verdict is what the tests read of a line of --json.
type verdict struct {
	File, Problem, Regime string
	Seed                  *uint64
	Remedy                struct{ Arm string }
	Evidence              map[string]struct{ Value, Threshold *float64 }
	Counterfactual        []struct {
		Arm   string
		Worst *float64
		Rate  map[string]*float64
	}
	Caveats, Losses []string
	Rows            int
}

// diagnosed runs diagnose --json and reads its lines.
func diagnosed(t *testing.T, args ...string) []verdict {
	t.Helper()
	code, stdout, stderr := try(append([]string{"diagnose", "--json"}, args...)...)
	if code != 0 {
		t.Fatalf("%q: exit code %d: %s", args, code, stderr)
	}
	var out []verdict
	for line := range strings.Lines(stdout) {
		var v verdict
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			t.Fatalf("%v in %q", err, line)
		}
		out = append(out, v)
	}
	return out
}

// planted writes a trace of 60 rows of two gradients of norms m and 1 at cosine c.
func planted(t *testing.T, name string, c, m float64) {
	t.Helper()
	plant(t, name, c, m, 60)
}

func plant(t *testing.T, name string, c, m float64, rows int) {
	t.Helper()
	text := `{"format":"pinn-gram","version":1,"losses":["pde","bc"],"weighted":false,"problem":"planted"}` + "\n"
	for i := range rows {
		text += fmt.Sprintf(`{"step":%d,"loss":[1,2],"gram":[[%g,%g],[1]]}`+"\n", 10*i, m*m, c*m)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func TestDiagnoseProblem(t *testing.T) {
	dir := t.TempDir()
	list := diagnosed(t, "heat", "--steps", "200", "--seeds", "2", "--seed", "4", "--width", "8", "--depth", "2", "--points", "64", "--trace", dir)
	if len(list) != 2 {
		t.Fatalf("%d verdicts, want one a seed", len(list))
	}
	// the few rows are noted as such; all else is what the run itself was told
	for i, v := range diagnosed(t, dir, "--steps", "0") {
		if v.Regime != list[i].Regime || *v.Evidence["phi_*"].Value != *list[i].Evidence["phi_*"].Value || v.Problem != "heat" {
			t.Errorf("the trace of seed %d: %+v, want %+v", 4+i, v, list[i])
		}
	}
	for i, v := range list {
		if v.Problem != "heat" || v.Seed == nil || *v.Seed != uint64(4+i) || v.Rows != 10 || len(v.Losses) != 3 {
			t.Errorf("%+v", v)
		}
		if !slices.Contains([]string{experiment.RegimeNone, experiment.RegimeMagnitude, experiment.RegimeDirectional}, v.Regime) || v.Remedy.Arm == "" {
			t.Errorf("regime %q, remedy %q", v.Regime, v.Remedy.Arm)
		}
		if e, ok := v.Evidence["phi_*"]; !ok || e.Value == nil || e.Threshold == nil {
			t.Errorf("evidence %+v", v.Evidence)
		}
		arms := 0
		for _, c := range v.Counterfactual {
			if c.Worst != nil && len(c.Rate) == 3 && c.Rate["pde"] != nil {
				arms++
			}
		}
		if arms < 14 {
			t.Errorf("%d arms in the counterfactual: %+v", arms, v.Counterfactual)
		}
	}
	code, text, _ := try("diagnose", "heat", "--steps", "200", "--explain", "--width", "8", "--points", "64")
	if code != 0 || !strings.Contains(text, "remedy ") || !strings.Contains(text, "  pcgrad ") || !strings.Contains(text, "threshold 0.333") {
		t.Errorf("exit code %d, %q", code, text)
	}
}

// --steps is how many steps are profiled, not how long the run is of which they are the first: the learning rate is the default run's.
func TestDiagnoseSteps(t *testing.T) {
	p, err := load("heat")
	if err != nil {
		t.Fatal(err)
	}
	_, c := commandLine(io.Discard, io.Discard, func(int) {})
	for _, tt := range []struct{ profiled, whole int }{{200, p.Spec().Steps}, {1e6, 1e6}} {
		c.Diagnose.Steps = tt.profiled
		if spec, err := c.Diagnose.spec("heat", p); err != nil || spec.Steps != tt.whole {
			t.Errorf("%d profiled steps: the run has %d, want %d, %v", tt.profiled, spec.Steps, tt.whole, err)
		}
	}
	v := diagnosed(t, "heat", "--steps", "20", "--width", "8", "--depth", "2", "--points", "64")[0]
	if v.Regime != experiment.RegimeUndecided || v.Rows != 1 || v.Remedy.Arm != "none" || !strings.Contains(strings.Join(v.Caveats, "\n"), "holds 1 of the 10 rows") {
		t.Errorf("20 steps: %+v", v)
	}
	code, text, _ := try("diagnose", "heat", "--steps", "20", "--width", "8", "--depth", "2", "--points", "64")
	if code != 0 || !strings.Contains(text, "seed 1: undecided, from 1 rows") {
		t.Errorf("exit code %d, %q", code, text)
	}
}

func TestDiagnoseTrace(t *testing.T) {
	dir := t.TempDir()
	for _, tt := range []struct {
		name        string
		c, m        float64
		regime, arm string
	}{
		{"none.jsonl", 0, 1, experiment.RegimeNone, "none"},
		{"magnitude.jsonl", 0, 100, experiment.RegimeMagnitude, "gradnorm"},
		{"directional.jsonl", -.999, 1, experiment.RegimeDirectional, "adapters+weights"},
		{"opposite.jsonl", -1, 1, experiment.RegimeDirectional, "adapters+weights"}, // no Nash weights: a statistic that is not known
	} {
		path := filepath.Join(dir, tt.name)
		planted(t, path, tt.c, tt.m)
		v := diagnosed(t, path)[0]
		if v.File != path || v.Problem != "planted" || v.Seed != nil || v.Regime != tt.regime || v.Remedy.Arm != tt.arm || v.Rows != 30 || !strings.Contains(strings.Join(v.Caveats, "\n"), "raw metric") {
			t.Errorf("%s: %+v, want %s", tt.name, v, tt.regime)
		}
		if e, ok := v.Evidence["phi_N"]; !ok || (e.Value == nil) != (tt.c == -1) {
			t.Errorf("%s: phi_N %+v", tt.name, e)
		}
	}
}

// A run's own log gets the verdict of its first steps.
func TestDiagnoseOwnLog(t *testing.T) {
	dir := t.TempDir()
	solved(t, 0, "helmholtz", "--steps", "300", "--width", "8", "--depth", "2", "--points", "64", "--log", "5", "--out", dir)
	v := diagnosed(t, filepath.Join(dir, "log.jsonl"))[0]
	if v.Problem != "helmholtz" || v.Rows != 30 || v.Regime == experiment.RegimeUndecided {
		t.Errorf("%+v", v)
	}
	list := diagnosed(t, dir) // the log alone, not field.npz
	if len(list) != 1 || list[0].Regime != v.Regime {
		t.Errorf("the folder: %+v", list)
	}
}

func TestDiagnoseFolder(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "below"), 0o777); err != nil {
		t.Fatal(err)
	}
	planted(t, filepath.Join(dir, "a.jsonl"), 0, 100)
	planted(t, filepath.Join(dir, "below", "b.jsonl"), -.999, 1)
	text := strings.Replace(faulty, "v_xx", "u_xx", 1)
	if err := os.WriteFile(filepath.Join(dir, "c.pde"), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	args := []string{"diagnose", dir, "--steps", "200", "--width", "8", "--depth", "2", "--points", "64"}
	plant(t, filepath.Join(dir, "d.jsonl"), 0, 1, 1)
	code, stdout, stderr := try(args...)
	rows, err := csv.NewReader(strings.NewReader(stdout)).ReadAll()
	if err != nil || code != 0 || len(rows) != 5 || rows[0][0] != "file" || rows[1][3] != "magnitude" || rows[2][3] != "directional" || rows[3][2] != "1" || strings.Join(rows[4][3:7], ",") != "undecided,false,,none" {
		t.Fatalf("%v, exit code %d, %q, %s", err, code, rows, stderr)
	}
	if err := os.WriteFile(filepath.Join(dir, "b.jsonl"), []byte("{}\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	code, stdout, stderr = try(args...)
	rows, err = csv.NewReader(strings.NewReader(stdout)).ReadAll()
	if err != nil || code != 1 || len(rows) != 6 || !strings.Contains(rows[2][len(rows[2])-1], "line 1: ") || rows[3][3] != "directional" || !strings.Contains(stderr, "1 of 5") {
		t.Errorf("with a faulty file: %v, exit code %d, %q, %s", err, code, rows, stderr)
	}
}

func TestDiagnoseRefuses(t *testing.T) {
	dir := t.TempDir()
	bad := filepath.Join(dir, "bad.jsonl")
	if err := os.WriteFile(bad, []byte(`{"format":"pinn-gram","version":1,"losses":["a","b"]}`+"\n"+`{"step":0,"loss":[1,1],"gram":[[1,2],[3,1]]}`+"\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	empty := filepath.Join(dir, "empty")
	if err := os.Mkdir(empty, 0o777); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ args, says []string }{
		{[]string{bad}, []string{bad, "line 2: ", "symmetric"}},
		{[]string{filepath.Join(dir, "none.jsonl")}, []string{"none.jsonl"}},
		{[]string{empty}, []string{empty, "no traces"}},
		{[]string{"burger"}, []string{"burgers"}},
		{[]string{"heat", "--steps", "5"}, []string{"--steps"}},
		{[]string{"heat", "--seeds", "0"}, []string{"--seeds"}},
		{[]string{"heat", "--optimizer", "multiadam"}, []string{"plain run", "--optimizer"}},
		{[]string{"heat", "--optimizer", "m-config"}, []string{"plain run", "--optimizer"}},
		{[]string{"heat", "--weights", "ntk"}, []string{"plain run", "--weights"}},
	} {
		code, stdout, stderr := try(append([]string{"diagnose"}, tt.args...)...)
		if code != 2 || stdout != "" {
			t.Errorf("%q: exit code %d, stdout %q", tt.args, code, stdout)
		}
		for _, want := range tt.says {
			if !strings.Contains(stderr, want) {
				t.Errorf("%q: stderr %q does not name %q", tt.args, stderr, want)
			}
		}
	}
}
