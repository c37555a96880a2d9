//go:build !js

package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestLostContext: when the browser takes the graphics context away, training goes on and a toast says what happened; its one button loads
// the page again, which goes on from there by itself and draws.
func TestLostContext(t *testing.T) {
	p := open(t, "problem=heat&width=8&depth=2&points=200&steps=10000000&run=1", desk)
	p.until(`lab().step > 20`)
	if !eval[bool](p, `document.getElementById('toast').hidden`) {
		t.Error("there is a toast while all is well")
	}
	p.do(chromedp.Evaluate(`document.querySelector('#stage canvas').getContext('webgl2').getExtension('WEBGL_lose_context').loseContext()`, nil))
	p.says("toast", "nothing is drawn", "Training goes on", "Redraw")
	at := eval[int](p, `lab().step`)
	p.until(`lab().phase === 'training' && lab().step > ` + itoa(at+20))
	p.do(emulation.SetDeviceMetricsOverride(1000, 700, 1, false)) // what is drawn anew otherwise
	p.until(`lab().step > ` + itoa(at+40))
	at = eval[int](p, `lab().step`)
	p.do(chromedp.Evaluate(`window.old = true`, nil), chromedp.Click("#redraw"))
	p.across(`!window.old && !!window.lab && lab().phase === 'training' && lab().grids > 0 && lab().drawn > 0`)
	if now := eval[int](p, `lab().step`); now < at {
		t.Errorf("it goes on from step %d, before %d", now, at)
	}
	if !eval[bool](p, `document.getElementById('toast').hidden && !document.querySelector('#stage canvas').getContext('webgl2').isContextLost()`) {
		t.Error("the page that was loaded again does not draw")
	}
}

// across waits for a condition of the page that comes after this one.
func (p *tab) across(js string) {
	p.Helper()
	var err error
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		yes := false
		if err = chromedp.Run(p.ctx, chromedp.Evaluate(js, &yes)); err == nil && yes {
			return
		}
	}
	p.Fatalf("%s does not come true (%v)", js, err)
}

// settles waits until a complaint is empty.
func (p *tab) settles(js string) {
	p.Helper()
	complaint := "?"
	for end := time.Now().Add(patience); complaint != "" && time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		complaint = eval[string](p, js)
	}
	if complaint != "" {
		p.Fatal(complaint)
	}
}

// TestHidden: while another tab is in front nothing is drawn, training goes on, and the run is kept.
func TestHidden(t *testing.T) {
	p := open(t, "problem=heat&width=8&depth=2&points=200&steps=10000000&run=1", desk)
	p.until(`lab().step > 20`)
	front, cancel := chromedp.NewContext(chrome)
	defer cancel()
	if err := chromedp.Run(front, page.BringToFront()); err != nil {
		t.Fatal(err)
	}
	p.until(`document.visibilityState === 'hidden'`)
	p.until(stored + ` > 0`)
	drawn, at := eval[int](p, `lab().draws`), eval[int](p, `lab().step`)
	p.until(`lab().step > ` + itoa(at+200))
	if now := eval[int](p, `lab().draws`); now > drawn+1 { // one may have been under way
		t.Errorf("%d pictures were drawn out of sight", now-drawn)
	}
	p.do(page.BringToFront())
	p.until(`document.visibilityState === 'visible' && lab().draws > ` + itoa(drawn+5))
}

// TestZoom: at a zoom of 200 % and of 150 %, and on a screen of another density, one pixel of the picture is one of the screen, and
// nothing is cut off.
func TestZoom(t *testing.T) {
	p := open(t, "problem=heat&width=8&depth=2", desk)
	for _, z := range []struct {
		size
		dense float64
	}{{size{640, 400}, 2}, {size{852, 532}, 1.5}, {size{390, 844}, 3}, {desk, 1}, {desk, 2}, {desk, 1.25}, {desk, 1}} {
		p.do(emulation.SetDeviceMetricsOverride(z.w, z.h, z.dense, false),
			chromedp.MouseEvent("mouseMoved", float64(z.w-60), 300), chromedp.MouseEvent("mouseMoved", float64(z.w-90), 320)) // the emulation tells nobody of a density
		p.settles(fmt.Sprintf(`(() => { const c = document.querySelector('#stage canvas'), r = c.getBoundingClientRect(), s = document.getElementById('stage');
			return devicePixelRatio === %g && Math.abs(c.width - r.width * devicePixelRatio) < 1 && Math.abs(c.height - r.height * devicePixelRatio) < 1 &&
				r.width === s.clientWidth && r.height === s.clientHeight && r.width > 250 && r.height > 250 ? '' :
				'the picture has ' + [c.width, c.height] + ' pixels on ' + [r.width, r.height] + ' at ' + devicePixelRatio + ', the stage ' + [s.clientWidth, s.clientHeight]; })()`, z.dense))
		if over := eval[int](p, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
			t.Errorf("%v at %g: the page is %d pixels too wide", z.size, z.dense, over)
		}
		if !eval[bool](p, `(r => r.left >= 0 && r.right <= innerWidth && r.height >= 24)(document.getElementById('run').getBoundingClientRect())`) {
			t.Errorf("%v at %g: Run is cut off", z.size, z.dense)
		}
	}
	p.do(chromedp.Click("#step"))
	p.until(`lab().step === 1`)
}

// where describes the focus: a path in the document, whether it can be seen and is marked.
const where = `(() => {
	const e = document.activeElement, path = [];
	if (!e || e === document.body) return {};
	for (let n = e; n !== document.body; n = n.parentElement) path.unshift([...n.parentElement.children].indexOf(n));
	const marked = [e, e.closest('.opener, .drop, .paper')].some(n => n && getComputedStyle(n).outlineStyle !== 'none' && parseFloat(getComputedStyle(n).outlineWidth) >= 1);
	const r = e.getBoundingClientRect();
	return { name: e.id || e.tagName + ' ' + e.textContent.slice(0, 30), path: path.join('.'), marked, scrolls: e.scrollWidth > e.clientWidth || e.scrollHeight > e.clientHeight, seen: r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth };
})()`

// stops lists the paths of all that Tab is to reach.
const stops = `[...document.querySelectorAll('button, input, select, textarea, summary, a[href], [tabindex]')]
	.filter(e => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({ visibilityProperty: true }))
	.filter(e => e.type !== 'radio' || e.checked || !document.querySelector('input[type=radio][name="' + e.name + '"]:checked'))
	.map(e => { const path = []; for (let n = e; n !== document.body; n = n.parentElement) path.unshift([...n.parentElement.children].indexOf(n)); return path.join('.') + ' ' + (e.id || e.tagName + ' ' + e.textContent.slice(0, 30)); })`

// TestKeyboard: Tab goes through everything that can be used, in the order of the document: the views, then at once Run, Step and Reset,
// then the settings from the problem down. The focus can be seen on every stop.
func TestKeyboard(t *testing.T) {
	for _, tab := range []string{"", "&view=atlas", "&view=own"} {
		p := open(t, "problem=heat&width=8&depth=2"+tab, desk)
		switch tab { // the view is there
		case "&view=atlas":
			p.until(`document.documentElement.dataset.view === 'atlas' && document.querySelector('#atlas tbody tr')?.checkVisibility()`)
		case "&view=own":
			p.until(`document.documentElement.dataset.view === 'own' && document.getElementById('own')?.checkVisibility()`)
		}
		p.keys(tab == "")
		p.do(chromedp.Navigate("about:blank"))
	}
}

func (p *tab) keys(lab bool) {
	p.Helper()
	type stop struct {
		Name, Path            string
		Marked, Seen, Scrolls bool
	}
	p.do(chromedp.Evaluate(`document.activeElement.blur()`, nil))
	var all []string
	p.do(chromedp.Evaluate(stops, &all))
	var names, paths []string
	for range len(all) + 20 {
		p.do(chromedp.KeyEvent(kb.Tab))
		s := eval[stop](p, where)
		if s.Path == "" || slices.Contains(paths, s.Path) {
			break
		}
		names, paths = append(names, s.Name), append(paths, s.Path)
		if !s.Scrolls && !slices.ContainsFunc(all, func(a string) bool { return strings.HasPrefix(a, s.Path+" ") }) {
			p.Errorf("Tab stops at %s, which neither does nor scrolls anything", s.Name)
		}
		if !s.Marked || !s.Seen {
			p.Errorf("the focus on %s: marked %v, in sight %v", s.Name, s.Marked, s.Seen)
		}
	}
	for _, want := range all {
		path, name, _ := strings.Cut(want, " ")
		if !slices.Contains(paths, path) {
			p.Errorf("Tab does not reach %s", name)
		}
	}
	if len(all) < 4 {
		p.Errorf("there are %d controls", len(all))
	}
	if !lab {
		return
	}
	order := strings.Join(names, " ")
	run := slices.Index(names, "run")
	if !strings.HasPrefix(order, "view-lab ") || run < 0 || run > 6 || !strings.Contains(order, " run step reset ") {
		p.Errorf("Run is stop %d of %s", run+1, order)
	}
	last := run
	for _, name := range []string{"problem", "width", "steps", "lr"} {
		i := slices.Index(names, name)
		if i <= last {
			p.Errorf("%s comes at stop %d, after %d", name, i+1, last+1)
		}
		last = i
	}
	p.do(chromedp.Focus("#run"), chromedp.KeyEvent(kb.Enter))
	p.until(`lab().step > 2`)
	p.do(chromedp.KeyEvent(kb.Enter))
	p.until(`lab().phase === 'ready'`)
}
