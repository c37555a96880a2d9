//go:build native

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// claim makes the folder that a flag names and takes the lock of whoever trains into it, a run or a sweep, until the file is closed. It
// says before anything is computed why it cannot.
func claim(flag, dir string) (*os.File, error) {
	if err := makeFolder(flag, dir); err != nil {
		return nil, err
	}
	lock, err := lockFile(filepath.Join(dir, ".lock"))
	if errors.Is(err, syscall.EAGAIN) || errors.Is(err, syscall.EACCES) {
		return nil, wrong(fmt.Errorf("%s %s: another process trains there; wait for its end, or give another folder", flag, dir))
	}
	if err != nil {
		return nil, wrong(fmt.Errorf("%s %s: %w", flag, dir, err))
	}
	return lock, nil
}

// makeFolder makes the folder that a flag names, and checks that a file can be written there.
func makeFolder(flag, dir string) error {
	for at := filepath.Clean(dir); ; at = filepath.Dir(at) {
		info, err := os.Stat(at)
		if err == nil && !info.IsDir() {
			return wrong(fmt.Errorf("%s %s: %s is a file; name a folder", flag, dir, at))
		}
		if err == nil || at == filepath.Dir(at) {
			break
		}
	}
	err := os.MkdirAll(dir, 0o777)
	if err == nil {
		var probe *os.File
		if probe, err = os.CreateTemp(dir, ".probe-*"); err == nil {
			err = errors.Join(probe.Close(), os.Remove(probe.Name()))
		}
	}
	if err != nil {
		return wrong(fmt.Errorf("%s %s: %w; name a folder that can be written to", flag, dir, err))
	}
	return nil
}
