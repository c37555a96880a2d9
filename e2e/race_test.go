//go:build !js

package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestRace: two arms train in two workers from one link; pause holds both, a worker that dies does not end the other, the winner is
// named, and the end of the race gives the run back.
func TestRace(t *testing.T) {
	p := open(t, "problem=heat&width=16&depth=3&points=600&steps=1500&race=none,adapters+weights", desk)
	p.until(`lab().race && lab().race.lanes.every(l => l.phase === 'ready' && l.grids > 0)`)
	if n := eval[int](p, `workers.length`); n != 3 {
		t.Errorf("%d workers, want the run's and two", n)
	}
	if a := eval[string](p, `lab().race.lanes.map(l => l.arm).join()`); a != "none,adapters+weights" {
		t.Errorf("the arms are %s", a)
	}
	p.do(chromedp.Click("#run"))
	p.until(`lab().race.lanes.every(l => l.step > 40)`)
	if d := eval[int](p, `Math.abs(lab().race.lanes[0].step - lab().race.lanes[1].step)`); d > 1000 {
		t.Errorf("the arms are %d steps apart", d)
	}
	p.do(chromedp.Click("#run"))
	p.until(`lab().race.lanes.every(l => l.phase === 'ready')`)
	at := eval[string](p, `lab().race.lanes.map(l => l.step).join()`)
	p.frames(30)
	if now := eval[string](p, `lab().race.lanes.map(l => l.step).join()`); now != at {
		t.Errorf("the race goes on after Pause: %s, then %s", at, now)
	}
	other := eval[int](p, `lab().race.lanes[1].step`)
	p.do(chromedp.Evaluate(`workers[1].onerror({message: 'no memory'})`, nil))
	p.until(`workers.length === 4 && lab().race.lanes[0].phase === 'ready' && lab().race.lanes[0].step === 0`)
	if now := eval[int](p, `lab().race.lanes[1].step`); now != other {
		t.Errorf("the other arm went from step %d to %d", other, now)
	}
	p.do(chromedp.Click("#run"))
	p.until(`lab().race.over && lab().race.lanes.every(l => l.step === 1500)`)
	p.says("status", "relative error", "after 1", "One seed")
	if eval[string](p, `document.querySelectorAll('#lanes tbody tr').length + document.getElementById('status').textContent`) == "" {
		t.Error("no words about the race")
	}
	p.do(chromedp.Evaluate(`document.getElementById('race-end').click()`, nil))
	p.until(`lab().race === null && !location.hash.includes('race')`)
	p.do(chromedp.Click("#run"))
	p.until(`lab().step > 0`)
}
