//go:build !js

package e2e

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"

	"counterpoint/e2e/browser"
	"counterpoint/e2e/site"
)

// patience is how long one thing may take on a slow machine. No test measures time with it.
const patience = 40 * time.Second

// stay is how long a page may stay open.
var stay = 3 * patience

var (
	origin string
	public string // folder of the built page
	chrome context.Context
)

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// run builds what public/ lacks, serves it without headers that a plain static host would not send, and starts one browser.
func run(m *testing.M) (int, error) {
	if _, err := browser.Find(); err != nil {
		return 1, err
	}
	root, err := site.Root(".")
	if err != nil {
		return 1, err
	}
	b := site.Builder{Root: root, Out: "public", Brotli: 4, Log: os.Stderr}
	if err := b.Build(context.Background()); err != nil {
		return 1, err
	}
	public = filepath.Join(root, "public")
	server := httptest.NewServer(site.Handler(os.DirFS(public)))
	defer server.Close()
	origin = server.URL + "/"
	ctx, stop, err := browser.Start(context.Background(), 1280, 800)
	if err != nil {
		return 1, err
	}
	defer stop()
	chrome = ctx
	return m.Run(), nil
}

// tab is one page of the browser.
type tab struct {
	*testing.T
	ctx  context.Context
	base string // the page's address
	mu   sync.Mutex
	bad  []string
}

// size is a window in CSS pixels.
type size struct{ w, h int64 }

var desk = size{1280, 800}

// workers keeps the page's workers where tests can reach them.
const workers = `{ const W = Worker; window.workers = []; window.Worker = class extends W { constructor(...a) { super(...a); workers.push(this); } } }`

// open loads the page with that fragment and waits until a field is drawn. Whatever the page throws, logs as an error, or asks of
// another origin fails the test at its end.
func open(t *testing.T, fragment string, s size, before ...chromedp.Action) *tab {
	t.Helper()
	p := visit(t, fragment, s, before...)
	p.until(`window.lab && lab().drawn > 0 && lab().grids > 0 && !document.getElementById('reset').disabled && (lab().phase !== 'ready' || !document.getElementById('step').disabled)`)
	return p
}

// ready says that a run waits to be trained, and that its buttons know: they are drawn a frame after the state, and a click before is lost.
const ready = `window.lab && lab().phase === 'ready' && lab().grids > 0 && !document.getElementById('step').disabled`

// visit loads the page with that fragment, and watches it as open does.
func visit(t *testing.T, fragment string, s size, before ...chromedp.Action) *tab {
	t.Helper()
	return visitAt(t, origin, fragment, s, before...)
}

// visitAt is visit for a page that is served at another address, which ends with a slash.
func visitAt(t *testing.T, base, fragment string, s size, before ...chromedp.Action) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(chrome)
	ctx, late := context.WithTimeout(ctx, stay)
	query := strings.IndexByte(base+"?", '?')
	p := &tab{T: t, ctx: ctx, base: (base + "?")[:query]}
	t.Cleanup(func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, b := range p.bad {
			t.Error(b)
		}
		late()
		cancel()
	})
	chromedp.ListenTarget(ctx, p.listen)
	p.do(page.BringToFront(), network.Enable(), log.Enable(), emulation.SetDeviceMetricsOverride(s.w, s.h, 1, s.w < 500),
		chromedp.ActionFunc(func(ctx context.Context) error {
			_, err := page.AddScriptToEvaluateOnNewDocument(workers).Do(ctx)
			return err
		}),
		storage.ClearDataForOrigin(base, "indexeddb")) // runs that other tests left
	p.do(before...)
	p.do(chromedp.Navigate(base + "#" + fragment))
	return p
}

// reload loads the page again.
func (p *tab) reload() {
	p.Helper()
	p.do(chromedp.Reload())
}

func (p *tab) listen(ev any) {
	complain := func(format string, a ...any) {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.bad = append(p.bad, fmt.Sprintf(format, a...))
	}
	switch e := ev.(type) {
	case *runtime.EventExceptionThrown:
		complain("the page threw %s", e.ExceptionDetails.Error())
	case *runtime.EventConsoleAPICalled:
		for _, a := range e.Args {
			if s := string(a.Value); strings.Contains(s, "panic:") || strings.Contains(s, "fatal error") {
				complain("Go: %s", s)
			}
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.LevelError {
			complain("the browser complains: %s %s", e.Entry.Text, e.Entry.URL)
		}
	case *network.EventRequestWillBeSent:
		if u := e.Request.URL; !strings.HasPrefix(u, p.base) && !strings.HasPrefix(u, "blob:") && !strings.HasPrefix(u, "data:") {
			complain("a request goes to %s", u)
		}
	}
}

func (p *tab) do(a ...chromedp.Action) {
	p.Helper()
	if err := chromedp.Run(p.ctx, a...); err != nil {
		p.Fatal(err)
	}
}

// until waits for a condition in the page.
func (p *tab) until(js string) {
	p.Helper()
	err := chromedp.Run(p.ctx, chromedp.Poll(js, nil, chromedp.WithPollingInterval(50*time.Millisecond), chromedp.WithPollingTimeout(patience)))
	if err != nil {
		var now any
		_ = chromedp.Run(p.ctx, chromedp.Evaluate(`window.lab ? JSON.stringify(lab()) + ' ' + document.getElementById('status').textContent + ' ' + document.getElementById('notes').textContent : document.body.textContent`, &now))
		p.Fatalf("%s does not come true (%v); the page is at %v", js, err, now)
	}
}

// frames lets the page draw n times whatever it wants to draw.
func (p *tab) frames(n int) {
	p.Helper()
	p.do(chromedp.Evaluate(fmt.Sprintf(`new Promise(done => { let n = %d; const f = () => n-- > 0 ? requestAnimationFrame(f) : done(true); f(); })`, n), nil,
		func(q *runtime.EvaluateParams) *runtime.EvaluateParams { return q.WithAwaitPromise(true) }))
}

func eval[T any](p *tab, js string) (v T) {
	p.Helper()
	p.do(chromedp.Evaluate(js, &v))
	return v
}

func (p *tab) text(id string) string {
	p.Helper()
	return eval[string](p, `document.getElementById('`+id+`').textContent`)
}

// says waits until the element's text holds all the words: controls follow the state a frame later.
func (p *tab) says(id string, words ...string) {
	p.Helper()
	for _, w := range words {
		p.until(fmt.Sprintf(`document.getElementById(%q).textContent.includes(%q)`, id, w))
	}
}

// shows waits until the controls have these values, separated by commas.
func (p *tab) shows(want string, ids ...string) {
	p.Helper()
	p.until(fmt.Sprintf(`'%s'.split(' ').map(i => document.getElementById(i).value).join() === %q`, strings.Join(ids, " "), want))
}
