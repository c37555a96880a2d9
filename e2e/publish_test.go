//go:build !js

package e2e

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"

	"counterpoint/e2e/site"
)

// publish writes the site to a folder a/b and returns the folder above: brotli at its quickest, since nothing is measured here.
func publish(t *testing.T) (dir string) {
	t.Helper()
	root, err := site.Root(".")
	if err != nil {
		t.Fatal(err)
	}
	dir = t.TempDir()
	var log, table bytes.Buffer
	p := site.Publisher{Builder: site.Builder{Root: root, Out: "public", Brotli: 4, Log: &log}, Dir: filepath.Join(dir, "a", "b")}
	if err := p.Publish(context.Background(), &table); err != nil && !strings.Contains(err.Error(), "bytes in brotli") {
		t.Fatalf("%v\n%s", err, &log)
	}
	return dir
}

// bare serves a folder as the plainest host does: no header but the type. A host that names the encoding of .gz says gzip.
func bare(dir string, names bool) http.Handler {
	files := http.FileServer(http.Dir(dir))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if names && strings.HasSuffix(r.URL.Path, ".gz") {
			w.Header().Set("Content-Encoding", "gzip")
			w.Header().Set("Content-Type", "application/wasm")
		}
		files.ServeHTTP(w, r)
	})
}

// requests counts what a host is asked for, by page and workers.
type requests struct {
	mu sync.Mutex
	n  map[string]int
}

func (r *requests) of(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		r.mu.Lock()
		if r.n == nil {
			r.n = map[string]int{}
		}
		r.n[q.URL.Path]++
		r.mu.Unlock()
		h.ServeHTTP(w, q)
	})
}

func (r *requests) count(path string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.n[path]
}

// TestPublish: the site that make site writes runs under a path of a bare host and of one that names the encoding of .gz, with no request
// elsewhere (tab looks), and after the first visit without the host. Another version waits until the page is left, and other pages below the
// path stay the host's.
func TestPublish(t *testing.T) {
	dir := publish(t)
	for _, name := range []string{"page.wasm.br", "worker.wasm.gz", "offline.js", "index.html"} {
		if _, err := os.Stat(filepath.Join(dir, "a", "b", name)); err != nil {
			t.Error(err)
		}
	}
	for name, text := range map[string]string{"index.html": "<link rel=icon href=data:,>", "a/b/other.html": "another page"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, names := range []bool{false, true} {
		var fetched requests
		server := httptest.NewServer(fetched.of(bare(dir, names)))
		p := visitAt(t, server.URL+"/a/b/?offline", "problem=heat&width=8&depth=2", desk)
		p.until(ready)
		p.do(chromedp.Click("#step"))
		p.until(`lab().step === 1`)
		for _, program := range []string{"page.wasm", "worker.wasm"} {
			if fetched.count("/a/b/"+program+".gz") == 0 || fetched.count("/a/b/"+program) > 0 {
				t.Errorf("%s is asked for %d times as it is, %d times as .gz", program, fetched.count("/a/b/"+program), fetched.count("/a/b/"+program+".gz"))
			}
		}
		p.until(`navigator.serviceWorker.controller !== null`)
		eval[bool](p, `(() => {
			const frame = document.createElement('iframe');
			frame.src = 'other.html';
			frame.onload = () => { window.other = frame.contentDocument.body.innerText; };
			document.body.append(frame);
			return true;
		})()`)
		p.until(`window.other === 'another page'`)
		anotherVersion(t, filepath.Join(dir, "a", "b", "offline.js"))
		eval[bool](p, `(async () => {
			const r = await navigator.serviceWorker.getRegistration();
			await r.update();
			while (!r.waiting) await new Promise(f => setTimeout(f, 50));
			await new Promise(f => setTimeout(f, 500)); // time to take over, if it did not wait
			window.versions = r.waiting && r.active === navigator.serviceWorker.controller ? (await caches.keys()).length : -1;
		})(), true`)
		p.until(`window.versions === 2`)
		p.do(chromedp.Navigate("about:blank"))
		outside := visitAt(t, server.URL+"/", "", desk)
		eval[bool](outside, `(async () => { while ((await caches.keys()).length > 1) await new Promise(f => setTimeout(f, 50)); window.left = true; })(), true`)
		outside.until(`window.left`)
		p = visitAt(t, server.URL+"/a/b/?offline", "problem=heat&width=8&depth=2", desk)
		p.until(`window.lab && lab().grids > 0 && navigator.serviceWorker.controller !== null`)
		server.Close()
		p.reload()
		p.until(`window.lab && lab().grids > 0 && lab().problem === 'heat'`)
		p.do(chromedp.Navigate("about:blank"))
	}
}

// anotherVersion writes a service worker as if the site's content had changed.
func anotherVersion(t *testing.T, name string) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	other := bytes.Replace(text, []byte(`const version = "`), []byte(`const version = "0`), 1)
	if bytes.Equal(other, text) {
		t.Fatal("offline.js has no version")
	}
	if err := os.WriteFile(name, other, 0o644); err != nil {
		t.Fatal(err)
	}
}

// perGzip is how many bytes the WASM has in brotli 11 for one in gzip: 0.7000 when it was measured last.
const perGzip = 0.7005

// TestBudget: the WASM as it was built for these tests will be within the budget of make site, which measures it in brotli 11 and takes
// minutes. Here the .gz counts, whose quality is always the same.
func TestBudget(t *testing.T) {
	names, err := filepath.Glob(filepath.Join(public, "*.wasm"))
	if err != nil || len(names) < 4 {
		t.Fatalf("page, worker and two kinds of kernels were built: %s, %v", names, err)
	}
	total := 0.0
	for _, name := range names {
		info, err := os.Stat(name + ".gz")
		if err != nil {
			t.Fatal(err)
		}
		total += float64(info.Size())
	}
	t.Logf("%.0f bytes in gzip, %.0f expected in brotli 11", total, perGzip*total)
	if perGzip*total > site.Budget {
		t.Errorf("the WASM will have some %.0f bytes in brotli, %d are the most; make site tells exactly", perGzip*total, site.Budget)
	}
}
