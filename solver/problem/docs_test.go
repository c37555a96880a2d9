//go:build !js

package problem

import (
	"math"
	"os"
	"regexp"
	"testing"

	"counterpoint/solver/expr"
	"counterpoint/solver/kernel"
)

// TestDocs parses every example of docs/language.md and runs its residuals, forward and backward, at points of their regions.
func TestDocs(t *testing.T) {
	raw, err := os.ReadFile("../../docs/language.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```pde\n(.*?)```").FindAllSubmatch(raw, -1)
	lines := 0
	for i, b := range blocks {
		p, faults := Parse("testdata/example.pde", string(b[1]))
		if p == nil {
			t.Errorf("example %d: %v\n%s", i+1, faults, b[1])
			continue
		}
		bind, err := p.Bind(nil)
		if err != nil {
			t.Fatal(err)
		}
		truth := func(x, out []float64) { clear(out) }
		for _, l := range p.Losses {
			for _, line := range l.Lines {
				runLine(t, p, line, bind, truth)
				if p.HasExact() && line.Weight != 2 { // the L-shaped example's first line has no forcing
					if u := p.Unknowns; len(u) == 1 {
						bind.Unknown[0] = u[0].True
					}
					if got, size := killed(t, p, line, bind); line.Data == nil && !(got <= 1e-9*size) {
						t.Errorf("example %d, loss %s, %q: residual %g of terms %g", i+1, l.Name, line.Text, got, size)
					}
				}
				lines++
			}
		}
	}
	if len(blocks) < 9 || lines < 30 {
		t.Fatalf("only %d examples with %d lines", len(blocks), lines)
	}
}

// runLine runs a line's tape on its points with some values for the leaves.
func runLine(t *testing.T, p *Problem, line Line, bind expr.Binding, truth func(x, out []float64)) {
	t.Helper()
	prog, err := p.Graph.Compile([]expr.ID{line.Residual}, bind)
	if err != nil {
		t.Fatal(err)
	}
	points := somePoints(t, p, line, bind)
	if len(points) == 0 { // noisy data: any numbers do
		points = inside(p)
	}
	const n = kernel.Lanes
	fill := func(rows int, f func(i, k int) float64) [][]float64 {
		out := make([][]float64, rows)
		for i := range out {
			out[i] = make([]float64, n)
			for k := range out[i] {
				out[i][k] = f(i, k)
			}
		}
		return out
	}
	leaves := fill(len(prog.Leaves), func(i, k int) float64 { return 0.3 + 0.1*float64(i) + 0.01*float64(k) })
	columns := fill(len(prog.Columns), func(i, k int) float64 {
		return p.Graph.Eval(prog.Columns[i], points[k%len(points)], bind)
	})
	tape := expr.NewTape(prog, kernel.Portable[float64](), n)
	root := tape.Forward(leaves, columns, bind.Unknown)[0]
	bars := fill(len(prog.Leaves), func(_, _ int) float64 { return math.NaN() })
	tape.Reverse([][]float64{root}, bars, make([]float64, len(p.Unknowns)))
	for _, row := range append(bars, root) {
		for _, v := range row {
			if math.IsNaN(v) {
				t.Fatalf("%q is not a number at its points", line.Text)
			}
		}
	}
}
