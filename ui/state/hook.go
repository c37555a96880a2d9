package state

import "strings"

// Hook is the code that writes a trace from a framework, as docs/bring-your-own.md has it.
type Hook struct {
	Framework string // with the version it was run with
	Code      string
	Use       string // what to do with it, as the document says; "" if nothing
}

// HookText returns the code of Hooks[i] that can be pasted: with the functions of the first one that it calls and lacks.
func HookText(i int) string {
	code := Hooks[i].Code
	base := Hooks[0].Code
	head, row, _ := strings.Cut(base, "\n\n\n")
	need := "import json\n\n"
	if i > 0 && !strings.Contains(code, "def header(") {
		need += head + "\n\n\n"
	}
	if i > 0 && !strings.Contains(code, "def gram_row(") {
		need = strings.Replace(need, "import json\n", "import json\nimport torch\n", 1) + row + "\n\n\n"
	}
	return need + code + "\n"
}
