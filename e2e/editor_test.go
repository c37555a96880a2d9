//go:build !js

package e2e

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// write replaces the text of the editor, as a paste does.
func (p *tab) write(text string) {
	p.Helper()
	p.do(chromedp.Evaluate(`text.focus(); text.value = `+strconv.Quote(text)+`; text.dispatchEvent(new Event('input', {bubbles: true}))`, nil))
}

const rod = `title Rod
coord x in [0, 1]
time  t in [0, 1]
field u
loss pde: u_t = 2u_xx
loss bc:  u = 0 on x=0, x=1
loss ic:  u = sin(pi*x) on t=0
default width=8 depth=2 points=200
`

// TestEditor: a text with an error is marked at its place, mended by the keyboard, typeset, and trained; the link carries it.
func TestEditor(t *testing.T) {
	p := open(t, "problem=heat&width=8&depth=2", desk)
	p.do(chromedp.Click("#edit"))
	p.until(`window.text && text.value.includes('kappa*u_xx') && document.querySelectorAll('#typeset math').length === 3`)
	p.write(rod)
	p.until(`document.querySelector('#marks mark') && document.querySelector('#faults .fault')`)
	if got := eval[string](p, `document.querySelector('#marks mark').textContent + ' in ' + [...marks.children].indexOf(document.querySelector('.ln.wrong'))`); got != "2u_xx in 4" {
		t.Errorf("marked %s", got)
	}
	p.says("faults", "5:17", "2*u_xx")
	if !eval[bool](p, `document.getElementById('train-text').disabled && text.getAttribute('aria-invalid') === 'true' && typeset.classList.contains('stale')`) {
		t.Error("a wrong text can be trained, or looks right")
	}
	p.do(chromedp.Click("#faults .fault"))
	if got := eval[string](p, `document.activeElement.id + ' ' + text.value.slice(text.selectionStart, text.selectionEnd)`); got != "text 2u_xx" {
		t.Errorf("the message goes to %q", got)
	}
	p.do(chromedp.SendKeys("#text", "2*u_xx"))
	p.until(`faults.hidden && document.querySelectorAll('#typeset math').length === 3 && !typeset.classList.contains('stale')`)
	p.says("verdict", "right", "3 losses")
	p.until(`document.querySelector('#typeset .here')`)
	p.do(chromedp.Evaluate(`text.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true}))`, nil))
	p.until(`lab().problem === 'text' && lab().step > 3 && location.hash.includes('text=title')`)
	p.write("coord x in [0, 1")
	p.until(`!faults.hidden && lab().phase === 'training'`)
}

// TestBrokenText: a link with a text that cannot be read shows it in the editor; mended, it trains.
func TestBrokenText(t *testing.T) {
	p := visit(t, "problem=text&text=coord+x+in+%5B0%2C+1%5D%0Afield+u%0Aloss+pde%3A+u_xx+%3D+k%0Aloss+bc%3A+u+%3D+0+on+boundary%0Adefault+width%3D8+depth%3D2+points%3D50", size{390, 844})
	p.until(`window.lab && lab().phase === 'failed' && document.querySelector('#marks mark')`)
	p.says("faults", "3:18", `unknown name "k"`)
	if d := eval[int](p, `document.documentElement.scrollWidth - innerWidth`); d > 0 {
		t.Errorf("the page is %d pixels too wide", d)
	}
	p.do(chromedp.Evaluate(`text.setSelectionRange(text.value.indexOf('= k') + 2, text.value.indexOf('= k') + 3)`, nil), chromedp.SendKeys("#text", "1"))
	p.until(`faults.hidden && !document.getElementById('train-text').disabled`)
	p.do(chromedp.Click("#train-text"))
	p.until(`lab().step > 3`)
}

// TestReload: a run that was paused is there again when the page is loaded again, with its curves; Reset forgets it.
func TestReload(t *testing.T) {
	p := open(t, "problem=heat&width=8&depth=2&points=200&steps=1000000", desk)
	p.do(chromedp.Click("#run"))
	p.until(`lab().step > 30`)
	p.do(chromedp.Click("#run"))
	p.until(`lab().phase === 'ready'`)
	at := eval[int](p, `lab().step`)
	rows := eval[int](p, `lab().rows`)
	p.until(stored + ` === ` + itoa(at))
	p.reload()
	p.until(ready)
	p.says("status", "continued from step ", "Reset starts anew")
	if got := eval[int](p, `lab().step`); got != at {
		t.Errorf("step %d after loading again, want %d", got, at)
	}
	if got := eval[int](p, `lab().rows`); got < rows {
		t.Errorf("%d rows of history, want at least %d", got, rows)
	}
	p.do(chromedp.Click("#step"))
	p.until(`lab().step === ` + itoa(at+1))
	p.do(chromedp.Click("#reset"))
	p.until(`lab().step === 0 && lab().phase === 'ready' && ` + stored + ` === null`)
}

// TestNoStorage: a browser that keeps nothing says so in a note; the run goes on.
func TestNoStorage(t *testing.T) {
	full := chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := page.AddScriptToEvaluateOnNewDocument(`IDBFactory.prototype.open = () => { throw new DOMException('full', 'QuotaExceededError'); }`).Do(ctx)
		return err
	})
	p := open(t, "problem=heat&width=8&depth=2&points=200&steps=1000000", desk, full)
	p.do(chromedp.Click("#step"))
	p.until(`lab().step === 1`)
	p.do(chromedp.Click("#run"))
	p.until(`lab().step > 30`)
	p.do(chromedp.Click("#run"))
	p.says("notes", "does not keep the run (QuotaExceededError)")
	at := eval[int](p, `lab().step`)
	p.do(chromedp.Click("#run"))
	p.until(`lab().step > ` + itoa(at+30))
}

// stored is the step of the run that the browser's storage held at the last look, null if none, and begins another look.
const stored = `(() => {
	const open = indexedDB.open('counterpoint');
	open.onsuccess = () => {
		const all = open.result.transaction('runs').objectStore('runs').getAll();
		all.onsuccess = () => { window.storedStep = all.result.length ? all.result[0].step : null; open.result.close(); };
	};
	return window.storedStep;
})()`

// TestRunFile: a run is saved as a file and gone on with; a wrong file is refused in words.
func TestRunFile(t *testing.T) {
	p := open(t, "problem=heat&width=8&depth=2&points=200&steps=1000000", desk)
	dir := t.TempDir()
	p.do(browser.SetDownloadBehavior(browser.SetDownloadBehaviorBehaviorAllow).WithDownloadPath(dir), chromedp.Click("#step"))
	p.until(`lab().step === 1`)
	p.do(chromedp.Click("#save"))
	file := filepath.Join(dir, "heat-step1.safetensors")
	wait(t, file)
	wrong := filepath.Join(dir, "wrong.safetensors")
	if err := os.WriteFile(wrong, []byte("not a run at all"), 0o666); err != nil {
		t.Fatal(err)
	}
	p.do(chromedp.Evaluate(`location.hash = 'problem=helmholtz&width=8&depth=2&points=200'`, nil))
	p.until(`lab().problem === 'helmholtz' && lab().phase === 'ready' && lab().grids > 0 && !document.getElementById('open-run').disabled`)
	p.do(chromedp.SetUploadFiles("#open-run", []string{wrong}, chromedp.ByID))
	p.says("status", "wrong.safetensors is no saved run")
	if got := eval[string](p, `lab().problem + lab().phase`); got != "helmholtzready" {
		t.Errorf("after a wrong file the page is at %s", got)
	}
	p.do(chromedp.SetUploadFiles("#open-run", []string{file}, chromedp.ByID))
	p.until(`lab().problem === 'heat' && lab().step === 1 && lab().phase === 'ready'`)
	p.says("status", "continued from step 1")
	p.shows("8,200", "width", "points")
}
