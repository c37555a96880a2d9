//go:build !js

package e2e

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

func itoa(n int) string { return strconv.Itoa(n) }

func ftoa(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// offset says how far the canvas is off its stage, in CSS pixels, and its pixels off those of the device: zeros.
const offset = `(() => {
	const s = stage.getBoundingClientRect(), c = document.querySelector('#stage canvas'), r = c.getBoundingClientRect();
	return [r.left - s.left, r.top - s.top, r.width - s.width, r.height - s.height, c.width - Math.floor(stage.clientWidth * devicePixelRatio), c.height - Math.floor(stage.clientHeight * devicePixelRatio)].map(Math.round).join();
})()`

// TestCanvasPlace: ebiten's canvas lies on the stage, whatever changes size, and a lost graphics context does not reload the page.
func TestCanvasPlace(t *testing.T) {
	p := open(t, "problem=heat&width=8&depth=2", desk)
	placed := func(when string) {
		t.Helper()
		t.Log(when)
		p.until(offset + ` === '0,0,0,0,0,0'`)
		if y := eval[float64](p, `document.documentElement.scrollWidth - innerWidth`); y > 0 {
			t.Errorf("%s: the page is %g pixels too wide", when, y)
		}
	}
	placed("at the start")
	p.do(emulation.SetDeviceMetricsOverride(1000, 640, 1, false))
	placed("in a smaller window")
	p.do(chromedp.Evaluate(`document.querySelector('.lab').style.gridTemplateColumns = '180px minmax(0, 1fr)'`, nil))
	placed("with a narrower panel")
	p.do(chromedp.Evaluate(`document.querySelector('.lab').style.gridTemplateColumns = ''`, nil), emulation.SetDeviceMetricsOverride(700, 900, 1, false))
	placed("on a phone's layout")
	p.do(chromedp.Evaluate(`window.mark = 1; document.querySelector('#stage canvas').getContext('webgl2').getExtension('WEBGL_lose_context').loseContext()`, nil))
	p.until(`document.getElementById('redraw') !== null`) // TestLostContext goes on from there
	p.do(chromedp.Click("#step"))
	p.until(`lab().step === 1`)
	if eval[int](p, `window.mark || 0`) != 1 {
		t.Error("the page was loaded again")
	}
}

// TestPhone: on a small screen the stage grows to hold its cards, nothing sticks out sideways, Run stays in sight, and so do the cards
// below it.
func TestPhone(t *testing.T) {
	p := open(t, "problem=heat&width=8&depth=2", size{390, 844})
	p.until(offset + ` === '0,0,0,0,0,0' && stage.clientHeight > 900`)
	if d := eval[int](p, `document.documentElement.scrollWidth - innerWidth`); d > 0 {
		t.Errorf("the page is %d pixels too wide", d)
	}
	p.do(chromedp.Evaluate(`scrollTo(0, 700)`, nil))
	p.frames(5)
	if y := eval[float64](p, `document.getElementById('run').getBoundingClientRect().top`); y < 0 || y > 100 {
		t.Errorf("Run is at %g after scrolling", y)
	}
	p.do(chromedp.Evaluate(`scrollTo(0, 900)`, nil))
	p.frames(5)
	if n := p.colours(100, 600); n < 20 {
		t.Errorf("%d colours below the bar after scrolling: the stage is not shown", n)
	}
	p.do(chromedp.Click("#run"))
	p.until(`lab().step > 3`)
}

// colours counts the colours of what the screen shows between two heights.
func (p *tab) colours(from, to int) int {
	p.Helper()
	var shot []byte
	p.do(chromedp.CaptureScreenshot(&shot))
	picture, err := png.Decode(bytes.NewReader(shot))
	if err != nil {
		p.Fatal(err)
	}
	all := map[color.Color]bool{}
	for y := from; y < min(to, picture.Bounds().Dy()); y++ {
		for x := range picture.Bounds().Dx() {
			all[picture.At(x, y)] = true
		}
	}
	return len(all)
}

// TestPointer: the probe follows the pointer and is pinned by a click, in words too; dragging turns the geometry; the page keeps its
// wheel and its keys.
func TestPointer(t *testing.T) {
	p := open(t, "problem=heat&width=8&depth=2&turn=0", desk)
	type point struct{ X, Y float64 }
	at := func(u, v float64) point {
		return eval[point](p, `(() => { const r = stage.getBoundingClientRect(); return {X: r.left + r.width * `+ftoa(u)+`, Y: r.top + r.height * `+ftoa(v)+`}; })()`)
	}
	c := at(0.3, 0.3)
	p.do(chromedp.MouseEvent("mouseMoved", c.X, c.Y))
	p.until(`lab().hover`)
	p.do(chromedp.MouseClickXY(c.X, c.Y))
	p.until(`lab().pinned && document.querySelector('.probed')`)
	if s := eval[string](p, `document.querySelector('.probed').textContent`); !strings.HasPrefix(s, "u = ") || !strings.Contains(s, "truth") {
		t.Errorf("the probe says %q", s)
	}
	p.do(chromedp.Click("#unpin"))
	p.until(`!lab().pinned && !lab().hover`)
	g := at(0.85, 0.72)
	angle := eval[float64](p, `lab().angle`)
	p.do(chromedp.MouseEvent("mousePressed", g.X, g.Y, chromedp.ButtonLeft))
	p.frames(5)
	p.do(chromedp.MouseEvent("mouseMoved", g.X+40, g.Y, chromedp.ButtonLeft))
	p.frames(5)
	p.do(chromedp.MouseEvent("mouseReleased", g.X+40, g.Y, chromedp.ButtonLeft))
	p.until(`lab().angle !== ` + ftoa(angle))
	for _, event := range []string{`new WheelEvent('wheel', {bubbles: true, cancelable: true, deltaY: 9})`, `new KeyboardEvent('keydown', {key: 'Tab', code: 'Tab', bubbles: true, cancelable: true})`} {
		if eval[bool](p, `(() => { const e = `+event+`; document.querySelector('#stage canvas').dispatchEvent(e); return e.defaultPrevented; })()`) {
			t.Errorf("the canvas takes %s for itself", event)
		}
	}
}

// TestKeep: the table and the picture are real files.
func TestKeep(t *testing.T) {
	p := open(t, "problem=heat&width=8&depth=2", desk)
	dir := t.TempDir()
	p.do(browser.SetDownloadBehavior(browser.SetDownloadBehaviorBehaviorAllow).WithDownloadPath(dir), chromedp.Click("#step"))
	p.until(`lab().step === 1`)
	p.do(chromedp.Click("#csv"), chromedp.Click("#png"))
	table := string(wait(t, filepath.Join(dir, "heat.csv")))
	if !strings.HasPrefix(table, "step,seconds,loss.") || strings.Count(table, "\n") != 3 {
		t.Errorf("the table is\n%s", table)
	}
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
	if n := colours(picture); n < 200 {
		t.Errorf("the picture has %d colours: it looks empty", n)
	}
}

// wait returns the content of a file that the browser is about to write.
func wait(t *testing.T, path string) []byte {
	t.Helper()
	for range 600 {
		if b, err := os.ReadFile(path); err == nil && len(b) > 0 {
			return b
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("%s was not saved", filepath.Base(path))
	return nil
}

func colours(m image.Image) int {
	seen := map[any]bool{}
	for y := m.Bounds().Min.Y; y < m.Bounds().Max.Y; y += 5 {
		for x := m.Bounds().Min.X; x < m.Bounds().Max.X; x += 5 {
			seen[m.At(x, y)] = true
		}
	}
	return len(seen)
}
