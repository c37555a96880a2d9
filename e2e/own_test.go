//go:build !js

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// gramTrace is a trace of n rows of two losses whose gradients are apart by the cosine c.
func gramTrace(n int, c float64) string {
	var b strings.Builder
	b.WriteString(`{"format":"pinn-gram","version":1,"losses":["pde","ic"],"weighted":false,"problem":"heat","framework":"test 1"}` + "\n")
	for i := range n {
		fmt.Fprintf(&b, `{"step":%d,"loss":[%g,%g],"gram":[[1,%g],[%g,1]]}`+"\n", 10*i, 1/(1+float64(i)), 2/(1+float64(i)), c, c)
	}
	return b.String()
}

// TestOwnRun: a trace that is picked gets geometry, verdict, counterfactual and a slider through its rows; faulty ones are refused with line and
// remedy, and leave what is shown; a large one is read in pieces while the page lives.
func TestOwnRun(t *testing.T) {
	p := open(t, "problem=heat&width=8&depth=2&points=100", desk)
	p.do(chromedp.Click("#view-own"))
	p.until(`document.documentElement.dataset.view === 'own' && location.hash.includes('view=own') && getComputedStyle(document.getElementById('app')).display === 'none'`)
	dir := t.TempDir()
	give := func(name, text string) {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		p.do(chromedp.SetUploadFiles("#bring", []string{path}, chromedp.ByID))
	}
	if !eval[bool](p, `document.getElementById('own-lab').disabled`) {
		t.Error("the Lab's run can be taken before it has taken a step")
	}
	give("run.jsonl", gramTrace(120, -0.99))
	p.until(`lab().own && lab().own.rows === 120`)
	p.until(`document.getElementById('own-diagnosis') && document.getElementById('own-losses')`)
	p.says("own-diagnosis", "directional conflict")
	p.says("own-said", "120 rows of 2 losses of heat, written by test 1")
	if n := eval[int](p, `document.querySelectorAll('#own-effects tbody tr').length`); n < 5 {
		t.Errorf("the counterfactual has %d arms", n)
	}
	p.says("own-losses", "pde", "ic")
	p.do(chromedp.Evaluate(`(() => { const r = document.getElementById('own-row'); r.value = 50; r.dispatchEvent(new Event('input', {bubbles: true})); })()`, nil))
	p.until(`lab().own.step === 500 && document.getElementById('own-step').textContent === '500'`)
	refused := 0
	for _, bad := range []struct {
		name, text string
		words      []string
	}{
		{"asymmetric.jsonl", strings.Replace(gramTrace(30, 0.5), `[[1,0.5],[0.5,1]]`, `[[1,0.5],[0.2,1]]`, 1), []string{"line 2", ";"}},
		{"indefinite.jsonl", gramTrace(30, -1.5), []string{"line 2", ";"}},
		{"nan.jsonl", strings.Replace(gramTrace(30, 0.5), `"loss":[1,2]`, `"loss":[NaN,2]`, 1), []string{"line 2", "null"}},
		{"back.jsonl", gramTrace(3, 0.5) + `{"step":5,"loss":[1,2],"gram":[[1,0],[0,1]]}`, []string{"line 5", "step 5 after step 20"}},
		{"three.jsonl", gramTrace(3, 0.5) + `{"step":50,"loss":[1,2,3],"gram":[[1,0,0],[0,1,0],[0,0,1]]}`, []string{"line 5", ";"}},
		{"many.jsonl", `{"format":"pinn-gram","version":1,"losses":["a0"` + manyNames(40) + `]}` + "\n", []string{"41 losses", "at most 32"}},
		{"empty.jsonl", "", []string{"empty"}},
		{"other.txt", "hello\n", []string{";"}},
	} {
		give(bad.name, bad.text)
		p.says("own-said", append([]string{bad.name + " was not taken"}, bad.words...)...)
		refused++
	}
	if got := eval[int](p, `lab().own.rows`); got != 120 || refused != 8 {
		t.Errorf("after %d refused files %d rows are shown", refused, got)
	}
	row := `{"step":%d,"loss":[1,2],"gram":[[1,0.5],[0.5,1]],"pad":"` + strings.Repeat("x", 4000) + `"}` + "\n"
	var large strings.Builder
	large.WriteString(gramTrace(1, 0.5))
	for i := 1; large.Len() < 220<<20; i++ {
		fmt.Fprintf(&large, row, i)
	}
	give("large.jsonl", large.String())
	p.until(`lab().own.name === 'large.jsonl' && lab().own.rows > 50000 && !lab().own.reading`)
	p.do(chromedp.Click("#view-lab"), chromedp.Click("#step"))
	p.until(`lab().step === 1 && lab().view === 'lab'`)
	p.do(chromedp.Click("#run"))
	p.until(`lab().step > 400`)
	p.do(chromedp.Click("#view-own"))
	p.until(`!document.getElementById('own-lab').disabled`)
	p.do(chromedp.Click("#own-lab"))
	p.until(`lab().own.name === 'heat.profile.jsonl' && lab().own.rows > 20`)
	p.says("own-said", "written by counterpoint")
}

func manyNames(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `,"b%d"`, i)
	}
	return b.String()
}

// TestPastedTrace: pasted text is a file too, and the hooks can be copied.
func TestPastedTrace(t *testing.T) {
	p := open(t, "problem=heat&width=8&depth=2&points=100&view=own", size{390, 844})
	p.do(chromedp.Evaluate(fmt.Sprintf(`(() => { const d = new DataTransfer(); d.setData('text', %q); document.body.dispatchEvent(new ClipboardEvent('paste', {clipboardData: d, bubbles: true})); })()`, gramTrace(40, 0.9)), nil))
	p.until(`lab().own && lab().own.rows === 40`)
	p.until(`document.getElementById('own-diagnosis')`)
	p.says("own-diagnosis", "no harmful conflict")
	if d := eval[int](p, `document.documentElement.scrollWidth - innerWidth`); d > 0 {
		t.Errorf("the view is %d pixels too wide for a phone", d)
	}
	if n := eval[int](p, `document.querySelectorAll('.hook').length`); n < 4 {
		t.Errorf("%d hooks", n)
	}
}

// TestDroppedTrace: a file that is dropped anywhere on the page is taken: a trace, gzipped too, goes to its view; a problem's text is
// trained in the Lab. What is dragged is not left to the browser, which would leave the page for it.
func TestDroppedTrace(t *testing.T) {
	p := open(t, "problem=heat&width=8&depth=2&points=100&view=own", desk)
	p.do(chromedp.Evaluate(`window.drag = (kind, files) => {
		const d = new DataTransfer();
		for (const f of files || []) d.items.add(f);
		const e = new DragEvent(kind, { dataTransfer: d, bubbles: true, cancelable: true });
		document.getElementById('stage').dispatchEvent(e);
		return e.defaultPrevented;
	}`, nil))
	if !eval[bool](p, `drag('dragover')`) || !eval[bool](p, `document.documentElement.dataset.drag === '1'`) {
		t.Error("a drag over the page is left to the browser, or does not show")
	}
	drop := func(parts, name string) {
		t.Helper()
		if !eval[bool](p, `drag('drop', [new File(`+parts+`, '`+name+`')])`) || eval[bool](p, `'drag' in document.documentElement.dataset`) {
			t.Errorf("the drop of %s is left to the browser, or the drag still shows", name)
		}
	}
	p.do(chromedp.Evaluate(fmt.Sprintf(`window.trace = %q`, gramTrace(60, -0.9)), nil))
	drop(`[trace]`, "dropped.jsonl")
	p.until(`lab().own && lab().own.name === 'dropped.jsonl' && lab().own.rows === 60 && lab().view === 'own'`)
	p.do(chromedp.Evaluate(`new Response(new Blob([trace]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer().then(b => { window.packed = b; })`, nil))
	p.until(`!!window.packed`)
	drop(`[packed]`, "packed.jsonl.gz")
	p.until(`lab().own.name === 'packed.jsonl.gz' && lab().own.rows === 60 && !lab().own.reading`)
	drop(`['no trace']`, "other.txt")
	p.says("own-said", "other.txt was not taken")
	if n := eval[int](p, `lab().own.rows`); n != 60 {
		t.Errorf("after a drop that was refused %d rows are shown", n)
	}
	const text = "coord x in [0, 1]\nfield u\n"
	drop(fmt.Sprintf(`[%q]`, text), "mine.pde")
	p.until(`lab().view === 'lab' && (document.getElementById('text') || {}).value === ` + fmt.Sprintf("%q", text))
}
