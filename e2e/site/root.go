//go:build !js

// Package site builds and serves the files of public/: what `go run serve.go` and the browser tests stand on.
package site

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
)

// Module is the module path that Root looks for.
const Module = "counterpoint"

// Root returns the folder that holds the module's go.mod: from, or the nearest folder above it.
func Root(from string) (string, error) {
	dir, err := filepath.Abs(from)
	if err != nil {
		return "", err
	}
	for {
		if declares(filepath.Join(dir, "go.mod"), Module) {
			return dir, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", errors.New("site: no go.mod of module " + Module + " in " + from + " or above it; run this inside a clone")
		}
		dir = up
	}
}

// declares reports whether the go.mod at path names module.
func declares(path, module string) bool {
	b, err := os.ReadFile(path)
	if err != nil {
		return false
	}
	for _, line := range strings.Split(string(b), "\n") {
		if f := strings.Fields(line); len(f) == 2 && f[0] == "module" {
			return f[1] == module
		}
	}
	return false
}
