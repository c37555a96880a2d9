//go:build !js

package state

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

var hookPattern = regexp.MustCompile("(?s)^([^\n]+)\n+```python\n(.*?)\n```\n(.*)$")

// generate writes hook_gen.go from the document's section on hooks.
func generate(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile("../../docs/bring-your-own.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(b), "\n## Hooks\n")
	text, _, _ = strings.Cut(text, "\n## ")
	out := "// Code generated from docs/bring-your-own.md by the test of hook.go; DO NOT EDIT.\n\npackage state\n\n// Hooks are the document's.\nvar Hooks = []Hook{\n"
	for _, part := range strings.Split(text, "\n### ")[1:] {
		m := hookPattern.FindStringSubmatch(part)
		if m == nil {
			t.Fatalf("a hook without code: %.60q", part)
		}
		use := strings.Join(strings.Fields(m[3]), " ")
		out += fmt.Sprintf("\t{Framework: %q, Code: %q, Use: %q},\n", m[1], m[2], use)
	}
	return out + "}\n"
}

// TestHooksAreTheDocuments: the page has the document's hooks. Where they differ, UPDATE=1 go test ./ui/state -run Hooks writes them anew.
func TestHooksAreTheDocuments(t *testing.T) {
	want := generate(t)
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile("hook_gen.go", []byte(want), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile("hook_gen.go")
	if err != nil || string(have) != want {
		t.Errorf("hook_gen.go is not what docs/bring-your-own.md says (%v): UPDATE=1 go test ./ui/state -run Hooks", err)
	}
	if n := strings.Count(want, "Framework:"); n < 4 {
		t.Errorf("the document has %d hooks", n)
	}
}
