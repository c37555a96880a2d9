//go:build !js

package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// build compiles the test program for the browser.
func build(t *testing.T) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "program.wasm")
	cmd := exec.Command("go", "build", "-o", out, "./testdata/program")
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if b, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, b)
	}
	return out
}

func TestExecute(t *testing.T) {
	program := build(t)
	var long strings.Builder
	for i := range 100 {
		fmt.Fprintln(&long, i, strings.Repeat("x", 1000*i))
	}
	tests := []struct {
		args           []string
		code           int
		stdout, stderr string // stderr: contained
	}{
		{[]string{"echo", "-test.run=^A b$", `"quoted" </script>`}, 0, `["echo" "-test.run=^A b$" "\"quoted\" </script>"]` + "\n", "[]\n"},
		{[]string{"long"}, 0, long.String(), ""},
		{[]string{"exit"}, 7, "no newline \xff", ""},
		{[]string{"panic"}, 2, "", "panic: as asked"},
		{[]string{"file"}, 0, "open go.mod: No such file or directory\nopen old: File exists\nkept\nmkdir folder: not implemented on js\n", ""},
	}
	for _, tt := range tests {
		t.Run(tt.args[0], func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			code, err := execute(context.Background(), program, tt.args, &stdout, &stderr)
			if err != nil || code != tt.code {
				t.Errorf("code %d, error %v, want %d and none", code, err, tt.code)
			}
			if stdout.String() != tt.stdout {
				t.Errorf("stdout is %.300q, want %.300q", &stdout, tt.stdout)
			}
			if !strings.Contains(stderr.String(), tt.stderr) {
				t.Errorf("stderr is %q, want it to contain %q", &stderr, tt.stderr)
			}
		})
	}
}

func TestExecuteStops(t *testing.T) {
	program := build(t)
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(3*time.Second, cancel)
	var out bytes.Buffer
	if code, err := execute(ctx, program, []string{"sleep"}, &out, &out); code != failed || err == nil {
		t.Errorf("a cancelled run returned %d, %v, want %d and an error", code, err, failed)
	}
}

func TestExecuteRefusesWhatIsNoProgram(t *testing.T) {
	name := filepath.Join(t.TempDir(), "text.wasm")
	if err := os.WriteFile(name, []byte("no program"), 0o666); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	code, err := execute(context.Background(), name, nil, &out, &out)
	if code != failed || err == nil || !strings.Contains(err.Error(), "WebAssembly") {
		t.Errorf("got %d, %v, want %d and the browser's message", code, err, failed)
	}
}
