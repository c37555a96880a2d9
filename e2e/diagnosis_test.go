//go:build !js

package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// After a thousand steps of a plain run the regime is named, and the remedy can be applied.
func TestDiagnosis(t *testing.T) {
	p := open(t, "problem=klein-gordon&width=8&depth=2&points=100&run=1", desk)
	if got := p.text("diagnosis"); !strings.Contains(got, "1000 steps") {
		t.Errorf("before the profile: %q", got)
	}
	p.until(`document.querySelectorAll('.gauge').length > 0 && document.getElementById('apply')`)
	before := eval[float64](p, `lab().step`)
	p.do(chromedp.Evaluate(`document.getElementById('apply').click()`, nil))
	p.until(`document.querySelectorAll('.gauge').length === 0 && lab().step > 0 && location.hash.includes('weights=')`)
	if before < 1000 {
		t.Errorf("judged at step %g", before)
	}
}
