//go:build !js

package site

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// A Builder brings the built files of a site up to date.
type Builder struct {
	Root   string    // the module's folder
	Out    string    // the site's folder, relative to Root: public
	Bare   bool      // no compressed twins: for a browser on the same machine
	Brotli int       // brotli quality of the twins, 0 to 11; 9 takes seconds, 11 most of a minute
	Log    io.Writer // progress, and the compiler's messages
}

// binaries are the WASM files of a site, the packages they are built from, and flags of the compiler: functions of code that is not
// hot are not inlined, which takes a tenth off what is fetched.
var binaries = []struct {
	file, pkg string
	trim      bool // build with the smaller copy of ebiten
	flags     []string
}{
	{"page.wasm", "./wasm/page", true, append([]string{"-gcflags=all=-l"}, hot...)},
	{"worker.wasm", "./wasm/worker", false, append([]string{"-gcflags=std=-l", "-gcflags=gonum.org/v1/gonum/...=-l"}, hot...)},
}

// hot has the packages inlined as ever that loops lean on: what is not inlined within a package is not inlined into its callers either.
var hot = []string{"-gcflags=runtime=", "-gcflags=internal/runtime/...=", "-gcflags=math=", "-gcflags=math/bits=", "-gcflags=slices="}

// Build makes what Out lacks or what is older than its sources: the WASM binaries, wasm_exec.js of the Go toolchain that built
// them, copies of the kernels' side modules, and, unless Bare, a .br and a .gz twin of every asset. Files that are up to date are not touched.
// A failed build leaves the old file in place; the compiler's messages have then gone to Log.
func (b *Builder) Build(ctx context.Context) error {
	if err := os.MkdirAll(b.path(""), 0o777); err != nil {
		return err
	}
	newGo, err := b.copyRuntime(ctx)
	if err != nil {
		return err
	}
	for _, t := range binaries {
		out := b.path(t.file)
		why := "built by another Go"
		if !newGo {
			if why, err = b.stale(ctx, out, t.pkg); err != nil {
				return err
			}
		}
		if why == "" {
			continue
		}
		flags := t.flags
		if t.trim {
			mod, err := b.trim(ctx)
			if err != nil {
				return err
			}
			if mod != "" {
				flags = append([]string{mod}, flags...)
			}
		}
		if err := b.compile(ctx, out, t.pkg, why, flags); err != nil {
			return err
		}
	}
	if err := b.copyKernels(); err != nil {
		return err
	}
	if b.Bare {
		return nil
	}
	return compressAll(ctx, b.path(""), b.Brotli, b.logf)
}

func (b *Builder) path(name string) string { return filepath.Join(b.Root, b.Out, name) }

func (b *Builder) logf(format string, a ...any) { fmt.Fprintf(b.Log, format+"\n", a...) }

// copyRuntime copies wasm_exec.js from the toolchain and reports whether it replaced another toolchain's: the binaries must
// then be built again, since file and binary only work in pairs.
func (b *Builder) copyRuntime(ctx context.Context) (changed bool, err error) {
	cmd := exec.CommandContext(ctx, "go", "env", "GOROOT")
	cmd.Dir, cmd.Stderr = b.Root, b.Log
	root, err := cmd.Output()
	if err != nil {
		return false, fmt.Errorf("site: go env GOROOT: %w", err)
	}
	return b.copy(filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js"), "wasm_exec.js")
}

// copyKernels copies the side modules that package kernel loads in the browser.
func (b *Builder) copyKernels() error {
	files, err := filepath.Glob(filepath.Join(b.Root, "solver", "kernel", "kernels_*.wasm"))
	if err != nil {
		return err
	}
	for _, f := range files {
		if _, err := b.copy(f, filepath.Base(f)); err != nil {
			return err
		}
	}
	return nil
}

// copy writes the content of from to the site's file name unless it is there already. It reports whether it replaced other content.
func (b *Builder) copy(from, name string) (replaced bool, err error) {
	want, err := os.ReadFile(from)
	if err != nil {
		return false, fmt.Errorf("site: %w", err)
	}
	have, err := os.ReadFile(b.path(name))
	if err == nil && bytes.Equal(want, have) {
		return false, nil
	}
	b.logf("%-14s copied", name)
	return err == nil, replace(b.path(name), func(w io.Writer) error { _, err := w.Write(want); return err })
}

// compile builds pkg for the browser into out. If that gives the same bytes as before, only the time of out and of its
// compressed twins changes.
func (b *Builder) compile(ctx context.Context, out, pkg, why string, flags []string) error {
	start := time.Now()
	b.logf("%-14s building: %s", filepath.Base(out), why)
	temp := out + ".tmp"
	defer os.Remove(temp)
	args := append([]string{"build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w"}, flags...)
	cmd := exec.CommandContext(ctx, "go", append(args, "-o", temp, pkg)...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = b.Root, b.Log, b.Log
	cmd.Env = browserEnv()
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fmt.Errorf("site: go build %s failed, the compiler's messages are above: %w", pkg, err)
	}
	info, err := os.Stat(temp)
	if err != nil {
		return err
	}
	b.logf("%-14s %.1f MB in %.1f s", filepath.Base(out), float64(info.Size())/1e6, time.Since(start).Seconds())
	if sameContent(temp, out) {
		return touch(out, time.Now())
	}
	return os.Rename(temp, out)
}

// browserEnv is the environment for building what runs in the browser.
func browserEnv() []string { return append(os.Environ(), "GOOS=js", "GOARCH=wasm") }

func sameContent(a, b string) bool {
	x, err1 := os.ReadFile(a)
	y, err2 := os.ReadFile(b)
	return err1 == nil && err2 == nil && bytes.Equal(x, y)
}

// replace writes a file under a temporary name and renames it, so that a reader sees the old file or the new one.
func replace(path string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	err = write(f)
	if err2 := f.Close(); err == nil {
		err = err2
	}
	if err == nil {
		err = os.Chmod(f.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	return err
}
