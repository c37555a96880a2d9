//go:build !js

package e2e

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"counterpoint/solver/experiment"
)

// TestBench: the link bench measures a step in the page, with the fastest kernels and the portable ones, and leads back.
func TestBench(t *testing.T) {
	p := visit(t, "bench&problem=heat&precision=f64&depth=2&points=500&seconds=0.2&bad=1", desk)
	p.until(`window.lab && document.getElementById('bench-part') && document.getElementById('bench-part').value === 1`)
	p.says("notes", "bad")
	lines := strings.Split(strings.TrimSpace(p.text("bench-json")), "\n")
	if len(lines) != 2 {
		t.Fatalf("%d measurements: %s", len(lines), lines)
	}
	var timing [2]experiment.Timing
	for i, line := range lines {
		if err := json.Unmarshal([]byte(line), &timing[i]); err != nil {
			t.Fatal(err)
		}
		if x := timing[i]; x.Problem != "heat" || x.Precision != "f64" || x.Network != "2-64x2-1" || x.Workers != 1 || x.Allocs != 0 || !(x.Milliseconds > 0 && x.Fraction > 0 && x.Fraction < 1.2) {
			t.Errorf("%+v", x)
		}
	}
	if timing[0].Kernel == "portable" || timing[1].Kernel != "portable" || timing[0].Milliseconds >= timing[1].Milliseconds {
		t.Errorf("the fastest kernels: %+v, the portable: %+v", timing[0], timing[1])
	}
	p.until(`document.querySelectorAll('#bench-table tbody tr').length === 1 && !document.getElementById('bench-table').textContent.includes('–')`)
	p.until(`document.getElementById('bench-close').click() || true`)
	p.until(`lab().phase === 'ready' && lab().problem === 'burgers' && lab().grids > 0 && document.getElementById('run')`)
}

// TestBenchFault: a worker that ends with the portable kernels leaves the fast figures and says what happened in a row below them.
func TestBenchFault(t *testing.T) {
	p := visit(t, "bench&problem=heat&depth=2&points=500&seconds=1", desk)
	p.until(`window.lab && document.getElementById('bench-json') && document.getElementById('bench-json').textContent.includes('"heat"')`)
	p.do(chromedp.Evaluate(`workers.at(-1).onerror({message: 'no memory'})`, nil))
	p.until(`document.getElementById('bench-part').value === 1`)
	p.says("bench-table", "with portable kernels", "no memory")
	if n := eval[int](p, `document.querySelectorAll('#bench-table tbody tr').length`); n != 2 {
		t.Errorf("%d rows", n)
	}
	if ms := eval[float64](p, `parseFloat(document.querySelector('#bench-table tbody td').textContent)`); !(ms > 0) {
		t.Errorf("the fast figure is %v", ms)
	}
}
