//go:build shots && !js

package e2e

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// shot is a view to look at: how to get there, and when it is complete.
type shot struct{ name, fragment, do, until string }

const seen = "problem=klein-gordon&width=32&depth=3&points=1000&steps=4000&run=1"

// views are all of the page's.
var views = []shot{
	{"start", "", "", ready},
	{"training", seen, "", `lab().step > 300`},
	{"surface", seen + "&shape=surface", "", `lab().step > 300`},
	{"verdict", seen, "", `lab().step > 1100 && document.getElementById('because')`},
	{"theory", seen, `if (lab().step < 1010) throw 0; document.getElementById('theory').open = true; document.getElementById('theory').scrollIntoView()`, `true`},
	{"ribbons", seen + "&gradients=ribbons&curves=weighted&points-shown=1", "", `lab().step > 400`},
	{"statistics", seen + "&gradients=statistics", "", `lab().step > 700`},
	{"layers", seen + "&gradients=layers&curves=weights", "", `lab().step > 400`},
	{"race", seen + "&race=none,adapters+weights", "", `lab().race && lab().race.lanes.every(l => l.step > 500 && l.grids > 1)`},
	{"gallery", "", `document.getElementById('gallery-open').click()`, `document.querySelectorAll('#gallery .tile').length > 100`},
	{"atlas", "view=atlas", "", `document.documentElement.dataset.view === 'atlas'`},
	{"own", "view=own", "", `document.documentElement.dataset.view === 'own'`},
	{"lesson", "lesson=weights-cure", "", `lab().phase === 'ready' || lab().step > 200`},
	{"editor", "problem=burgers", `document.getElementById('edit').click()`, `document.querySelector('textarea')`},
	{"bench", "bench&problem=burgers&seconds=0.5", "", `parseFloat(document.querySelector('#bench-table tbody td')?.textContent) > 0`},
	{"fifty", "problem=poisson-50d&run=1", "", `lab().step > 5`},
	{"three", "problem=wave-2d-long&points=300&width=16&depth=2&run=1", "", `lab().step > 50`},
}

// low are the views that show what stands at the end of a phone's stage.
var low = map[string]bool{"ribbons": true, "statistics": true, "layers": true}

// TestShots writes a picture of every view to the folder SHOTS, on four screens, light and dark, for a person to look at. It asserts only that each
// view comes to be. make shots
func TestShots(t *testing.T) {
	dir := os.Getenv("SHOTS")
	if err := os.MkdirAll(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	for _, s := range []struct {
		size
		theme string
	}{{desk, "dark"}, {desk, "light"}, {size{1920, 1080}, "dark"}, {size{390, 844}, "light"}} {
		for _, v := range views {
			name := fmt.Sprintf("%s-%dx%d-%s.png", v.name, s.w, s.h, s.theme)
			t.Run(name, func(t *testing.T) { v.take(t, s.size, s.theme, filepath.Join(dir, name)) })
		}
	}
}

func (v shot) take(t *testing.T, s size, theme, file string) {
	p := visit(t, v.fragment, s, emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: theme}}))
	p.until(`window.lab && (lab().grids > 0 || lab().view !== 'lab' || document.getElementById('bench-table'))`)
	if v.do == "" {
		p.until(v.until)
	} else {
		p.until(`(() => { try { ` + v.do + `; return true } catch { return false } })()`)
		p.until(v.until)
	}
	if low[v.name] && s.w < 500 {
		p.until(`document.getElementById('stage').scrollIntoView({block: 'end'}) || true`)
	}
	p.frames(20)
	var png []byte
	p.do(chromedp.ActionFunc(func(ctx context.Context) (err error) {
		png, err = page.CaptureScreenshot().WithFromSurface(true).Do(ctx)
		return err
	}), chromedp.Navigate("about:blank"))
	if err := os.WriteFile(file, png, 0o666); err != nil {
		t.Fatal(err)
	}
}
