//go:build !js

package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestTrain: a visitor's first minute. The page opens with burgers, trains, pauses, steps, starts anew, by mouse and by keys.
func TestTrain(t *testing.T) {
	p := open(t, "", desk)
	if got := eval[string](p, `lab().problem + ' ' + lab().phase + ' ' + document.getElementById('problem').value`); got != "burgers ready burgers" {
		t.Errorf("the page opens with %q", got)
	}
	if n := eval[int](p, `document.getElementById('problem').options.length`); n < 3 {
		t.Errorf("the menu has %d problems", n)
	}
	p.do(chromedp.Click("#run"))
	p.until(`lab().step > 12 && lab().rows > 3`)
	if !eval[bool](p, `document.getElementById('step').disabled`) {
		t.Error("Step can be pressed while training")
	}
	p.do(chromedp.Click("#run"))
	p.until(`lab().phase === 'ready'`)
	p.says("status", "Paused at step", "relative error of u")
	p.says("losses", "pde", "e−")
	at := eval[int](p, `lab().step`)
	p.frames(30)
	if now := eval[int](p, `lab().step`); now != at {
		t.Errorf("it goes on after Pause: %d, then %d", at, now)
	}
	p.do(chromedp.Click("#step"))
	p.until(`lab().step === ` + itoa(at+1))
	p.do(chromedp.Evaluate(`document.activeElement.blur()`, nil), chromedp.KeyEvent("s"))
	p.until(`lab().step === ` + itoa(at+2))
	p.do(chromedp.KeyEvent("r"))
	p.until(`lab().step === 0 && lab().phase === 'ready' && lab().rows === 1`)
	p.do(chromedp.KeyEvent(" "))
	p.until(`lab().step > 2`)
	p.do(chromedp.KeyEvent(" "))
	p.until(`lab().phase === 'ready'`)
	if y := eval[float64](p, `scrollY`); y != 0 {
		t.Error("the space bar scrolled")
	}
}

// TestControls: half-typed numbers survive, wrong ones are marked and not taken, and every control has a name. TestKeyboard
// reaches them.
func TestControls(t *testing.T) {
	p := open(t, "problem=heat", desk)
	p.do(chromedp.Evaluate(`document.getElementById('lr').select()`, nil), chromedp.SendKeys("#lr", "1e-"))
	p.do(chromedp.Evaluate(`dispatchEvent(new Event('resize'))`, nil))
	p.frames(20)
	if got := eval[string](p, `lr.value + ' ' + lr.getAttribute('aria-invalid')`); got != "1e- true" {
		t.Errorf("a half-typed number is %q", got)
	}
	p.do(chromedp.SendKeys("#lr", "4"+kb.Enter))
	p.until(`lr.value + lr.getAttribute('aria-invalid') === '0.0001false' && location.hash.includes('lr=0.0001')`)
	generation := eval[int](p, `lab().generation`)
	p.do(chromedp.Evaluate(`width.select()`, nil), chromedp.SendKeys("#width", "s r"+kb.Enter)) // letters that are keys elsewhere
	p.frames(10)
	if got := eval[string](p, `width.getAttribute('aria-invalid') + ' ' + lab().generation`); got != "true "+itoa(generation) {
		t.Errorf("a wrong width gave %q", got)
	}
	const unnamed = `[...document.querySelectorAll('input,select,button')].filter(e => !(e.labels && e.labels.length) && !e.textContent.trim()).map(e => e.id).join()`
	if got := eval[string](p, unnamed); got != "" {
		t.Errorf("without a label: %s", got)
	}
	if got := eval[int](p, `document.querySelector('#stage canvas').tabIndex`); got != -1 {
		t.Errorf("the canvas has tabIndex %d", got)
	}
}

// TestLink: a link restores a run, wrong parts are said and do not stop the page, and the way back works.
func TestLink(t *testing.T) {
	p := open(t, "problem=heat&seed=7&width=12&depth=2&lr=0.02&map=magma&show=error&contours=0&colour=red&activation=relu", desk)
	want := "heat,7,12,2,0.02,magma,error"
	ids := []string{"problem", "seed", "width", "depth", "lr", "map", "show"}
	p.shows(want, ids...)
	p.says("notes", "colour", "tanh, sin, silu")
	if eval[bool](p, `notes.hidden`) {
		t.Error("the notes cannot be seen")
	}
	p.until(`!location.hash.includes('colour') && location.hash.includes('lr=0.02')`)
	link := eval[string](p, `location.hash`)
	p.do(chromedp.Evaluate(`location.hash = 'problem=helmholtz&width=10&depth=2'`, nil))
	p.until(`lab().problem === 'helmholtz' && lab().phase === 'ready' && lab().grids > 0`)
	p.shows("10,viridis", "width", "map")
	p.do(chromedp.Evaluate(`location.hash = '`+link+`'`, nil))
	p.until(`lab().problem === 'heat' && lab().phase === 'ready' && lab().grids > 0`)
	p.shows(want, ids...)
	p.until(`notes.textContent === '' && notes.hidden`)
}

// TestTrouble: a run that diverges says which loss and when; a worker that dies is replaced, with the run loaded again; one that dies
// twice in a row comes back without the SIMD kernels.
func TestTrouble(t *testing.T) {
	p := open(t, "problem=heat&width=8&depth=2&lr=1000000&schedule=constant&run=1", desk)
	p.until(`lab().phase === 'failed'`)
	p.says("status", "diverged", "step")
	if s := p.text("status"); strings.Contains(s, "--") {
		t.Errorf("the status line names flags of the terminal: %q", s)
	}
	p.do(chromedp.Evaluate(`lr.select()`, nil), chromedp.SendKeys("#lr", "0.001"+kb.Enter))
	p.until(`lab().phase === 'ready' && lab().grids > 0`)
	p.do(chromedp.Evaluate(`workers[0].onerror({message: 'no memory'})`, nil))
	p.until(ready + ` && workers.length === 2`)
	p.says("notes", "no memory")
	p.shows("8", "width")
	p.do(chromedp.Click("#step"))
	p.until(`lab().step === 1`)
	fast := eval[string](p, `lab().kernel`)
	p.do(chromedp.Evaluate(`for (const m of ['once', 'twice']) workers.at(-1).onerror({message: m})`, nil))
	p.until(ready + ` && workers.length === 4`)
	p.says("notes", "twice", "without its fast kernels")
	if plain := eval[string](p, `lab().kernel`); plain == fast || plain == "" {
		t.Errorf("the kernels are %q after %q", plain, fast)
	}
}

// TestMotion: the geometry turns while training, except for those who prefer stillness; and nothing is drawn while nothing changes.
func TestMotion(t *testing.T) {
	still := emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}})
	p := open(t, "problem=heat&width=8&depth=2&steps=10000000&run=1", desk, still)
	p.until(`lab().step > 5`)
	angle := eval[float64](p, `lab().angle`)
	p.frames(20)
	if now := eval[float64](p, `lab().angle`); now != angle {
		t.Errorf("it turns from %g to %g though the visitor prefers stillness", angle, now)
	}
	p.do(emulation.SetEmulatedMedia())
	p.until(`lab().angle > ` + ftoa(angle))
	p.do(chromedp.Click("#run"))
	p.until(`lab().phase === 'ready'`)
	p.rests("a paused run")
}

// TestIdle: nothing is drawn after the last step either.
func TestIdle(t *testing.T) {
	p := open(t, "problem=heat&width=8&depth=2&points=50&steps=5&run=1", desk)
	p.until(`lab().phase === 'done' && lab().step === 5`)
	p.rests("a finished run")
}

// rests fails if anything is drawn in 120 frames, two seconds of them on most screens, once what was under way is on the screen.
func (p *tab) rests(what string) {
	p.Helper()
	p.frames(15)
	before := eval[[2]int](p, `[lab().draws, lab().drawn]`)
	p.frames(120)
	if now := eval[[2]int](p, `[lab().draws, lab().drawn]`); now != before || before[1] == 0 {
		p.Errorf("%s: %v frames, drawings; later %v, though nothing changed", what, before, now)
	}
}
