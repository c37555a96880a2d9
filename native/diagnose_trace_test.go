//go:build native

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A trace of a run that broke has no verdict: the fault names file, line, column and cell.
func TestDiagnoseBrokenTraces(t *testing.T) {
	const head = "step,loss_pde,loss_ic,g_pde_pde,g_pde_ic,g_ic_ic\n0,1,2,4,-1,9\n"
	for name, tt := range map[string]struct {
		row  string
		says []string
	}{
		"text.csv": {"1,1,2,4,foo,9\n", []string{"line 3: ", "g_pde_ic", `"foo"`, "write a number"}},
		"nan.csv":  {"1,nan,nan,nan,nan,nan\n", []string{"line 3: ", "loss_pde", `"nan"`, "cut the trace"}},
	} {
		file := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(file, []byte(head+tt.row), 0o666); err != nil {
			t.Fatal(err)
		}
		code, stdout, stderr := try("diagnose", file)
		if code != 2 || stdout != "" {
			t.Errorf("%s: exit code %d, stdout %q", name, code, stdout)
		}
		for _, want := range append(tt.says, file) {
			if !strings.Contains(stderr, want) {
				t.Errorf("%s: stderr %q does not name %q", name, stderr, want)
			}
		}
	}
}
