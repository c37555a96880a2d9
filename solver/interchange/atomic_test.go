//go:build !js

package interchange

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWriteFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "weights")
	text := func(s string) func(io.Writer) error {
		return func(w io.Writer) error { _, err := io.WriteString(w, s); return err }
	}
	for _, want := range []string{"one", strings.Repeat("two", 100000)} {
		if err := WriteFile(path, text(want)); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != want {
			t.Errorf("read %d bytes, %v, want %d", len(got), err, len(want))
		}
	}
	broken := errors.New("broken")
	err := WriteFile(path, func(w io.Writer) error {
		if err := text("half")(w); err != nil {
			return err
		}
		return broken
	})
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), path) {
		t.Errorf("got %v, want an error that names the file and wraps the writer's", err)
	}
	if got, _ := os.ReadFile(path); len(got) != 300000 {
		t.Error("a failed write replaced the old file")
	}
	if list, err := os.ReadDir(dir); err != nil || len(list) != 1 {
		t.Errorf("%d files in the folder (%v), want 1", len(list), err)
	}
	if err := WriteFile(filepath.Join(dir, "none", "a"), text("")); err == nil || !strings.Contains(err.Error(), "none") {
		t.Errorf("a missing folder gave %v", err)
	}
}
