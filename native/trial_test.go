//go:build native

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"counterpoint/solver/experiment"
	"counterpoint/solver/problem"
	"counterpoint/solver/train"
)

var brief = []string{"helmholtz", "--steps", "400", "--width", "8", "--depth", "2", "--points", "64"}

// trialOf reads a folder's trial.json.
func trialOf(t *testing.T, dir string) (out trial) {
	t.Helper()
	if err := json.Unmarshal(read(t, dir, "trial.json"), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// A trial leaves out the arm of the highest misfit, then goes on with that of the lowest, in as many steps as the plain run's time holds, and ends where
// that arm alone ends.
func TestSolveTrial(t *testing.T) {
	dir, alone := filepath.Join(t.TempDir(), "out"), t.TempDir()
	r, stderr := solved(t, 0, append(brief, "--arm", "trial", "--out", dir)...)
	got := trialOf(t, dir)
	if len(got.Arms) != 3 || r.Status != "done" || r.Arm != "trial" || !strings.HasPrefix(r.Verdict, "trial -> "+got.Chosen+",") || !strings.Contains(stderr, r.Verdict) {
		t.Fatalf("%+v, %+v, %s", r, got, stderr)
	}
	chosen := got.best()
	ends, worst := map[int]int{}, got.Arms[0]
	for _, c := range got.Arms {
		last := len(c.Misfit) - 1
		if c.Spec.Steps > 400 || c.Spec.Steps < 1 || !slices.Equal(c.Until, []int{(3*c.Spec.Steps + 9) / 10, (6*c.Spec.Steps + 9) / 10}) || last < 0 || last > 1 ||
			len(c.Marks) != 6*(last+1) || c.Marks[len(c.Marks)-1].Step > c.Until[last] || !(c.Cost > 0) || last == 1 && c.Misfit[1] < chosen.Misfit[1] {
			t.Errorf("%s: %+v", c.Arm, c)
		}
		ends[last]++
		if c.Misfit[0] > worst.Misfit[0] {
			worst = c
		}
	}
	if ends[0] != 1 || ends[1] != 2 || len(worst.Misfit) != 1 || !strings.Contains(stderr, "trial: "+got.Chosen+", step") {
		t.Errorf("%v came to the rounds, the worst %+v, %s", ends, worst, stderr)
	}
	if got.Arms[0].Spec.Steps != 400 || chosen.Arm != got.Chosen || r.Steps != chosen.Spec.Steps {
		t.Errorf("%d steps of the plain arm, %d of %s, chosen %s", got.Arms[0].Spec.Steps, r.Steps, chosen.Arm, got.Chosen)
	}
	solved(t, 0, append(brief, "--arm", got.Chosen, "--steps", strconv.Itoa(r.Steps), "--out", alone)...)
	if !bytes.Equal(read(t, dir, "field.npz"), read(t, alone, "field.npz")) {
		t.Errorf("%s after a trial ends elsewhere than alone", got.Chosen)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "trial-*")); len(left) > 0 {
		t.Errorf("checkpoints of the trial are left: %v", left)
	}
	again, _ := solved(t, 0, append(brief, "--arm", "trial", "--out", dir)...)
	resumed, _ := solved(t, 0, "--resume", dir)
	if *again.Error["u"] != *r.Error["u"] || *resumed.Error["u"] != *r.Error["u"] || again.Verdict != r.Verdict || resumed.Verdict != r.Verdict {
		t.Errorf("the same line again gives %+v and a resume %+v, was %+v", again, resumed, r)
	}
}

// In the regime none nothing is tried: the profiled run goes on, and ends where the plain one does.
func TestTrialOfCalmRun(t *testing.T) {
	calm := []string{"kirchhoff", "--steps", "800", "--width", "8", "--depth", "2", "--points", "64"}
	dir, alone := t.TempDir(), t.TempDir()
	r, stderr := solved(t, 0, append(calm, "--arm", "trial", "--out", dir)...)
	got := trialOf(t, dir)
	if r.Verdict != "trial -> none (nothing is tried: the regime is none)" || got.Verdict == nil || got.Verdict.Regime != experiment.RegimeNone || got.Chosen != "none" || r.Steps != 800 || strings.Contains(stderr, "trial: weights, step") {
		t.Errorf("%+v, %+v, %s", r, got, stderr)
	}
	solved(t, 0, append(calm, "--out", alone)...)
	if !bytes.Equal(read(t, dir, "field.npz"), read(t, alone, "field.npz")) {
		t.Error("the field differs from that of the plain run")
	}
	if again, _ := solved(t, 0, append(calm, "--arm", "trial", "--out", dir)...); again.Verdict != r.Verdict || again.Steps != 800 {
		t.Errorf("the same line again gives %+v", again)
	}
}

// Where a trial has nothing to go by the plain run goes on: a single loss, and conditions that hold by construction.
func TestTrialWithoutConditions(t *testing.T) {
	dir := t.TempDir()
	text := func(name, fields, losses string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte("title A test\ncoord x in [0, 1]\nfield "+fields+"\n"+losses+"\ndefault width=8 depth=2 points=64 steps=60\n"), 0o666); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for want, args := range map[string][]string{
		"the regime is single":                               {text("one.pde", "u", "loss pde: u_xx + u = sin(x)")},
		"there are no losses of conditions or data to go by": {text("two.pde", "u, v", "loss a: u_x = v\nloss b: v_x = -u")},
	} {
		if r, _ := solved(t, 0, append(args, "--arm", "trial")...); r.Verdict != "trial -> none (nothing is tried: "+want+")" {
			t.Errorf("%q: %s", args, r.Verdict)
		}
	}
}

// A trial that is killed in its second arm and stopped in its third keeps its plan, and ends where an undisturbed run of the chosen arm does.
func TestTrialKilled(t *testing.T) {
	dir, alone := t.TempDir(), t.TempDir()
	line := append([]string{"solve"}, append(brief, "--steps", "3000", "--arm", "trial", "--out", dir)...)
	has := func(name string) func() bool {
		return func() bool { _, err := os.Stat(filepath.Join(dir, name)); return err == nil }
	}
	signalWhen(t, syscall.SIGKILL, has("trial-none.safetensors"), line...)
	plan := trialOf(t, dir)
	signalWhen(t, syscall.SIGINT, has("trial-weights.safetensors"), line...)
	if stopped := trialOf(t, dir); plan.Chosen != "" || stopped.Chosen != "" {
		t.Fatalf("the trial was over before it was stopped: chose %q, %q", plan.Chosen, stopped.Chosen)
	}
	if code, _, stderr := try("solve", "--resume", dir); code != 0 {
		t.Fatal(stderr)
	}
	got := trialOf(t, dir)
	marks := 0
	for i, c := range got.Arms {
		if c.Cost != plan.Arms[i].Cost || c.Spec.Steps != plan.Arms[i].Spec.Steps || len(c.Marks) != 6*len(c.Misfit) {
			t.Errorf("%s: planned %+v, came to %+v", c.Arm, plan.Arms[i], c)
		}
		marks += len(c.Marks)
	}
	if marks != 6+12+12 {
		t.Errorf("%d marks", marks)
	}
	if len(got.Arms) != 3 || got.Chosen == "" {
		t.Fatalf("%+v", got)
	}
	solved(t, 0, append(brief, "--arm", got.Chosen, "--steps", strconv.Itoa(got.best().Spec.Steps), "--out", alone)...)
	if !bytes.Equal(read(t, dir, "field.npz"), read(t, alone, "field.npz")) {
		t.Error("the field differs from that of an undisturbed run")
	}
}

func TestTrialRefuses(t *testing.T) {
	tried, broken := t.TempDir(), t.TempDir()
	solved(t, 0, append(brief, "--arm", "trial", "--out", tried)...)
	if err := os.WriteFile(filepath.Join(broken, "trial.json"), []byte(`{"arms": [`), 0o666); err != nil {
		t.Fatal(err)
	}
	lost := t.TempDir()
	solved(t, 0, append(brief, "--arm", "trial", "--out", lost)...)
	if err := os.Remove(filepath.Join(lost, "trial.json")); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		code int
		says string
		args []string
	}{
		{2, "--arm trial chooses weights", append([]string{"solve", "--arm", "trial", "--weights", "nash"}, brief...)},
		{2, "seed is 1 there, 9 is asked", append([]string{"solve", "--arm", "trial", "--seed", "9", "--out", tried}, brief...)},
		{2, "arm is trial there, none is asked", append([]string{"solve", "--out", tried}, brief...)},
		{2, "remove this one to begin anew", append([]string{"solve", "--arm", "trial", "--out", broken}, brief...)},
		{1, "every arm diverged", append([]string{"solve", "--arm", "trial", "--lr", "1e9"}, brief...)},
		{2, "foo", append([]string{"solve", "--arm", "trial", "--points", "foo=3"}, brief[0:3]...)},
		{2, "no trial.json", append([]string{"solve", "--arm", "trial", "--out", lost}, brief...)},
		{2, "calibrate --equal-time", append([]string{"sweep", "--arms", "trial", "--out", t.TempDir(), "--problems"}, brief...)},
	} {
		code, stdout, stderr := try(tt.args...)
		if code != tt.code || stdout != "" || !strings.Contains(stderr, tt.says) {
			t.Errorf("%q: exit code %d, %q, %q", tt.args, code, stdout, stderr)
		}
	}
}

func TestAffordable(t *testing.T) {
	for _, tt := range []struct {
		steps       int
		plain, cost float64
		want        int
	}{{1000, 1, 1, 1000}, {1000, 1, 2.5, 400}, {1000, 1, 1.08, 1000}, {1000, 1, 0.5, 1000}, {10, 1, 1000, 1}, {1000, 0, 1, 1000}, {1000, 1, 0, 1000}} {
		if got := affordable(tt.steps, tt.plain, tt.cost); got != tt.want {
			t.Errorf("%+v: %d", tt, got)
		}
	}
}

// A contender that a kill threw back notes each mark once.
func TestContenderNotesEachMarkOnce(t *testing.T) {
	c := contender{Spec: experiment.Spec{Steps: 40}, Marks: []mark{{2, nil}, {4, nil}, {6, nil}}}
	p, err := problem.Load("heat")
	if err != nil {
		t.Fatal(err)
	}
	spec := p.Spec()
	spec.Steps, spec.Width, spec.Depth, spec.Points = 40, 8, 2, "16"
	run, err := train.New(spec, train.Options{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer run.Close()
	for range 8 {
		if err := run.Step(); err != nil {
			t.Fatal(err)
		}
		c.note(run)
	}
	if len(c.Marks) != 4 || c.Marks[0].Step != 2 || c.Marks[3].Step != 8 || len(c.Marks[0].Loss) != 3 || !(c.Marks[3].Loss[0] > 0) {
		t.Errorf("marks %+v", c.Marks)
	}
}

// What stands in each round and what is left: the worst is out, the later among equals; whoever failed is out instead of it; one that is left has no
// second round.
func TestTrialStanding(t *testing.T) {
	failed := "diverged"
	for _, tt := range []struct {
		name         string
		misfit       [3][]float64
		why          [3]string
		second, best string
		over         bool
	}{
		{"the worst is out", [3][]float64{{3}, {1, 2}, {2, 1}}, [3]string{}, "weights adapters+weights", "adapters+weights", true},
		{"the later among equals is out", [3][]float64{{1, 1}, {1, 1}, {1}}, [3]string{}, "none weights", "none", true},
		{"failed in the first round", [3][]float64{{2, 1}, {}, {1, 3}}, [3]string{1: failed}, "none adapters+weights", "none", true},
		{"failed in the second", [3][]float64{{1}, {2, 4}, {3}}, [3]string{0: failed}, "none weights", "weights", true},
		{"one is left", [3][]float64{{}, {2}, {}}, [3]string{0: failed, 2: failed}, "weights", "weights", true},
		{"both fail in the second", [3][]float64{{3}, {1}, {2}}, [3]string{1: failed, 2: failed}, "weights adapters+weights", "none", true},
		{"none is left", [3][]float64{{}, {}, {}}, [3]string{failed, failed, failed}, "", "", true},
		{"the second round is on", [3][]float64{{3}, {1, 2}, {2}}, [3]string{}, "weights adapters+weights", "", false},
		{"the first round is on", [3][]float64{{3}, {1}, {}}, [3]string{}, "", "", false},
	} {
		tr := &trial{}
		for i, arm := range trialArms {
			tr.Arms = append(tr.Arms, contender{Arm: arm, Until: []int{3, 6}, Misfit: tt.misfit[i], Why: tt.why[i]})
		}
		if tr.over() != tt.over {
			t.Errorf("%s: over is %v", tt.name, !tt.over)
		}
		if len(tt.misfit[2]) == 0 && tt.why[2] == "" {
			continue // nobody asks before the round is over
		}
		var second []string
		for _, c := range tr.standing(1) {
			second = append(second, c.Arm)
		}
		if got := strings.Join(second, " "); got != tt.second {
			t.Errorf("%s: in the second round %q, want %q", tt.name, got, tt.second)
		}
		if !tt.over {
			continue
		}
		if best := tr.best(); best == nil && tt.best != "" || best != nil && best.Arm != tt.best {
			t.Errorf("%s: best %+v, want %q", tt.name, best, tt.best)
		}
	}
}
