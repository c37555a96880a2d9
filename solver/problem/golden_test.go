package problem

import (
	"embed"
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden file of messages")

//go:embed testdata/*
var testdata embed.FS

func openTestdata(name string) ([]byte, error) { return testdata.ReadFile("testdata/" + name) }

// TestFaults compares every message with testdata/faults.txt: blocks of a comment line, the text (each line after "| "), and what the
// user is told (each fault after "> ").
func TestFaults(t *testing.T) {
	raw, err := openTestdata("faults.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	checked := 0
	for _, block := range strings.Split(strings.TrimSpace(string(raw)), "\n\n") {
		var text, want []string
		head := ""
		for _, line := range strings.Split(block, "\n") {
			switch {
			case strings.HasPrefix(line, "|"):
				text = append(text, strings.TrimPrefix(strings.TrimPrefix(line, "|"), " "))
			case strings.HasPrefix(line, ">"):
				want = append(want, strings.TrimPrefix(line, "> "))
			default:
				head = line
			}
		}
		p, faults := ParseCase("a.pde", strings.Join(text, "\n")+"\n", "", openTestdata)
		if p != nil {
			t.Errorf("%s: the text is taken for right", head)
		}
		var got []string
		for _, f := range faults {
			got = append(got, f.Error())
		}
		if strings.Join(got, "\n") != strings.Join(want, "\n") && !*update {
			t.Errorf("%s\ngot  %s\nwant %s", head, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
		}
		checked++
		out.WriteString(head + "\n")
		for _, line := range text {
			out.WriteString(strings.TrimRight("| "+line, " ") + "\n")
		}
		for _, line := range got {
			out.WriteString("> " + line + "\n")
		}
		out.WriteString("\n")
	}
	if checked < 60 {
		t.Fatalf("only %d malformed texts", checked)
	}
	if *update {
		if err := os.WriteFile("testdata/faults.txt", []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
