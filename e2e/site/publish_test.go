//go:build !js

package site

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// publishable is a module whose public/ can be published.
func publishable(t *testing.T) string {
	t.Helper()
	root := module(t)
	write(t, filepath.Join(root, "public", "index.html"), "<!doctype html>\n"+marker+"\n<link rel=\"preload\" href=\"page.wasm\" as=\"fetch\" crossorigin type=\"application/wasm\">\n")
	write(t, filepath.Join(root, "public", "offline.js"), "// keeps files\n")
	write(t, filepath.Join(root, "public", "picture.png"), "pixels")
	return root
}

func TestPublish(t *testing.T) {
	root, dir := publishable(t), filepath.Join(t.TempDir(), "x", "y")
	read := func(name string) string {
		t.Helper()
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Error(err)
		}
		return string(text)
	}
	p := Publisher{Builder: Builder{Root: root, Out: "public", Brotli: 1, Log: io.Discard}, Dir: dir}
	var table bytes.Buffer
	if err := p.Publish(context.Background(), &table); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(table.String(), "page.wasm") || !strings.Contains(table.String(), "of 3600000") {
		t.Errorf("table %q", &table)
	}
	if text := read("index.html"); !strings.Contains(text, `content="offline gzip"`) || !strings.Contains(text, `href="page.wasm.gz"`) {
		t.Errorf("index.html is %q", text)
	}
	first := read("offline.js")
	for _, want := range []string{`"./"`, `"page.wasm.gz"`, `"wasm_exec.js"`, `"kernels_simd.wasm"`, `"picture.png"`, "// keeps files", "const version = "} {
		if !strings.Contains(first, want) {
			t.Errorf("offline.js lacks %s: %q", want, first)
		}
	}
	unpack(t, filepath.Join(dir, "page.wasm"))
	if read("picture.png") != "pixels" || exists(filepath.Join(dir, "picture.png.br")) {
		t.Error("the picture is not there as it was, or was compressed")
	}

	p.Plain = true
	write(t, filepath.Join(root, "public", "style.css"), "body { color: red }\n")
	if err := p.Publish(context.Background(), &table); err != nil {
		t.Fatal(err)
	}
	if text := read("index.html"); !strings.Contains(text, `content="offline"`) || !strings.Contains(text, `href="page.wasm"`) {
		t.Errorf("index.html is %q", text)
	}
	if second := read("offline.js"); second[:40] == first[:40] || !strings.Contains(second, `"page.wasm"`) {
		t.Errorf("other content has the same version, or is fetched packed: %q", second)
	}
}

// A site whose WASM is above the budget is refused, and so is a folder that is no site.
func TestWeigh(t *testing.T) {
	dir := t.TempDir()
	if _, err := Weigh(io.Discard, dir); err == nil {
		t.Error("an empty folder was weighed")
	}
	write(t, filepath.Join(dir, "page.wasm"), "x")
	if _, err := Weigh(io.Discard, dir); err == nil {
		t.Error("WASM without its twin was weighed")
	}
	write(t, filepath.Join(dir, "page.wasm.br"), strings.Repeat("x", 300))
	write(t, filepath.Join(dir, "other.wasm"), "y")
	write(t, filepath.Join(dir, "other.wasm.br"), strings.Repeat("x", 21))
	if n, err := Weigh(io.Discard, dir); n != 321 || err != nil {
		t.Errorf("Weigh = %d, %v, want 321", n, err)
	}
}
