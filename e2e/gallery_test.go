//go:build !js

package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestGallery: the gallery has every problem with its picture, is filtered by words and family, walked by keys, and opens what is chosen.
func TestGallery(t *testing.T) {
	p := open(t, "problem=heat&width=8&depth=2&points=50&turn=0", desk)
	all := eval[int](p, `document.querySelectorAll('#problem option').length`)
	p.do(chromedp.Focus("#gallery-open"), chromedp.KeyEvent(kb.Enter))
	p.until(`document.querySelectorAll('#gallery .tile').length === ` + itoa(all) + ` && document.activeElement.id === 'gallery-words'`)
	// the sheet has a tile for the last problem, and no more rows than it needs
	p.until(`(() => { const i = new Image(); window.sheet = window.sheet || i; if (!sheet.src) sheet.src = 'thumbnails.png'; return sheet.complete && sheet.naturalWidth === 768 && sheet.naturalHeight === 48 * Math.ceil(` + itoa(all) + ` / 12); })()`)
	p.do(chromedp.KeyEvent("helmholtz"))
	p.until(`(() => { const t = [...document.querySelectorAll('#gallery .tile')]; return t.length > 1 && t.length < 40 && t.every(x => /helmholtz/i.test(x.textContent + x.dataset.problem)); })()`)
	p.do(chromedp.Evaluate(`document.querySelector('#gallery .tile').focus()`, nil), chromedp.KeyEvent(kb.ArrowRight))
	p.until(`document.activeElement === document.querySelectorAll('#gallery .tile')[1]`)
	name := eval[string](p, `document.activeElement.dataset.problem`)
	p.do(chromedp.KeyEvent(kb.Enter))
	p.until(`!document.getElementById('gallery').open && lab().problem === '` + name + `' && lab().phase === 'ready'`)
	if s := eval[int](p, `lab().step`); s != 0 {
		t.Errorf("the chosen problem is at step %d", s)
	}
	p.do(chromedp.Click("#gallery-open"))
	p.until(`document.getElementById('gallery').open`)
	p.do(chromedp.KeyEvent(kb.Escape))
	p.until(`!document.getElementById('gallery').open && document.querySelectorAll('#gallery .tile').length === 0`)
}
