package plot

import (
	"math"
	"strings"
	"testing"
)

func TestTicks(t *testing.T) {
	for _, tt := range []struct {
		lo, hi float64
		n      int
		want   string
	}{
		{-1, 1, 4, "−1.0 −0.5 0 0.5 1.0"}, {0, 1, 2, "0 0.5 1.0"}, {0, 3000, 3, "0 1000 2000 3000"}, {-1e-7, 1e-7, 2, "−1e−7 0 1e−7"},
		{0.1, 0.35, 3, "0.1 0.2 0.3"}, {1, 1, 4, ""}, {0, math.Inf(1), 4, ""}, {math.NaN(), 1, 4, ""},
	} {
		at, step := Ticks(tt.lo, tt.hi, tt.n)
		var labels []string
		for _, v := range at {
			labels = append(labels, Label(v, step))
		}
		if got := strings.Join(labels, " "); got != tt.want {
			t.Errorf("Ticks(%g, %g, %d) = %q, want %q", tt.lo, tt.hi, tt.n, got, tt.want)
		}
	}
}

func TestWords(t *testing.T) {
	for _, tt := range []struct{ got, want string }{
		{Number(0.45678, 3), "0.457"}, {Number(-12.3456, 4), "−12.35"}, {Number(1.5e-7, 2), "1.5e−7"}, {Number(math.NaN(), 3), "–"},
		{Number(123456, 3), "1.23e5"}, {Number(math.Inf(-1), 3), "−Inf"}, {Number(0, 3), "0"}, {Science(0.0012, 1), "1.2e−3"}, {Science(1, 0), "1e0"},
		{Count(950), "950"}, {Count(1200), "1.2k"}, {Count(3000), "3k"}, {Count(35400), "35k"}, {Count(1.5e6), "1.5M"},
	} {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

// TestMesh: indices stay inside, triangles cover what was asked for, alpha falls to zero only at rims.
func TestMesh(t *testing.T) {
	for name, tt := range map[string]struct {
		draw func(m *Mesh)
		area float64
	}{
		"box":    {func(m *Mesh) { m.Box(Rect{2, 3, 10, 5}, Hex(0xffffff)) }, 50},
		"line":   {func(m *Mesh) { m.Line(Pt{0, 0}, Pt{30, 40}, 3, Hex(0xffffff)) }, 150},
		"square": {func(m *Mesh) { m.Convex([]Pt{{0, 0}, {20, 0}, {20, 20}, {0, 20}}, Hex(0xffffff)) }, 400},
		"turned": {func(m *Mesh) { m.Convex([]Pt{{0, 20}, {20, 20}, {20, 0}, {0, 0}}, Hex(0xffffff)) }, 400},
		"dashes": {func(m *Mesh) { m.Dashes(Pt{0, 0}, Pt{100, 0}, 3, 10, Hex(0xffffff)) }, 150},
		"point":  {func(m *Mesh) { m.Line(Pt{1, 1}, Pt{1, 1}, 3, Hex(0xffffff)); m.Convex([]Pt{{0, 0}, {1, 1}}, Hex(0)) }, 0},
	} {
		var m Mesh
		tt.draw(&m)
		if got := cover(t, name, &m); math.Abs(got-tt.area) > 0.03*tt.area+1e-9 { // feathered corners overlap a little
			t.Errorf("%s covers %g, want %g", name, got, tt.area)
		}
	}
}

// cover integrates the alpha of a mesh, taking triangles as disjoint.
func cover(t *testing.T, name string, m *Mesh) (sum float64) {
	t.Helper()
	if len(m.Indices)%3 != 0 {
		t.Errorf("%s: %d indices are no triangles", name, len(m.Indices))
	}
	for i := 0; i+2 < len(m.Indices); i += 3 {
		var v [3]Vertex
		for k := range v {
			if int(m.Indices[i+k]) >= len(m.Vertices) {
				t.Fatalf("%s: index %d of %d vertices", name, m.Indices[i+k], len(m.Vertices))
			}
			v[k] = m.Vertices[m.Indices[i+k]]
		}
		double := float64((v[1].X-v[0].X)*(v[2].Y-v[0].Y) - (v[2].X-v[0].X)*(v[1].Y-v[0].Y))
		sum += math.Abs(double) / 2 * float64(v[0].A+v[1].A+v[2].A) / 3
	}
	return sum
}

// TestArrange: on every size of stage, cards lie on the stage, do not overlap, and are none of them forgotten.
func TestArrange(t *testing.T) {
	checked := 0
	for _, size := range [][3]float64{{960, 755, 1}, {1920, 1510, 2}, {2200, 1300, 1}, {640, 500, 1}, {390, 700, 1}, {780, 900, 2}, {1170, 3000, 3}} {
		for sides := range 4 {
			for _, judged := range []bool{false, true} {
				l := Arrange(size[0], size[1], size[2], sides, 3, judged)
				cards := append([]Rect{l.Main, l.Loss, l.Geometry}, l.Side...)
				if judged {
					cards = append(cards, l.Error)
				}
				if l.Extra.H > 0 {
					cards = append(cards, l.Extra)
				}
				if len(l.Side) != sides {
					t.Errorf("%v: %d small cards, want %d", size, len(l.Side), sides)
				}
				for i, a := range cards {
					if a.X < 0 || a.Y < 0 || a.X+a.W > size[0]+1 || a.Y+a.H > l.Height+1 || a.W < 60*size[2] || a.H < 60*size[2] {
						t.Errorf("%v, %d sides: card %d is %v on a stage %g high", size, sides, i, a, l.Height)
					}
					for _, b := range cards[:i] {
						if a.X < b.X+b.W && b.X < a.X+a.W && a.Y < b.Y+b.H && b.Y < a.Y+a.H {
							t.Errorf("%v, %d sides: cards %v and %v overlap", size, sides, a, b)
						}
					}
					checked++
				}
			}
		}
	}
	if checked == 0 {
		t.Fatal("nothing was checked")
	}
}

func pen() *Pen { return &Pen{Scene: &Scene{}, Theme: &Dark, Scale: 1, Ruler: RoughRuler{}} }

func words(p *Pen) string {
	var out []string
	for _, t := range p.Texts {
		out = append(out, t.S)
	}
	return strings.Join(out, "|")
}

// TestChart: curves stay inside the card, gaps are kept, the legend holds the last values.
func TestChart(t *testing.T) {
	p := pen()
	c := Chart{Step: []float64{0, 10, 20, 30}, Curves: []Curve{
		{Name: "pde", Color: Hex(0xff0000), Value: []float64{10, 1, 0.1, 0.01}},
		{Name: "bc", Color: Hex(0x00ff00), Value: []float64{math.NaN(), 1, -1, math.Inf(1)}},
	}}
	r := Rect{10, 20, 300, 200}
	p.Chart(r, &c)
	if got := words(p); !strings.Contains(got, "pde|1.0e−2|bc|+Inf") || !strings.Contains(got, "1e0") || !strings.Contains(got, "|30") {
		t.Errorf("the chart says %q", got)
	}
	for _, v := range p.Vertices {
		if v.X < 8 || v.X > 312 || v.Y < 18 || v.Y > 222 || v.X != v.X {
			t.Fatalf("vertex (%g, %g) lies outside of %v", v.X, v.Y, r)
		}
	}
	p = pen()
	p.Chart(r, &Chart{Curves: []Curve{{Value: []float64{math.NaN()}}}, Empty: "nothing yet"})
	if words(p) != "nothing yet" || len(p.Indices) != 0 {
		t.Errorf("an empty chart says %q with %d indices", words(p), len(p.Indices))
	}
}

// TestMatrix: conflicts are counted once a pair and named, absent gradients show a dash.
func TestMatrix(t *testing.T) {
	nan := math.NaN()
	p := pen()
	p.Matrix(Rect{0, 0, 300, 90}, []string{"pde", "ic", "bc"}, []float64{1, -0.5, nan, -0.5, 1, nan, nan, nan, nan})
	got := words(p)
	if strings.Count(got, "−0.50") != 2 || !strings.Contains(got, "1 pair in conflict") || strings.Count(got, "–") != 4 {
		t.Errorf("the matrix says %q", got)
	}
	p = pen()
	p.Matrix(Rect{0, 0, 300, 90}, []string{"pde", "ic"}, []float64{1, 0.25, 0.25, 1})
	if got := words(p); strings.Contains(got, "conflict") || !strings.Contains(got, "+0.25") {
		t.Errorf("without conflict the matrix says %q", got)
	}
}

// TestGeometry: every arrow is named; nothing is drawn that is no number, from any side.
func TestGeometry(t *testing.T) {
	names := []string{"pde", "ic", "bc"}
	g := []float64{4, -1, 0, -1, 1, 0.2, 0, 0.2, 9}
	for step := range 40 {
		p := pen()
		p.Geometry(Rect{0, 0, 320, 300}, &Geometry{
			Names: names, Cosine: Cosines(g, 3), Embedding: Embed(g, []float64{1, 0.2, 3}, 1.5, nil), Angle: float64(step) * 0.3, Tilt: float64(step%7)*0.4 - 1.2,
		})
		for _, n := range append(names, "update") {
			if !strings.Contains(words(p), n) {
				t.Fatalf("step %d: %q is not named in %q", step, n, words(p))
			}
		}
		for _, v := range p.Vertices {
			if math.IsNaN(float64(v.X+v.Y)) || v.X < -2 || v.X > 322 || v.Y < -2 || v.Y > 302 {
				t.Fatalf("step %d: vertex (%g, %g) outside", step, v.X, v.Y)
			}
		}
	}
}

func TestSample(t *testing.T) {
	grid := []float32{0, 1, 2, 10, 11, 12} // 3 x 2, bottom row first
	for _, tt := range []struct{ u, v, want float64 }{
		{0, 0, 0}, {1, 0, 2}, {0, 1, 10}, {1, 1, 12}, {0.5, 0.5, 6}, {0.25, 0, 0.5}, {-3, 9, 10},
	} {
		if got := Sample(grid, 3, 2, tt.u, tt.v); math.Abs(got-tt.want) > 1e-12 {
			t.Errorf("Sample(%g, %g) = %g, want %g", tt.u, tt.v, got, tt.want)
		}
	}
	if got := Sample(grid[:3], 3, 1, 0.5, 0.7); got != 1 {
		t.Errorf("on a line got %g, want 1", got)
	}
	if !math.IsNaN(Sample(grid, 4, 2, 0, 0)) {
		t.Error("a grid of the wrong length has a value")
	}
}

// TestLevels: contours are a step apart, inside the range, and never at zero.
func TestLevels(t *testing.T) {
	for _, f := range []Field{{Lo: -1, Hi: 1}, {Lo: 0, Hi: 3}, {Lo: -0.2, Hi: 7}, {Lo: 1e-6, Hi: 2e-6}} {
		first, step := f.Levels(12)
		if !(first >= 0 && first <= step*(1+1e-9)) || !(step > 0.05 && step < 0.3) {
			t.Errorf("%v: first %g, step %g", f, first, step)
		}
		if zero := (-f.Lo/(f.Hi-f.Lo) - first) / step; math.Abs(zero-math.Round(zero)) < 0.4 {
			t.Errorf("%v: a level lies at zero", f)
		}
	}
	if _, step := (&Field{Lo: 1, Hi: 1}).Levels(12); step != 0 {
		t.Error("a flat field has contours")
	}
}

func TestMaps(t *testing.T) {
	for _, name := range Maps {
		lut := LUT(name)
		if len(lut) != 1024 || lut[3] != 255 {
			t.Errorf("%s: %d bytes", name, len(lut))
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("an unknown map did not panic")
		}
	}()
	LUT("rainbow")
}
