//go:build !js

package e2e

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"counterpoint/e2e/site"
)

// digest is the SHA-256 of the one run that the browser keeps.
const digest = `new Promise((yes, no) => {
	const open = indexedDB.open('counterpoint', 1);
	open.onerror = () => no(open.error);
	open.onsuccess = () => {
		const all = open.result.transaction('runs').objectStore('runs').getAll();
		all.onsuccess = async () => {
			open.result.close();
			if (all.result.length !== 1) return yes('');
			const hash = await crypto.subtle.digest('SHA-256', all.result[0].data);
			yes(all.result[0].step + ' ' + [...new Uint8Array(hash)].map(b => b.toString(16).padStart(2, '0')).join(''));
		};
	};
})`

func await(q *runtime.EvaluateParams) *runtime.EvaluateParams { return q.WithAwaitPromise(true) }

// kept waits until a run of that many steps (0: any number) is kept and returns its steps and digest.
func (p *tab) kept(steps int) string {
	p.Helper()
	for range 100 {
		var run string
		p.do(chromedp.Evaluate(digest, &run, await))
		if step, _, _ := strings.Cut(run, " "); step == itoa(steps) || steps == 0 && step != "" {
			return run
		}
		p.frames(5)
	}
	p.Fatal("the run is not kept")
	return ""
}

// TestThreads: the same bits for any number of web workers, and with one that dies on the way.
func TestThreads(t *testing.T) {
	const run = "problem=burgers&width=24&depth=3&points=600&steps=400&run=%d&threads=%d"
	want := ""
	for _, threads := range []int{1, 2, 3} {
		p := open(t, fmt.Sprintf(run, 0, threads), desk)
		p.until(fmt.Sprintf(`lab().helpers === %d`, threads-1))
		p.shows(itoa(threads), "threads")
		p.do(chromedp.Click("#run"))
		p.until(`lab().phase === 'done'`)
		got := p.kept(400)
		if want == "" {
			want = got
		}
		if got != want {
			t.Errorf("%d threads: the run's digest is %s, want %s", threads, got, want)
		}
		if n := eval[int](p, `lab().helpers`); n != threads-1 {
			t.Errorf("%d helpers at the end", n)
		}
		p.do(chromedp.Navigate("about:blank"))
	}

	base := deadly(t)
	p := visitAt(t, base, fmt.Sprintf(run, 0, 3), desk)
	p.until(`window.lab && lab().helpers === 2 && lab().phase === 'ready'`)
	p.do(chromedp.Click("#run"))
	p.until(`lab().step > 5`)
	p.do(chromedp.Evaluate(`workers[0].postMessage('end a helper')`, nil))
	p.until(`lab().helpers === 1`)
	p.until(`lab().phase === 'done'`)
	if got := p.kept(400); got != want {
		t.Errorf("a helper died: the run's digest is %s, want %s", got, want)
	}
}

// deadly serves a page whose workers can be told to end a helper of theirs, which then says nothing any more.
func deadly(t *testing.T) (base string) {
	plain := site.Handler(os.DirFS(public))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/itself.js":
			r.URL.Path = "/worker.js"
		case "/worker.js":
			w.Header().Set("Content-Type", "text/javascript")
			w.Header().Set("Cross-Origin-Embedder-Policy", "require-corp") // as the page has it
			fmt.Fprint(w, `{ const W = Worker, hired = []; self.Worker = class extends W { constructor(...a) { super(...a); hired.push(this); } };
				addEventListener('message', e => { if (e.data === 'end a helper') { e.stopImmediatePropagation(); hired[0].terminate(); } }); }
				importScripts('itself.js');`)
			return
		}
		plain.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL + "/"
}
