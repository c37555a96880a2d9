//go:build native

package main

import (
	"strings"
	"testing"

	"counterpoint/solver/problem"
)

func TestReproducePlan(t *testing.T) {
	checked := 0
	for _, g := range stages {
		for _, name := range g.problems {
			if _, err := problem.Load(name); err != nil {
				t.Error(err)
			}
			checked++
		}
		for _, arm := range g.arms {
			if err := knownArm(arm); err != nil {
				t.Error(err)
			}
			checked++
		}
	}
	code, stdout, stderr := try("reproduce", "--table", "--out", t.TempDir())
	if code != 0 || checked == 0 || strings.Count(stdout, "not run") != 18*10+4*2 {
		t.Errorf("exit code %d, %d cells not run: %s", code, strings.Count(stdout, "not run"), stderr)
	}
}
