//go:build !js

package site

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The cuts fit the version of ebiten that go.mod pins, and what is cut is gone.
func TestTrim(t *testing.T) {
	root, err := Root(".")
	if err != nil {
		t.Fatal(err)
	}
	temp := t.TempDir()
	for _, name := range []string{"go.mod", "go.sum"} {
		data, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(temp, name), string(data))
	}
	b := Builder{Root: temp, Log: io.Discard}
	flag, err := b.trim(context.Background())
	if err != nil || !strings.HasPrefix(flag, "-modfile=") {
		t.Fatalf("trim = %q, %v", flag, err)
	}
	dirs, err := filepath.Glob(filepath.Join(temp, "out", "trim", "ebiten-v*"))
	if err != nil || len(dirs) != 1 {
		t.Fatal(dirs, err)
	}
	for name, gone := range map[string]string{"builtinshader/shader.go": "text/template", "debug/caller.go": "go/build", "graphicscommand/image_js.go": "archive/zip", "graphicscommand/image.go": "internal/png"} {
		text, err := os.ReadFile(filepath.Join(dirs[0], "internal", name))
		if err != nil || strings.Contains(string(text), gone) {
			t.Errorf("%s: %v, or it still imports %s", name, err, gone)
		}
	}
	text, err := os.ReadFile(filepath.Join(dirs[0], "internal", "builtinshader", "shader.go"))
	if n := strings.Count(string(text), "func Fragment(dstPos vec4"); err != nil || n != 18 || strings.Contains(string(text), "{{") {
		t.Errorf("%d shaders, want 3 filters x 3 addresses x 2", n)
	}
	if again, err := b.trim(context.Background()); err != nil || again != flag {
		t.Errorf("the second time: %q, %v", again, err)
	}
	for name, cut := range cuts {
		if _, err := cut("package other\n"); err == nil {
			t.Errorf("%s: another text was taken", name)
		}
	}
}
