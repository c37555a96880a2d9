package problem

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"counterpoint/solver/expr"
	"counterpoint/solver/geometry"
)

// TestExactKillsLosses puts the exact solutions into every residual of the catalogue: what is left is rounding.
func TestExactKillsLosses(t *testing.T) {
	lines, problems := 0, 0
	for _, name := range Names() {
		p, err := Load(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !p.HasExact() {
			continue
		}
		problems++
		bind, err := p.Bind(nil)
		if err != nil {
			t.Fatal(err)
		}
		for i, u := range p.Unknowns {
			bind.Unknown[i] = u.True
		}
		for _, l := range p.Losses {
			for _, line := range l.Lines {
				lines++
				if got, size := killed(t, p, line, bind); !(got <= 1e-9*size) {
					t.Errorf("%s, loss %s, %q: residual %g of terms %g", name, l.Name, line.Text, got, size)
				}
			}
		}
	}
	if problems < 2 || lines < 6 {
		t.Fatalf("only %d lines of %d problems checked", lines, problems)
	}
}

// killed returns the largest residual of the exact solution at random points of the line's region, and the largest term there.
func killed(t *testing.T, p *Problem, line Line, bind expr.Binding) (worst, size float64) {
	t.Helper()
	var roots []expr.ID
	for _, id := range append([]expr.ID{line.Residual}, p.Graph.Terms(line.Residual)...) {
		out, err := p.Insert(id, p.Exact)
		if err != nil {
			t.Fatal(err)
		}
		roots = append(roots, out)
	}
	e := p.Graph.Evaluator(bind, roots...)
	for _, x := range inside(p) { // boundary values that vanish are judged by the size of the terms within
		e.Eval(x, nil)
		for i := 1; i < len(roots); i++ {
			size = max(size, math.Abs(e.Root(i)))
		}
	}
	for _, x := range somePoints(t, p, line, bind) {
		worst = max(worst, math.Abs(e.Eval(x, nil)))
		for i := 1; i < len(roots); i++ {
			size = max(size, math.Abs(e.Root(i)))
		}
		if math.IsNaN(worst) {
			t.Fatalf("%s: %q is NaN at %g", p.Name, line.Text, x)
		}
	}
	return worst, size
}

// somePoints returns points of a line as Graph.Dim describes them.
func somePoints(t *testing.T, p *Problem, line Line, bind expr.Binding) [][]float64 {
	t.Helper()
	d := len(p.Coords)
	var out [][]float64
	if line.Data != nil {
		v, err := p.DataValues(line.Data, bind, nil)
		if err != nil {
			t.Fatal(err)
		}
		if line.Data.Noise > 0 {
			return nil
		}
		for i := range min(8, line.Data.N) {
			x := append(append([]float64(nil), line.Data.X[i*d:(i+1)*d]...), make([]float64, d)...)
			out = append(out, append(x, v[i*line.Data.Columns:(i+1)*line.Data.Columns]...))
		}
		return out
	}
	r := rand.New(rand.NewPCG(7, 7))
	for _, piece := range line.Region.Pieces {
		for range 8 {
			x := make([]float64, 2*d)
			if aPoint(piece, r, x[:d]) {
				piece.Normal(x[:d], x[d:])
				out = append(out, x)
			}
		}
	}
	if len(out) == 0 {
		t.Fatalf("%s: %q has no points", p.Name, line.Text)
	}
	return out
}

// aPoint draws a point of the piece; false if none was found among a hundred.
func aPoint(piece geometry.Piece, rng *rand.Rand, x []float64) bool {
	u := make([]float64, piece.Dim())
	for range 100 {
		for i := range u {
			u[i] = rng.Float64()
		}
		if piece.Map(u, x) {
			return true
		}
	}
	return false
}

// inside returns points of the box around the domain, with room for normals and data.
func inside(p *Problem) [][]float64 {
	r := rand.New(rand.NewPCG(8, 8))
	d := len(p.Coords)
	out := make([][]float64, 8)
	for k := range out {
		out[k] = make([]float64, 2*d+8)
		for i, c := range p.Coords {
			out[k][i] = c.Lo + (c.Hi-c.Lo)*r.Float64()
		}
	}
	return out
}

func TestCatalogue(t *testing.T) {
	if len(Names()) < 3 {
		t.Fatalf("the catalogue lists %d problems", len(Names()))
	}
	for _, name := range Names() {
		p, err := Load(name)
		if err != nil {
			t.Fatal(err)
		}
		e := p.Entry()
		if e.Name != name || e.Title == "" || e.Source == "" || len(e.Losses) == 0 || len(e.Tags) == 0 || e.Family == "" {
			t.Errorf("%s: entry is incomplete: %+v", name, e)
		}
		info := p.Info()
		for _, l := range info.Lines {
			if !strings.HasPrefix(l.MathML, "<math") || !strings.Contains(l.MathML, "data-span") {
				t.Errorf("%s: no MathML for %q", name, l.Text)
			}
		}
		if err := info.Defaults.Check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
