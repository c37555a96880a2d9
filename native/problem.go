//go:build native

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"counterpoint/solver/problem"
)

// maxText is the longest problem file that is read, in bytes.
const maxText = 1 << 20

// load returns the problem of a catalogue name or a file. The error holds all faults of the file, one a line.
func load(name string) (*problem.Problem, error) {
	if !isFile(name) {
		p, err := problem.Load(name)
		if err != nil {
			return nil, wrong(err)
		}
		return p, nil
	}
	info, err := os.Stat(name)
	if err != nil {
		return nil, wrong(err)
	}
	if info.IsDir() || info.Size() > maxText {
		return nil, wrong(fmt.Errorf("%s: a folder, or larger than the %d bytes of a problem's text", name, maxText))
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, wrong(err)
	}
	p, faults := problem.Parse(name, string(text))
	if len(faults) == 0 {
		return p, nil
	}
	list := make([]error, len(faults))
	for i, f := range faults {
		list[i] = f
	}
	return nil, wrong(errors.Join(list...))
}

// isFile reports whether name means a file: it ends in .pde or holds a slash.
func isFile(name string) bool {
	return strings.HasSuffix(name, ".pde") || strings.ContainsRune(filepath.ToSlash(name), '/')
}
