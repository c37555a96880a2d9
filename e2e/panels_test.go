//go:build !js

package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// set gives a control a value as a person does, by its change event.
func (p *tab) set(id, value string) {
	p.Helper()
	p.do(chromedp.Evaluate(`(() => { const c = document.getElementById('`+id+`'); if (c.type === 'checkbox') c.checked = '`+value+`' === '1'; else c.value = '`+value+`'; c.dispatchEvent(new Event('change', {bubbles: true})); })()`, nil))
}

// TestPanels: every choice of the panels is drawn, is in the link, and comes back from it; keys and the pointer turn the surface; the
// words in the title lines of the cards are switches.
func TestPanels(t *testing.T) {
	p := open(t, "problem=heat&width=8&depth=2&points=50&turn=0", desk)
	checked := 0
	for _, c := range [][3]string{
		{"curves", "weighted", "curves=weighted"}, {"curves", "weights", "curves=weights"}, {"gradients", "ribbons", "gradients=ribbons"},
		{"gradients", "statistics", "gradients=statistics"}, {"gradients", "layers", "gradients=layers"}, {"range", "own", "range=own"},
		{"points-shown", "1", "points-shown=1"}, {"pin", "0.5, 0.25", "pin="}, {"slices", "0", "slices=0"}, {"shape", "surface", "shape=surface"},
	} {
		drawn := eval[int](p, `lab().drawn`)
		p.set(c[0], c[1])
		p.until(`location.hash.includes('` + c[2] + `') && lab().drawn > ` + itoa(drawn))
		checked++
	}
	if checked == 0 {
		t.Fatal("nothing was checked")
	}
	p.until(`lab().points > 0 && lab().pinned`)
	spin := eval[float64](p, `lab().spin`)
	p.do(chromedp.Focus("#stage"), input.DispatchKeyEvent(input.KeyDown).WithKey("ArrowRight").WithCode("ArrowRight"))
	p.until(`lab().spin === ` + ftoa(spin+5) + ` && location.hash.includes('spin=')`)
	type point struct{ X, Y float64 }
	at := func(u, v float64) point {
		return eval[point](p, `(() => { const r = stage.getBoundingClientRect(); return {X: r.left + r.width * `+ftoa(u)+`, Y: r.top + r.height * `+ftoa(v)+`}; })()`)
	}
	c := at(0.3, 0.3)
	p.do(chromedp.MouseEvent("mousePressed", c.X, c.Y, chromedp.ButtonLeft))
	p.frames(4)
	p.do(chromedp.MouseEvent("mouseMoved", c.X+60, c.Y+10, chromedp.ButtonLeft))
	p.frames(4)
	p.do(chromedp.MouseEvent("mouseReleased", c.X+60, c.Y+10, chromedp.ButtonLeft))
	p.until(`lab().spin < ` + ftoa(spin))
	hash := eval[string](p, `location.hash`)
	p.reload()
	p.until(`window.lab && lab().drawn > 0 && lab().grids > 0 && lab().pinned && lab().points > 0`)
	p.shows("surface,layers,weights,own", "shape", "gradients", "curves", "range")
	p.until(`location.hash.split('&').sort().join() === '` + hash + `'.split('&').sort().join()`)
	word := eval[point](p, `(() => { const r = stage.getBoundingClientRect(); return {X: r.right - 50, Y: r.top + 29}; })()`)
	p.do(chromedp.MouseClickXY(word.X-50, word.Y)) // "weighted" in the title line of the losses
	p.until(`location.hash.includes('curves=weighted')`)
	if s := p.text("status"); strings.Contains(s, "not taken") {
		t.Errorf("the status is %q", s)
	}
}
