//go:build !js

package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestStart: the skeleton is painted before anything is compiled, and the controls can be used before the first field is there. The times
// are logged, in ms from the start of the visit.
func TestStart(t *testing.T) {
	p := open(t, "problem=burgers", desk)
	p.until(`performance.getEntriesByName('first-field').length > 0`)
	var at map[string]float64
	p.do(chromedp.Evaluate(`Object.fromEntries(['first-contentful-paint', 'boot', 'compiled', 'main', 'panel', 'hello', 'first-field'].map(n => [n, performance.getEntriesByName(n)[0].startTime]))`, &at))
	t.Logf("first paint %.0f ms, page compiled %.0f, started %.0f, controls shown %.0f, usable %.0f, first field %.0f",
		at["first-contentful-paint"], at["compiled"], at["main"], at["panel"], at["hello"], at["first-field"])
	for _, order := range [][2]string{
		{"first-contentful-paint", "panel"}, {"boot", "compiled"}, {"compiled", "main"}, {"main", "panel"}, {"panel", "hello"}, {"hello", "first-field"},
	} {
		if !(at[order[0]] > 0 && at[order[0]] < at[order[1]]) {
			t.Errorf("%s at %.0f ms, %s at %.0f", order[0], at[order[0]], order[1], at[order[1]])
		}
	}
}
