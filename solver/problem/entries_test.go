//go:build !js

package problem

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"
)

// TestEntries: entries.json says what the catalogue does.
func TestEntries(t *testing.T) {
	var out bytes.Buffer
	out.WriteString("[\n")
	names := Names()
	for i, name := range names {
		p, err := Load(name)
		if err != nil {
			t.Fatal(err)
		}
		line, err := json.Marshal(p.Entry())
		if err != nil {
			t.Fatal(err)
		}
		out.Write(line)
		if i+1 < len(names) {
			out.WriteByte(',')
		}
		out.WriteByte('\n')
	}
	out.WriteString("]\n")
	if *update {
		if err := os.WriteFile("entries.json", out.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(out.Bytes(), entries) {
		t.Error("entries.json is not what the catalogue says: go test ./solver/problem -run TestEntries -update")
	}
	if got := Entries(); len(got) != len(names) || len(got) == 0 || got[0].Name != names[0] {
		t.Errorf("%d entries, want those of %d problems", len(got), len(names))
	}
}
