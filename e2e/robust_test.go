//go:build !js

package e2e

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"counterpoint/e2e/site"
)

// TestHostileLink: links that nobody means well with are answered in words, and the page lives.
func TestHostileLink(t *testing.T) {
	p := open(t, "problem=heat&width=8&depth=2", desk)
	for _, link := range []string{
		`'problem=heat&width=1e999&depth=99999999999999999999&seed=1e40&lr=-1&points=pde=1e9&steps=NaN&at.x=Infinity&threads=1e9'`,
		`'problem=<script>window.pwned=1</script>&map=<img src=x onerror=window.pwned=1>&note=<b>'`,
		`'problem=heat&text=' + encodeURIComponent('<img src=x onerror="window.pwned=1">') + '&%ZZ=%'`,
		`'problem=heat&x=' + 'y'.repeat(1e7)`,
	} {
		p.do(chromedp.Evaluate(`try { location.hash = `+link+` } catch (e) { lab().refused = String(e) }`, nil))
		p.until(`['ready', 'failed'].includes(lab().phase) && !document.getElementById('notes').hidden`)
		if eval[bool](p, `'pwned' in window`) {
			t.Fatalf("%s ran as a script", link)
		}
		p.do(chromedp.Evaluate(`location.hash = 'problem=heat&width=8&depth=2&seed=' + Math.floor(1e6 * Math.random())`, nil))
		p.until(ready + ` && document.getElementById('notes').hidden`)
	}
	p.do(chromedp.Click("#step"))
	p.until(`lab().step === 1`)
}

// TestLargeFile: a file of 200 MB is refused in words, without being read.
func TestLargeFile(t *testing.T) {
	p := open(t, "problem=heat&width=8&depth=2", desk)
	name := filepath.Join(t.TempDir(), "large.safetensors")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Truncate(200 << 20); err != nil {
		t.Fatal(err)
	}
	f.Close()
	p.do(chromedp.SetUploadFiles(`input[type=file]`, []string{name}, chromedp.ByQuery))
	p.says("status", "large.safetensors", "larger")
	p.do(chromedp.Click("#step"))
	p.until(`lab().step === 1`)
}

// TestCrashGoesOn: a worker that dies while it trains is replaced, and training goes on from where the run was kept last.
func TestCrashGoesOn(t *testing.T) {
	p := open(t, "problem=heat&width=8&depth=2&steps=10000000&run=1", desk)
	step, _, _ := strings.Cut(p.kept(0), " ")
	p.do(chromedp.Evaluate(`workers[0].terminate(); workers[0].onerror({message: 'no memory'})`, nil))
	p.until(`workers.length === 2 && lab().phase === 'training' && lab().step > ` + step)
	p.says("notes", "no memory")
	p.do(chromedp.Click("#run"))
}

// TestNoSolver: if the solver cannot be fetched the page says so and does not try for ever.
func TestNoSolver(t *testing.T) {
	plain := site.Handler(os.DirFS(public))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/worker.js" {
			http.NotFound(w, r)
			return
		}
		plain.ServeHTTP(w, r)
	}))
	defer server.Close()
	p := visitAt(t, server.URL+"/", "problem=heat", desk)
	p.until(`window.lab && document.getElementById('status').textContent.includes('Reload')`)
	p.frames(20)
	if n := eval[int](p, `workers.length`); n > 10 {
		t.Errorf("%d workers were started", n)
	}
	p.mu.Lock()
	p.bad = nil // that the file is missing is said by the browser too
	p.mu.Unlock()
}
