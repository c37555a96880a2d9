//go:build !js

package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// After a thousand steps of a plain run the regime is named, and the remedy can be applied.
func TestDiagnosis(t *testing.T) {
	p := open(t, "problem=klein-gordon&width=32&depth=3&points=1000&turn=0", desk)
	if got := p.text("diagnosis"); !strings.Contains(got, "1000 steps") {
		t.Errorf("before the profile: %q", got)
	}
	p.do(chromedp.Click("#run"))
	p.until(`document.querySelector('[role=progressbar]') && +document.querySelector('[role=progressbar]').getAttribute('aria-valuenow') > 0`)
	p.until(`document.getElementById('settling') || document.getElementById('apply')`) // intervals while the window grows
	p.until(`document.querySelectorAll('.gauge').length > 0 && document.getElementById('apply')`)
	if n := eval[int](p, `document.querySelectorAll('#theory math').length`); n < 3 {
		t.Errorf("%d formulae in the theory", n)
	}
	if n := eval[int](p, `document.querySelectorAll('#effects tbody tr').length`); n < 5 {
		t.Errorf("%d arms in the counterfactual", n)
	}
	p.says("because", ". ")
	p.until(`document.getElementById('expected').textContent.length > 3`)
	before := eval[float64](p, `lab().step`)
	p.do(chromedp.Evaluate(`document.getElementById('apply').click()`, nil))
	p.until(`document.querySelectorAll('.gauge').length === 0 && lab().step > 0 && location.hash.includes('weights=')`)
	if before < 1000 {
		t.Errorf("judged at step %g", before)
	}
}
