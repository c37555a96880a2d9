//go:build !js

package site

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
)

// Budget is how many bytes all of a site's WASM may have in brotli.
const Budget = 3_600_000

// A Publisher writes a site for any static host.
type Publisher struct {
	Builder        // of the files in public/; its Brotli is the quality of what is written
	Dir     string // the folder to write, made if it is not there; other files in it stay
	Plain   bool   // fetch x.wasm, not x.wasm.gz: for hosts that choose the compressed twin themselves
}

// Publish builds public/, writes the site to Dir with a .br and a .gz of every file, and prints its sizes to w. It fails if the WASM is
// above Budget in brotli.
func (p *Publisher) Publish(ctx context.Context, w io.Writer) error {
	quick := p.Builder
	quick.Brotli = 1 // of files that are only copied from
	if err := quick.Build(ctx); err != nil {
		return err
	}
	if err := os.MkdirAll(p.Dir, 0o777); err != nil {
		return err
	}
	names, err := p.assets()
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := p.write(name); err != nil {
			return err
		}
	}
	if err := p.writeWorker(names); err != nil {
		return err
	}
	if err := compressAll(ctx, p.Dir, p.Brotli, p.logf); err != nil {
		return err
	}
	total, err := Weigh(w, p.Dir)
	if err == nil && total > Budget {
		err = fmt.Errorf("site: the WASM has %d bytes in brotli, %d are the most", total, Budget)
	}
	return err
}

// assets lists the files of public/ that make up the site, without compressed twins.
func (p *Publisher) assets() ([]string, error) {
	entries, err := os.ReadDir(p.path(""))
	if err != nil {
		return nil, err
	}
	var out []string
	for _, e := range entries {
		if ext := filepath.Ext(e.Name()); !e.IsDir() && contentType[ext] != "" && e.Name() != offline {
			out = append(out, e.Name())
		}
	}
	return out, nil
}

// marker is where index.html says nothing yet of how the site was written.
const marker = `<meta name="site" content="">`

// write copies a file of public/; index.html says how the WASM is fetched.
func (p *Publisher) write(name string) error {
	data, err := os.ReadFile(p.path(name))
	if err != nil {
		return err
	}
	if name == "index.html" {
		how := "offline gzip"
		if p.Plain {
			how = "offline"
		}
		text := strings.Replace(string(data), marker, `<meta name="site" content="`+how+`">`, 1)
		if !p.Plain {
			text = strings.Replace(text, `href="page.wasm" as="fetch" crossorigin type="application/wasm"`, `href="page.wasm.gz" as="fetch" crossorigin`, 1)
		}
		if text == string(data) {
			return fmt.Errorf("site: index.html lacks %s", marker)
		}
		data = []byte(text)
	}
	return replace(filepath.Join(p.Dir, name), func(w io.Writer) error { _, err := w.Write(data); return err })
}

// offline is the service worker; public/ has it without version and list.
const offline = "offline.js"

// writeWorker writes the service worker with the list of what it keeps and a version that is a hash of all of it.
func (p *Publisher) writeWorker(names []string) error {
	hash, files := sha256.New(), []string{"./"}
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(p.Dir, name))
		if err != nil {
			return err
		}
		fmt.Fprintf(hash, "%s %d\n", name, len(data))
		hash.Write(data)
		if filepath.Ext(name) == ".wasm" && !p.Plain && !strings.HasPrefix(name, "kernels") {
			name += ".gz"
		}
		if name != "index.html" {
			files = append(files, name)
		}
	}
	list, err := json.Marshal(files)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(p.path(offline))
	if err != nil {
		return err
	}
	head := fmt.Sprintf("const version = %q, files = %s;\n", hex.EncodeToString(hash.Sum(nil))[:16], list)
	return replace(filepath.Join(p.Dir, offline), func(w io.Writer) error { _, err := io.WriteString(w, head+string(text)); return err })
}

// Weigh prints the size of each file of a site as it is, in gzip and in brotli, the largest first, and returns the brotli bytes of its
// WASM.
func Weigh(w io.Writer, dir string) (wasm int64, err error) {
	type file struct {
		name        string
		raw, gz, br int64
	}
	var files []file
	size := func(name string) int64 {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			return 0
		}
		return info.Size()
	}
	entries, err := fs.ReadDir(os.DirFS(dir), ".")
	if err != nil {
		return 0, err
	}
	for _, e := range entries {
		if contentType[filepath.Ext(e.Name())] == "" {
			continue
		}
		f := file{e.Name(), size(e.Name()), size(e.Name() + ".gz"), size(e.Name() + ".br")}
		if filepath.Ext(f.name) == ".wasm" {
			if f.br == 0 {
				return 0, fmt.Errorf("site: %s has no .br beside it", f.name)
			}
			wasm += f.br
		}
		files = append(files, f)
	}
	if wasm == 0 {
		return 0, fmt.Errorf("site: there is no WASM in %s; make site writes it", dir)
	}
	slices.SortFunc(files, func(a, b file) int { return int(b.raw - a.raw) })
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "FILE\tBYTES\tGZIP\tBROTLI\t")
	for _, f := range files {
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t\n", f.name, f.raw, f.gz, f.br)
	}
	fmt.Fprintf(t, "all WASM\t\t\t%d\tof %d\n", wasm, Budget)
	return wasm, t.Flush()
}
