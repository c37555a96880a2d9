//go:build !js

package main

import (
	_ "embed"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"counterpoint/e2e/site"
)

// page is the document that loads the program; it calls run with the program's arguments.
//
//go:embed page.html
var page []byte

// files returns what the page may ask for, by path: itself, the program, the toolchain's wasm_exec.js, and the kernels'
// loader and side modules if the module has them.
func files(program string) (map[string][]byte, error) {
	root, err := site.Root(".")
	if err != nil {
		return nil, err
	}
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("go env GOROOT: %w", err)
	}
	m := map[string][]byte{"/": page, "/kernels.js": nil}
	for path, name := range map[string]string{
		"/program.wasm": program,
		"/wasm_exec.js": filepath.Join(strings.TrimSpace(string(out)), "lib", "wasm", "wasm_exec.js"),
	} {
		if m[path], err = os.ReadFile(name); err != nil {
			return nil, err
		}
	}
	optional, err := filepath.Glob(filepath.Join(root, "solver", "kernel", "kernels_*.wasm"))
	if err != nil {
		return nil, err
	}
	for _, name := range append(optional, filepath.Join(root, "public", "kernels.js")) {
		b, err := os.ReadFile(name)
		if err == nil {
			m["/"+filepath.Base(name)] = b
		} else if !os.IsNotExist(err) {
			return nil, err
		}
	}
	return m, nil
}

// server answers with files from memory.
func server(files map[string][]byte) http.Handler {
	types := map[string]string{".html": "text/html; charset=utf-8", "": "text/html; charset=utf-8", ".js": "text/javascript", ".wasm": "application/wasm"}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, ok := files[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Type", types[filepath.Ext(r.URL.Path)])
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Embedder-Policy", "require-corp")
		_, _ = w.Write(b) // fails only when the browser has gone, which is noticed elsewhere
	})
}
