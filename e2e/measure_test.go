//go:build measure && !js

package e2e

import (
	"slices"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestMeasure logs what the page costs on this machine, and asserts nothing of it: a figure is worth what the machine was free. The rates are ratios
// to the bare worker's, `#bench` of the same problem, taken in turn. make measure
func TestMeasure(t *testing.T) {
	t.Run("start", measureStart)
	t.Run("verdict", measureVerdict)
	t.Run("rate", measureRate)
}

const measured = "problem=burgers"

// measureStart visits the page anew five times.
func measureStart(t *testing.T) {
	var paint, usable, field []float64
	for range 5 {
		p := open(t, measured, desk)
		p.until(`performance.getEntriesByName('first-field').length > 0`)
		at := func(name string) float64 {
			return eval[float64](p, `performance.getEntriesByName('`+name+`')[0].startTime`)
		}
		paint, usable, field = append(paint, at("first-contentful-paint")), append(usable, at("hello")), append(field, at("first-field"))
		p.do(chromedp.Navigate("about:blank"))
	}
	t.Logf("ms, medians of %d visits: first paint %.0f, controls usable %.0f, first field %.0f; controls usable in %.0f", len(paint), median(paint), median(usable), median(field), usable)
}

// measureVerdict times the first thousand steps of the plain run, from the click on Run to the verdict on the page.
func measureVerdict(t *testing.T) {
	p := open(t, measured, desk)
	p.until(ready)
	start := time.Now()
	p.do(chromedp.Click("#run"))
	for !eval[bool](p, `document.querySelectorAll('.gauge').length > 0 && !!document.getElementById('because')`) {
		if time.Sleep(100 * time.Millisecond); time.Since(start) > stay-patience {
			t.Fatal("there is no verdict")
		}
	}
	t.Logf("%s: a verdict %.1f s after the click, at step %d", measured, time.Since(start).Seconds(), eval[int](p, `lab().step`))
}

// measureRate compares steps per second in the page, drawing and not, with those of the worker alone.
func measureRate(t *testing.T) {
	var bare, drawn, blind []float64
	for range 3 {
		p := visit(t, "bench&"+measured+"&seconds=4", desk)
		p.until(`window.lab && document.getElementById('bench-table') && parseFloat(document.querySelector('#bench-table tbody td')?.textContent) > 0`)
		bare = append(bare, 1e3/eval[float64](p, `JSON.parse(document.getElementById('bench-json').textContent.split('\n')[0]).ms_median`))
		p.do(chromedp.Navigate("about:blank"))
		drawn = append(drawn, rate(t, measured+"&steps=100000"))
		blind = append(blind, rate(t, measured+"&steps=100000&hide=stage,panel"))
	}
	t.Logf("%s, steps/s, medians of %d: the worker alone %.1f; in the page with drawing %.1f (%.2f), without %.1f (%.2f)", measured, len(bare),
		median(bare), median(drawn), median(drawn)/median(bare), median(blind), median(blind)/median(bare))
}

// rate trains for ten seconds after the first fifty steps.
func rate(t *testing.T, fragment string) float64 {
	p := visit(t, fragment+"&run=1", desk)
	p.until(`window.lab && lab().step > 50`)
	from, start := eval[int](p, `lab().step`), time.Now()
	time.Sleep(10 * time.Second)
	steps, passed := eval[int](p, `lab().step`)-from, time.Since(start)
	p.do(chromedp.Navigate("about:blank"))
	return float64(steps) / passed.Seconds()
}

func median(v []float64) float64 {
	v = slices.Sorted(slices.Values(v))
	return v[len(v)/2]
}
