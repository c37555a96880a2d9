//go:build !js

package e2e

import (
	"encoding/json"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"

	"counterpoint/solver/interchange"
)

// TestLinkRestoresTheBits: the address of a run, opened anew where nothing is kept of it, gives the same loss to the last bit.
func TestLinkRestoresTheBits(t *testing.T) {
	p := open(t, "problem=heat&width=9&depth=2&points=120&lr=0.004&seed=5&set.kappa=0.3", desk)
	steps := func() float64 {
		for i := range 5 {
			p.until(`!document.getElementById('step').disabled`)
			p.do(chromedp.Click("#step"))
			p.until(`lab().step === ` + itoa(i+1))
		}
		return eval[float64](p, `lab().total`)
	}
	first := steps()
	p.until(`location.hash.includes('seed=5')`)
	link := eval[string](p, `location.hash`)
	p.do(chromedp.Navigate("about:blank"), storage.ClearDataForOrigin(strings.TrimSuffix(origin, "/"), "indexeddb"), chromedp.Navigate(origin+link))
	p.until(ready + ` && lab().step === 0`)
	if second := steps(); second != first {
		t.Errorf("the loss after five steps is %v, then %v", first, second)
	}
}

// TestHide: a link hides parts of the page, for a frame; a part that is none is said.
func TestHide(t *testing.T) {
	p := open(t, "problem=heat&width=8&depth=2&points=100&hide=header,controls,cellar", desk)
	const shown = `['header', '#run', '#problem', '#stage canvas'].map(q => document.querySelector(q).offsetParent !== null || getComputedStyle(document.querySelector(q)).position === 'fixed')`
	if got := eval[string](p, shown+`.join()`); got != "false,true,false,true" {
		t.Errorf("shown: %s", got)
	}
	const room = `(() => { const s = document.getElementById('stage').getBoundingClientRect(); return [s.left, s.right - innerWidth, s.bottom - innerHeight, s.top > 150 ? s.top : 0].map(Math.round).join(); })()`
	if got := eval[string](p, room); got != "0,0,0,0" {
		t.Errorf("the stage leaves room beside it: left, right, bottom, top %s", got)
	}
	p.says("notes", "cellar", "header, panel, controls, stage")
	p.until(`location.hash.includes('hide=header,controls') && !location.hash.includes('cellar')`)
}

// TestExports: the files that the menu gives are what their names say.
func TestExports(t *testing.T) {
	p := open(t, "problem=heat&width=8&depth=2&points=100", desk)
	dir := t.TempDir()
	p.do(browser.SetDownloadBehavior(browser.SetDownloadBehaviorBehaviorAllow).WithDownloadPath(dir), chromedp.Click("#step"))
	p.until(`lab().step === 1`)
	press := func(id string) {
		p.do(chromedp.Evaluate(`document.getElementById('`+id+`').click()`, nil))
	}
	for _, id := range []string{"export-field", "export-spec", "export-profile"} {
		press(id)
	}
	arrays, err := interchange.ReadNPZ(wait(t, filepath.Join(dir, "heat.npz")))
	if err != nil || len(arrays) < 4 {
		t.Errorf("the NPZ has %d arrays (%v)", len(arrays), err)
	}
	var spec map[string]any
	if err := json.Unmarshal(wait(t, filepath.Join(dir, "heat.spec.json")), &spec); err != nil || spec["width"] != 8.0 {
		t.Errorf("the Spec is %v (%v)", spec, err)
	}
	trace := string(wait(t, filepath.Join(dir, "heat.profile.jsonl")))
	if tr, err := interchange.ReadGram(strings.NewReader(trace), int64(len(trace)), 0); err != nil || tr.Rows != 1 || tr.Header.Problem != "heat" {
		t.Errorf("the profile is %.200s (%v)", trace, err)
	}
	p.do(chromedp.Evaluate(`(() => { const s = document.getElementById('panel'); s.value = 'losses'; s.dispatchEvent(new Event('change', {bubbles: true})); })()`, nil))
	p.frames(3)
	press("png-panel")
	wait(t, filepath.Join(dir, "heat.png"))
	f, err := os.Open(filepath.Join(dir, "heat.png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	picture, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	if b := picture.Bounds(); b.Dx() > 600 || b.Dy() > 500 || colours(picture) < 5 {
		t.Errorf("the panel is %v with %d colours", b, colours(picture))
	}
	p.do(chromedp.Evaluate(`Object.defineProperty(navigator, 'clipboard', {value: {writeText: t => { window.copied = t; return Promise.resolve(); }}})`, nil))
	press("embed")
	p.until(`(window.copied || '').startsWith('<iframe src="' + location.origin)`)
	if s := eval[string](p, `copied`); !strings.Contains(s, "hide=header,controls") || !strings.Contains(s, "problem=heat") {
		t.Errorf("the frame is %s", s)
	}
	press("clip")
	p.until(`/is saved as heat\.(webm|mp4)|cannot record/.test(document.getElementById('status').textContent)`)
	if s := p.text("status"); strings.Contains(s, "saved") {
		name := s[strings.Index(s, "heat."):]
		if b := wait(t, filepath.Join(dir, strings.TrimSuffix(name, "."))); len(b) < 1000 {
			t.Errorf("the film has %d bytes", len(b))
		}
	}
}

// TestLessonLink: the name of a lesson alone opens its run.
func TestLessonLink(t *testing.T) {
	p := open(t, "lesson=nothing-needed", desk)
	p.says("lesson", "1 of", "viscous front")
	p.shows("burgers-2d-scalar,32,3,500,3000", "problem", "width", "depth", "points", "steps")
}

// TestLesson: a lesson opens from the header, its pages wait for what they speak of, and it can be closed.
func TestLesson(t *testing.T) {
	p := open(t, "problem=heat&width=8&depth=2&points=100", desk)
	if n := eval[int](p, `document.querySelectorAll('#lessons a').length`); n != 6 {
		t.Errorf("%d lessons", n)
	}
	p.do(chromedp.Evaluate(`document.querySelector('#lessons a').click()`, nil))
	p.until(`location.hash.includes('lesson=') && !document.getElementById('lesson').hidden && lab().phase === 'ready'`)
	p.says("lesson", "1 of", "Next after the first steps")
	if !eval[bool](p, `document.getElementById('lesson-next').disabled`) {
		t.Error("the next page can be turned to before there is anything to see")
	}
	p.do(chromedp.Click("#run"))
	p.until(`!document.getElementById('lesson-next').disabled`)
	p.do(chromedp.Click("#lesson-next"))
	p.says("lesson", "2 of")
	p.do(chromedp.Click("#lesson-back"))
	p.says("lesson", "1 of")
	p.do(chromedp.Click("#lesson-end"))
	p.until(`document.getElementById('lesson').hidden && !location.hash.includes('lesson=')`)
}
