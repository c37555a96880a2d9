//go:build native

package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"strings"
	"testing"

	"counterpoint/solver/experiment"
	"counterpoint/solver/kernel"
)

// asProgram, set in the environment, makes the test binary be the program: for tests that need a process.
const asProgram = "COUNTERPOINT_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// try runs a command line.
func try(args ...string) (code int, stdout, stderr string) {
	var out, err bytes.Buffer
	code = run(args, &out, &err)
	return code, out.String(), err.String()
}

// faulty has an error on its seventh line.
const faulty = `title "Heat"
coord x in [0, 1]
time t in [0, 1]
field u
const k = 0.1 in [0.01, 1]
loss ic: u = sin(pi*x) on t = 0
loss pde: u_t = k*v_xx
loss bc: u = 0 on x = 0, x = 1
`

func TestWrongRequests(t *testing.T) {
	dir := t.TempDir()
	file := dir + "/faulty.pde"
	if err := os.WriteFile(file, []byte(faulty), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		args []string
		says []string // all in stderr
	}{
		{[]string{"solve", "burger"}, []string{"burger", "burgers"}},
		{[]string{"show", "burger"}, []string{"burgers"}},
		{[]string{"solve", file}, []string{file + ":7:"}},
		{[]string{"solve", dir + "/none.pde"}, []string{"none.pde"}},
		{[]string{"solve", dir + "/"}, []string{dir}},
		{[]string{"solve"}, []string{"problem"}},
		{[]string{"solve", "heat", "--stepz", "3"}, []string{"--stepz"}},
		{[]string{"solve", "heat", "--steps", "0"}, []string{"--steps", "whole number"}},
		{[]string{"solve", "heat", "--lr", "fast"}, []string{"--lr", "number"}},
		{[]string{"solve", "heat", "--lr", "-1"}, []string{`--lr: "-1" is not a number from 1e-12 to 1e+12`}},
		{[]string{"solve", "heat", "--lr=-1"}, []string{`--lr: "-1" is not a number from 1e-12 to 1e+12`}},
		{[]string{"diagnose", "heat", "--lr", "-1e-3"}, []string{`--lr: "-1e-3" is not`}},
		{[]string{"sweep", "--problems", "heat", "--seeds", "-2", "--out", dir}, []string{"--seeds"}},
		{[]string{"sweep", "--problems", "", "--out", dir}, []string{"--problems is empty", "catalogue"}},
		{[]string{"sweep", "--problems", "heat", "--arms", "", "--out", dir}, []string{"--arms is empty"}},
		{[]string{"solve", "heat", "--activation", "relu"}, []string{"--activation", "tanh"}},
		{[]string{"solve", "heat", "--set", "nosuch=1"}, []string{"nosuch"}},
		{[]string{"solve", "burgers", "--set", "nu=1e9"}, []string{"nu", "["}},
		{[]string{"solve", "heat", "--workers", "-1"}, []string{"--workers"}},
		{[]string{"solve", "heat", "--kernel", "none"}, []string{"none", "portable"}},
		{[]string{"dance"}, []string{"dance"}},
		{nil, []string{"list", "solve"}},
	} {
		code, stdout, stderr := try(tt.args...)
		if code != 2 || stdout != "" {
			t.Errorf("%q: exit code %d, stdout %q, want 2 and nothing", tt.args, code, stdout)
		}
		for _, want := range tt.says {
			if !strings.Contains(stderr, want) {
				t.Errorf("%q: stderr %q does not name %q", tt.args, stderr, want)
			}
		}
	}
}

func TestHelpAndVersion(t *testing.T) {
	for _, args := range [][]string{{"--help"}, {"solve", "--help"}, {"version"}} {
		code, stdout, stderr := try(args...)
		if code != 0 || !strings.Contains(stdout, "counterpoint") || stderr != "" {
			t.Errorf("%q: exit code %d, stdout %q, stderr %q", args, code, stdout, stderr)
		}
	}
}

// version and solve refuse a kernel set that this machine has not, and name the variable that asks for it.
func TestUnknownKernelSet(t *testing.T) {
	t.Setenv(kernel.Variable, "avx1024")
	for _, args := range [][]string{{"version"}, {"solve", "heat"}} {
		code, stdout, stderr := try(args...)
		if code != 2 || stdout != "" || !strings.Contains(stderr, kernel.Variable) || !strings.Contains(stderr, `"avx1024"`) || !strings.Contains(stderr, "portable") {
			t.Errorf("%q: exit code %d, stdout %q, stderr %q", args, code, stdout, stderr)
		}
	}
	t.Setenv(kernel.Variable, "portable")
	if code, stdout, _ := try("version"); code != 0 || !strings.Contains(stdout, "kernels portable,") {
		t.Errorf("exit code %d, %q", code, stdout)
	}
}

func TestEverySettingHasItsFlag(t *testing.T) {
	_, help, _ := try("solve", "--help")
	checked := 0
	for _, s := range experiment.Settings {
		if !strings.Contains(help, "--"+s.Name+"=") {
			t.Errorf("solve --help has no --%s", s.Name)
		}
		checked++
	}
	if checked == 0 {
		t.Error("no setting was checked")
	}
}

func TestFlagsSetTheSpec(t *testing.T) {
	before := experiment.Default()
	args := []string{"solve", "heat"}
	want := map[string]string{}
	for i := range experiment.Settings {
		s := &experiment.Settings[i]
		want[s.Name] = another(s, s.Text(&before))
		args = append(args, "--"+s.Name+"="+want[s.Name])
	}
	parser, c := commandLine(io.Discard, io.Discard, func(int) {})
	if _, err := parser.Parse(args); err != nil {
		t.Fatal(err)
	}
	after := experiment.Default()
	if err := c.Solve.settings.apply(&after); err != nil {
		t.Fatal(err)
	}
	for i := range experiment.Settings {
		s := &experiment.Settings[i]
		if got := s.Text(&after); got != want[s.Name] || got == s.Text(&before) {
			t.Errorf("--%s: got %q, want %q, which differs from the default", s.Name, got, want[s.Name])
		}
	}
	if len(want) == 0 {
		t.Error("no setting was checked")
	}
}

// another returns a value of the setting that is not old.
func another(s *experiment.Setting, old string) string {
	switch s.Kind {
	case experiment.Choice:
		for _, c := range s.Choices {
			if c != old {
				return c
			}
		}
	case experiment.Words:
		return "pde=64"
	}
	for _, text := range []string{"2", "3"} {
		if text != old {
			return text
		}
	}
	return old
}

func TestList(t *testing.T) {
	code, stdout, _ := try("list", "--json")
	var entries []experiment.Entry
	if err := json.Unmarshal([]byte(stdout), &entries); err != nil || code != 0 {
		t.Fatalf("exit code %d, %v", code, err)
	}
	have := map[string]experiment.Entry{}
	for _, e := range entries {
		have[e.Name] = e
	}
	_, table, _ := try("list")
	for _, name := range []string{"heat", "burgers", "helmholtz"} {
		e, ok := have[name]
		if !ok || e.Title == "" || len(e.Losses) < 2 || len(e.Coords) < 2 || len(e.Fields) == 0 || e.Truth == "" {
			t.Errorf("list --json says %+v of %s", e, name)
		}
		if !strings.Contains(table, "\n"+name+" ") {
			t.Errorf("list has no line for %s", name)
		}
	}
}

func TestShow(t *testing.T) {
	code, stdout, _ := try("show", "burgers")
	for _, want := range []string{"burgers", "coordinate", "nu = ", "loss pde"} {
		if !strings.Contains(stdout, want) || code != 0 {
			t.Errorf("show burgers: exit code %d, no %q in\n%s", code, want, stdout)
		}
	}
	code, stdout, _ = try("show", "burgers", "--json")
	var info experiment.Info
	if err := json.Unmarshal([]byte(stdout), &info); err != nil || code != 0 || info.Name != "burgers" || len(info.Axes) != 2 {
		t.Errorf("show --json: exit code %d, %v, %+v", code, err, info)
	}
	code, text, _ := try("show", "burgers", "--text")
	if code != 0 || text != info.Text {
		t.Errorf("show --text: exit code %d, the text differs from Info's", code)
	}
	file := t.TempDir() + "/mine.pde"
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	if code, stdout, stderr := try("show", file); code != 0 || !strings.Contains(stdout, "loss pde") {
		t.Errorf("show of a file: exit code %d, %s", code, stderr)
	}
}
