//go:build native

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"counterpoint/solver/experiment"
)

// The arm auto goes on as the verdict says, and says so; it keeps the step count either way.
func TestSolveAuto(t *testing.T) {
	for _, arm := range autoArms {
		dir := filepath.Join(t.TempDir(), "out")
		r, stderr := solved(t, 0, "helmholtz", "--arm", arm, "--steps", "400", "--width", "8", "--depth", "2", "--points", "64", "--out", dir)
		regime, remedy, ok := strings.Cut(r.Verdict, " -> ")
		steps := 400
		if arm == autoRestart {
			steps = 200
		}
		if !ok || regime == "" || r.Arm != arm || r.Steps != steps || r.Status != "done" || !strings.Contains(stderr, r.Verdict) {
			t.Errorf("%s: %+v, %s", arm, r, stderr)
		}
		var a autoFile
		if err := json.Unmarshal(read(t, dir, "auto.json"), &a); err != nil {
			t.Fatal(err)
		}
		want := a.Asked
		if err := experiment.ApplyArm(&want, a.Verdict.Remedy.Arm); err != nil {
			t.Fatal(err)
		}
		if a.Asked.Weights != "none" || a.Chosen.Weights != want.Weights || !strings.HasPrefix(remedy, a.Verdict.Remedy.Arm) {
			t.Errorf("%s: verdict %s, chosen %+v", arm, r.Verdict, a.Chosen)
		}
		again, _ := solved(t, 0, "helmholtz", "--arm", arm, "--steps", "400", "--width", "8", "--depth", "2", "--points", "64", "--out", dir)
		if *again.Error["u"] != *r.Error["u"] || again.Verdict != r.Verdict {
			t.Errorf("%s: the same line again gives %+v, was %+v", arm, again, r)
		}
	}
}

// A profile that is too short for a verdict leaves the run plain, and that is said.
func TestSolveAutoUndecided(t *testing.T) {
	r, stderr := solved(t, 0, "heat", "--arm", "auto", "--steps", "2", "--width", "8", "--depth", "2", "--points", "64")
	if !strings.HasPrefix(r.Verdict, "undecided -> none (") || !strings.Contains(stderr, "too short for a verdict: the plain run goes on") || r.Steps != 2 || r.Status != "done" {
		t.Errorf("%+v, %s", r, stderr)
	}
}

// A run of auto that is killed and taken up again ends in the bytes of an undisturbed one.
func TestAutoKilled(t *testing.T) {
	args := []string{"solve", "helmholtz", "--arm", "auto", "--steps", "400", "--width", "8", "--depth", "2", "--points", "64", "--log", "5", "--save-every", "7"}
	whole, killed := t.TempDir(), t.TempDir()
	if code, _, stderr := try(append(args, "--out", whole)...); code != 0 {
		t.Fatal(stderr)
	}
	for _, rows := range []int{2, 15, 30} {
		killAtRow(t, rows, append(args, "--out", killed)...)
	}
	if code, _, stderr := try("solve", "--resume", killed); code != 0 {
		t.Fatal(stderr)
	}
	for _, name := range []string{"spec.json", "weights.safetensors", "field.npz", "checkpoint.safetensors", "auto.json"} {
		if !bytes.Equal(read(t, whole, name), read(t, killed, name)) {
			t.Errorf("%s differs from that of an undisturbed run", name)
		}
	}
}

func TestAutoRefuses(t *testing.T) {
	plain, auto, begun := t.TempDir(), t.TempDir(), t.TempDir()
	solved(t, 0, append([]string{"heat", "--out", plain}, small...)...)
	solved(t, 0, append([]string{"heat", "--arm", "auto", "--out", auto}, small...)...)
	if err := os.WriteFile(filepath.Join(begun, "auto.json"), read(t, auto, "auto.json"), 0o666); err != nil { // killed before spec.json
		t.Fatal(err)
	}
	for _, tt := range []struct {
		code int
		says string
		args []string
	}{
		{2, "leave --weights", []string{"--arm", "auto", "--weights", "nash"}},
		{2, "leave --weights", []string{"--arm", "auto", "--adapters", "shared"}},
		{2, "gradnorm?", []string{"--arm", "gradnrm"}},
		{2, "arm is none there, auto is asked", []string{"--arm", "auto", "--out", plain}},
		{2, "seed is 1 there, 9 is asked", []string{"--arm", "auto", "--seed", "9", "--out", auto}},
		{2, "arm is auto there, nash is asked", []string{"--arm", "nash", "--out", auto}},
		{2, "arm is auto there, none is asked", []string{"--arm", "none", "--out", begun}},
		{2, "arm is auto there, trial is asked", []string{"--arm", "trial", "--out", begun}},
	} {
		code, stdout, stderr := try(append(append([]string{"solve", "heat"}, small...), tt.args...)...)
		if code != tt.code || stdout != "" || !strings.Contains(stderr, tt.says) {
			t.Errorf("%q: exit code %d, %q, %q", tt.args, code, stdout, stderr)
		}
	}
	solved(t, 0, append([]string{"heat", "--arm", "auto", "--out", begun}, small...)...)
	if !bytes.Equal(read(t, begun, "field.npz"), read(t, auto, "field.npz")) {
		t.Error("what was killed before spec.json ends elsewhere")
	}
}
