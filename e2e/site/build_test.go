//go:build !js

package site

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
)

// module writes a module with the two browser binaries and returns its folder.
func module(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":                          "module counterpoint\n\ngo 1.26\n",
		"wasm/page/main.go":               "package main\n\nimport \"counterpoint/word\"\n\nfunc main() { println(word.Word) }\n",
		"wasm/worker/main.go":             "package main\n\nfunc main() {}\n",
		"word/word.go":                    "package word\n\nconst Word = \"one\"\n",
		"public/index.html":               "<!doctype html>\n",
		"public/orphan.css.br":            "left over\n",
		"solver/kernel/kernels_simd.wasm": "side module",
	} {
		write(t, filepath.Join(root, name), text)
	}
	return root
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// times returns the modification time of every file below dir.
func times(t *testing.T, dir string) map[string]time.Time {
	t.Helper()
	m := map[string]time.Time{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			m[d.Name()] = info.ModTime()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestBuild(t *testing.T) {
	root := module(t)
	var log bytes.Buffer
	b := Builder{Root: root, Out: "public", Brotli: 1, Log: &log}
	build := func(want string) map[string]time.Time {
		t.Helper()
		log.Reset()
		if err := b.Build(context.Background()); err != nil {
			t.Fatalf("%v\n%s", err, &log)
		}
		if want == "" && log.Len() > 0 || !strings.Contains(log.String(), want) {
			t.Errorf("log is %q, want it to contain %q and to be empty if that is", &log, want)
		}
		return times(t, filepath.Join(root, "public"))
	}

	first := build("page.wasm      building: missing")
	for _, name := range []string{"index.html", "page.wasm", "worker.wasm", "wasm_exec.js", "kernels_simd.wasm"} {
		for _, ext := range []string{"", ".br", ".gz"} {
			if _, ok := first[name+ext]; !ok {
				t.Errorf("public/%s%s was not made", name, ext)
			}
		}
	}
	if _, ok := first["orphan.css.br"]; ok {
		t.Error("orphan.css.br stands for no file and was kept")
	}
	unpack(t, filepath.Join(root, "public", "page.wasm"))

	if second := build(""); !equal(first, second) {
		t.Errorf("an up-to-date site was touched:\n%v\n%v", first, second)
	}

	write(t, filepath.Join(root, "word", "word.go"), "package word\n\nconst Word = \"other\"\n")
	later(t, filepath.Join(root, "word", "word.go"))
	third := build("page.wasm      building: word/word.go is newer")
	if third["page.wasm"].Equal(first["page.wasm"]) || !third["worker.wasm"].Equal(first["worker.wasm"]) {
		t.Error("a change of word/word.go should rebuild page.wasm, and worker.wasm not")
	}
	unpack(t, filepath.Join(root, "public", "page.wasm"))

	write(t, filepath.Join(root, "public", "wasm_exec.js"), "of another Go\n")
	build("worker.wasm    building: built by another Go")

	b.Out, b.Bare = "bare", true
	build("page.wasm      building: missing")
	made := times(t, filepath.Join(root, "bare"))
	if _, ok := made["worker.wasm"]; !ok || len(made) != 4 {
		t.Errorf("a bare site is %v", made)
	}
}

func TestBuildFails(t *testing.T) {
	root := module(t)
	write(t, filepath.Join(root, "word", "word.go"), "package word\n\nconst Word = 1 +\n")
	var log bytes.Buffer
	b := Builder{Root: root, Out: "public", Brotli: 1, Log: &log}
	if err := b.Build(context.Background()); err == nil || !strings.Contains(err.Error(), "./wasm/page") {
		t.Errorf("Build = %v, want an error that names ./wasm/page", err)
	}
	if !strings.Contains(log.String(), "word.go:") {
		t.Errorf("the compiler's message is missing in %q", &log)
	}
	if exists(filepath.Join(root, "public", "page.wasm")) {
		t.Error("a failed build left a page.wasm")
	}
}

func TestRoot(t *testing.T) {
	root := module(t)
	got, err := Root(filepath.Join(root, "wasm", "page"))
	if err != nil || got != root {
		t.Errorf("Root(wasm/page) = %q, %v, want %q", got, err, root)
	}
	write(t, filepath.Join(root, "go.mod"), "module another\n")
	if got, err := Root(root); err == nil {
		t.Errorf("Root in another module = %q, want an error", got)
	}
}

func TestListenTakesNextPort(t *testing.T) {
	first, err := Listen("127.0.0.1:0", 1)
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	if l, err := Listen(first.Addr().String(), 1); err == nil {
		l.Close()
		t.Error("one try on a taken port succeeded")
	}
	second, err := Listen(first.Addr().String(), 50)
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	if second.Addr().String() == first.Addr().String() {
		t.Error("two listeners on one port")
	}
	for _, addr := range []string{"8080", "127.0.0.1:http8", "127.0.0.1:70000"} {
		if l, err := Listen(addr, 1); err == nil {
			l.Close()
			t.Errorf("Listen(%q) succeeded", addr)
		}
	}
}

// unpack checks that both twins of name unpack to it.
func unpack(t *testing.T, name string) {
	t.Helper()
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range encodings {
		f, err := os.Open(name + e.ext)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		var r io.Reader = brotli.NewReader(f)
		if e.name == "gzip" {
			if r, err = gzip.NewReader(f); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s%s unpacks to %d bytes (%v), want the %d bytes of its file", name, e.ext, len(got), err, len(want))
		}
	}
}

// later puts the time of name an hour ahead, so that the test does not depend on the file system's resolution.
func later(t *testing.T, name string) {
	t.Helper()
	at := time.Now().Add(time.Hour)
	if err := os.Chtimes(name, at, at); err != nil {
		t.Fatal(err)
	}
}

func equal(a, b map[string]time.Time) bool {
	for name, t := range a {
		if !t.Equal(b[name]) {
			return false
		}
	}
	return len(a) == len(b)
}
