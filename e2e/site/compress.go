//go:build !js

package site

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/andybalholm/brotli"
)

// encodings are the compressed twins of a file, best first: the name in Accept-Encoding and the extension on disk.
var encodings = []struct{ name, ext string }{{"br", ".br"}, {"gzip", ".gz"}}

// contentType holds the types of the files a site may have. All but pictures, which are compressed already, get twins.
var contentType = map[string]string{
	".css":         "text/css; charset=utf-8",
	".html":        "text/html; charset=utf-8",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json",
	".md":          "text/markdown; charset=utf-8",
	".pde":         "text/plain; charset=utf-8",
	".png":         "image/png",
	".svg":         "image/svg+xml",
	".txt":         "text/plain; charset=utf-8",
	".wasm":        "application/wasm",
	".webmanifest": "application/manifest+json",
}

// current reports whether twin was made from name as it is now: it carries the same time, to the nanosecond.
func current(name, twin string) bool {
	a, err1 := os.Stat(name)
	b, err2 := os.Stat(twin)
	return err1 == nil && err2 == nil && a.ModTime().Equal(b.ModTime())
}

// compressAll makes the missing and outdated twins of all assets below dir, a few at a time, and removes twins without a file.
func compressAll(ctx context.Context, dir string, quality int, logf func(string, ...any)) error {
	var work []func() error
	var logging sync.Mutex
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		ext := filepath.Ext(name)
		if base := strings.TrimSuffix(name, ext); (ext == ".br" || ext == ".gz") && !exists(base) {
			return os.Remove(name)
		}
		if contentType[ext] == "" || ext == ".png" || strings.HasPrefix(d.Name(), ".") {
			return nil
		}
		for _, e := range encodings {
			if current(name, name+e.ext) {
				continue
			}
			work = append(work, func() error {
				start := time.Now()
				size, err := compress(name, e.ext, quality)
				logging.Lock()
				defer logging.Unlock()
				if err == nil && size > 1<<20 {
					logf("%-14s %.1f MB in %.1f s", d.Name()+e.ext, float64(size)/1e6, time.Since(start).Seconds())
				}
				return err
			})
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("site: %w", err)
	}
	return inParallel(ctx, work)
}

// inParallel runs the functions on all processors and returns the first error; after an error or a cancelled ctx it starts no more.
func inParallel(ctx context.Context, work []func() error) error {
	var (
		mu    sync.Mutex
		next  int
		first error
		wait  sync.WaitGroup
	)
	take := func() func() error {
		mu.Lock()
		defer mu.Unlock()
		if first == nil {
			first = ctx.Err()
		}
		if first != nil || next == len(work) {
			return nil
		}
		next++
		return work[next-1]
	}
	for range min(runtime.GOMAXPROCS(0), len(work)) {
		wait.Go(func() {
			for f := take(); f != nil; f = take() {
				if err := f(); err != nil {
					mu.Lock()
					first = err
					mu.Unlock()
				}
			}
		})
	}
	wait.Wait()
	return first
}

// compress writes the twin of name with extension ext and gives it the time of name. It returns the twin's size.
func compress(name, ext string, quality int) (size int64, err error) {
	info, err := os.Stat(name)
	if err != nil {
		return 0, err
	}
	in, err := os.ReadFile(name)
	if err != nil {
		return 0, err
	}
	err = replace(name+ext, func(w io.Writer) error {
		counted := &counter{w: w}
		defer func() { size = counted.n }()
		z, err := compressor(counted, ext, quality)
		if err != nil {
			return err
		}
		if _, err := z.Write(in); err != nil {
			return err
		}
		return z.Close()
	})
	if err != nil {
		return 0, err
	}
	return size, os.Chtimes(name+ext, info.ModTime(), info.ModTime())
}

// window is the logarithm of how far back brotli looks, the most that browsers take: the binaries are larger than the default of 22.
const window = 24

func compressor(w io.Writer, ext string, quality int) (io.WriteCloser, error) {
	if ext == ".br" {
		return brotli.NewWriterOptions(w, brotli.WriterOptions{Quality: quality, LGWin: window}), nil
	}
	return gzip.NewWriterLevel(w, gzip.BestCompression)
}

// counter counts the bytes that pass through it.
type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}
