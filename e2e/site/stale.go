//go:build !js

package site

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// stale says why out has to be built from pkg again, and nothing if it is newer than everything it is made from: the module's own
// files that the build would read, their folders (a removed file leaves only its folder's time), go.mod and go.sum. Other modules
// are pinned by go.sum.
func (b *Builder) stale(ctx context.Context, out, pkg string) (why string, err error) {
	info, err := os.Stat(out)
	if errors.Is(err, os.ErrNotExist) {
		return "missing", nil
	}
	if err != nil {
		return "", err
	}
	inputs, err := b.inputs(ctx, pkg)
	if err != nil {
		return "", err
	}
	for _, name := range inputs {
		in, err := os.Stat(name)
		if err != nil {
			return "", fmt.Errorf("site: %w", err)
		}
		if in.ModTime().After(info.ModTime()) {
			rel, err := filepath.Rel(b.Root, name)
			if err != nil {
				rel = name
			}
			return filepath.ToSlash(rel) + " is newer", nil
		}
	}
	return "", nil
}

// inputs lists the module's files and folders that go into pkg when it is built for the browser.
func (b *Builder) inputs(ctx context.Context, pkg string) ([]string, error) {
	cmd := exec.CommandContext(ctx, "go", "list", "-deps", "-json=Dir,GoFiles,SFiles,EmbedFiles,Module", pkg)
	cmd.Dir, cmd.Stderr = b.Root, b.Log
	cmd.Env = browserEnv()
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("site: %w", err)
	}
	list := []string{filepath.Join(b.Root, "go.mod")}
	if sum := filepath.Join(b.Root, "go.sum"); exists(sum) {
		list = append(list, sum)
	}
	dec := json.NewDecoder(pipe)
	for {
		var p struct {
			Dir                         string
			GoFiles, SFiles, EmbedFiles []string
			Module                      *struct{ Main bool }
		}
		if err = dec.Decode(&p); err != nil {
			break
		}
		if p.Module == nil || !p.Module.Main {
			continue
		}
		list = append(list, p.Dir)
		for _, files := range [][]string{p.GoFiles, p.SFiles, p.EmbedFiles} {
			for _, f := range files {
				list = append(list, filepath.Join(p.Dir, f))
			}
		}
	}
	if waited := cmd.Wait(); waited != nil {
		return nil, fmt.Errorf("site: go list %s failed, its messages are above: %w", pkg, waited)
	}
	if err != io.EOF {
		return nil, fmt.Errorf("site: go list %s: %w", pkg, err)
	}
	return list, nil
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

// touch gives name the time t, and with it those compressed twins that were current.
func touch(name string, t time.Time) error {
	for _, e := range encodings {
		if current(name, name+e.ext) {
			if err := os.Chtimes(name+e.ext, t, t); err != nil {
				return err
			}
		}
	}
	return os.Chtimes(name, t, t)
}
