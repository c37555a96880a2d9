//go:build soak && !js

package e2e

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// living counts the workers that were started and not ended.
const living = `{ const W = Worker; window.living = 0; window.Worker = class extends W {
	constructor(...a) { super(...a); window.living++; }
	terminate() { if (!this.ended) { this.ended = true; window.living--; } super.terminate(); } } }`

// soakSeed makes the actions repeat.
const soakSeed = 1

// sample is what must not grow.
type sample struct {
	heap, memory, all float64 // MiB: JavaScript's, the page's WASM, all of the page with its workers
	workers           int
}

// soakProblems are opened in turn, one a minute.
var soakProblems = []string{"burgers", "heat", "beam", "helmholtz", "burgers-inverse", "allen-cahn", "kdv"}

// TestSoak: MINUTES minutes of training with another problem each minute and 200 random actions in all: nothing is thrown (tab looks), and
// heap, WASM memory and the number of workers stay flat. make soak MINUTES=30
func TestSoak(t *testing.T) {
	minutes, err := strconv.Atoi(os.Getenv("MINUTES"))
	if err != nil || minutes < 2 {
		t.Fatal("MINUTES is to be a whole number from 2 on")
	}
	stay = time.Duration(3*minutes) * time.Minute
	p := visit(t, "problem=burgers&run=1", desk, chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := page.AddScriptToEvaluateOnNewDocument(living).Do(ctx)
		return err
	}))
	p.until(`window.lab && lab().phase === 'training'`)
	rng := rand.New(rand.NewPCG(soakSeed, 0))
	var samples []sample
	actions, start := 0, time.Now()
	for m := range minutes {
		name := soakProblems[m%len(soakProblems)]
		p.do(chromedp.Evaluate(fmt.Sprintf(`location.hash = 'problem=%s&run=1&steps=1000000&seed=%d'`, name, m), nil))
		for end := start.Add(time.Duration(m+1) * time.Minute); time.Now().Before(end); time.Sleep(time.Duration(rng.IntN(800)) * time.Millisecond) {
			if actions < 200*(m+1)/minutes {
				p.act(rng)
				actions++
			}
		}
		p.until(`window.lab && lab().phase !== 'starting'`)
		s := p.sample()
		t.Logf("minute %d, %s: JavaScript %.1f MiB, page's WASM %.1f MiB, all %.1f MiB, %d workers, %d actions", m+1, name, s.heap, s.memory, s.all, s.workers, actions)
		samples = append(samples, s)
	}
	if actions < 200 {
		t.Errorf("%d actions were taken", actions)
	}
	flat(t, "JavaScript's heap", samples, 20, func(s sample) float64 { return s.heap })
	flat(t, "the page's WASM memory", samples, 20, func(s sample) float64 { return s.memory })
	flat(t, "all memory", samples, 100, func(s sample) float64 { return s.all })
	for _, s := range samples {
		if s.workers > 3 { // the run's, and two of a race
			t.Errorf("%d workers live", s.workers)
		}
	}
}

// flat compares the medians of the second and the last third. Problems differ in size: slack in MiB and a quarter.
func flat(t *testing.T, what string, samples []sample, slack float64, of func(sample) float64) {
	t.Helper()
	median := func(part []sample) float64 {
		var v []float64
		for _, s := range part {
			v = append(v, of(s))
		}
		slices.Sort(v)
		return v[len(v)/2]
	}
	n := len(samples)
	before, after := median(samples[n/3:max(n/3+1, 2*n/3)]), median(samples[2*n/3:])
	if after > 1.25*before+slack {
		t.Errorf("%s grows from %.1f to %.1f MiB", what, before, after)
	}
}

func (p *tab) sample() (s sample) {
	p.Helper()
	p.do(heapprofiler.CollectGarbage())
	s.heap = eval[float64](p, `performance.memory.usedJSHeapSize / 1048576`)
	s.memory = eval[float64](p, `host.memory() / 1048576`)
	s.workers = eval[int](p, `living`)
	p.do(chromedp.Evaluate(`performance.measureUserAgentSpecificMemory ? performance.measureUserAgentSpecificMemory().then(m => m.bytes / 1048576) : 0`, &s.all, await))
	return s
}

// act does what a user might.
func (p *tab) act(rng *rand.Rand) {
	p.Helper()
	pick := func(selector string) string {
		return fmt.Sprintf(`{ const all = [...document.querySelectorAll(%q)].filter(e => !e.disabled && e.checkVisibility()); if (all.length) { const e = all[%d %% all.length]; `, selector, rng.IntN(1<<20))
	}
	script := ""
	switch rng.IntN(10) {
	case 0, 1, 2:
		script = pick("button") + `if (!/png|csv|json|npz|clip|save|open/i.test(e.id + e.textContent)) e.click(); } }`
	case 3:
		script = pick("input[type=checkbox], summary") + `e.click(); } }`
	case 4:
		words := []string{"3", "1e-", "0.01", "abc", "-1", "1e999", "pde=100", ""}
		script = pick("input[type=text], textarea") + fmt.Sprintf(`e.value = %q; e.dispatchEvent(new Event('input', { bubbles: true })); e.dispatchEvent(new Event('change', { bubbles: true })); } }`, words[rng.IntN(len(words))])
	case 5:
		script = pick("select:not(#threads)") + fmt.Sprintf(`e.selectedIndex = %d %% e.options.length; e.dispatchEvent(new Event('change', { bubbles: true })); } }`, rng.IntN(1<<20))
	case 6:
		p.do(emulation.SetDeviceMetricsOverride(int64(360+rng.IntN(1200)), int64(500+rng.IntN(600)), 1, false))
		return
	case 7:
		script = []string{"history.back()", "history.forward()"}[rng.IntN(2)]
	case 8:
		keys := []string{" ", "s", "r", "\t"}
		p.do(chromedp.KeyEvent(keys[rng.IntN(len(keys))]))
		return
	case 9:
		if rng.IntN(4) == 0 {
			p.reload()
			p.across(`!!window.lab && lab().phase !== 'starting'`)
			return
		}
		script = pick("input[type=range]") + `e.value = e.min; e.dispatchEvent(new Event('input', { bubbles: true })); } }`
	}
	if err := chromedp.Run(p.ctx, chromedp.Evaluate(script, nil)); err != nil && !strings.HasPrefix(script, "history.") {
		p.Fatalf("%s: %v", script, err)
	}
	at := ""
	for range 20 { // going back may leave the page, in a moment
		if err := chromedp.Run(p.ctx, chromedp.Evaluate(`location.href`, &at)); err == nil {
			break
		}
	}
	if !strings.HasPrefix(at, p.base) {
		p.do(chromedp.Navigate(p.base))
	}
	p.across(`!!window.lab && lab().phase !== 'starting'`)
}
