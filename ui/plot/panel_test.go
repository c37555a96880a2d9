package plot

import (
	"image/color"
	"math"
	"strings"
	"testing"
)

// inside fails for a vertex that is farther than slack outside r.
func inside(t *testing.T, name string, p *Pen, r Rect, slack float64) {
	t.Helper()
	for _, v := range p.Vertices {
		if x, y := float64(v.X), float64(v.Y); !(x >= r.X-slack && y >= r.Y-slack && x <= r.X+r.W+slack && y <= r.Y+r.H+slack) {
			t.Fatalf("%s: a vertex at (%g, %g) is outside %v", name, x, y, r)
		}
	}
	if len(p.Vertices) == 0 {
		t.Fatalf("%s: nothing was drawn", name)
	}
}

func ramp(w, h int) []float32 {
	out := make([]float32, w*h)
	for j := range h {
		for i := range w {
			out[j*w+i] = float32(i)/float32(w-1) - float32(j)/float32(h-1)
		}
	}
	return out
}

// TestSurface: from every side the surface stays in its room, and a place without a value stays open.
func TestSurface(t *testing.T) {
	card := Rect{10, 20, 600, 450}
	f := &Field{X: Axis{"x", -1, 1}, Y: Axis{"y", 0, 2}, Lo: -1, Hi: 1}
	checked, whole := 0, 0
	for _, spin := range []float64{-180, -100, 0, 30, 90, 135} {
		for _, tilt := range []float64{5, 35, 85} {
			p := pen()
			p.Surface(card, f, &Surface{Value: ramp(40, 30), W: 40, H: 30, LUT: LUT("viridis"), Spin: spin, Tilt: tilt})
			inside(t, "surface", p, card, 4)
			cover(t, "surface", &p.Mesh)
			whole = len(p.Indices)
			checked++
		}
	}
	if checked == 0 {
		t.Fatal("nothing was checked")
	}
	hole := ramp(40, 30)
	hole[15*40+20] = float32(math.NaN())
	p := pen()
	p.Surface(card, f, &Surface{Value: hole, W: 40, H: 30, LUT: LUT("viridis"), Spin: 135, Tilt: 85})
	if len(p.Indices) >= whole {
		t.Errorf("with a hole %d indices, without %d", len(p.Indices), whole)
	}
}

// TestSurfaceHides: what lies nearer to the eye is drawn later, since nothing else hides what is behind.
func TestSurfaceHides(t *testing.T) {
	for _, spin := range []float64{20, 110, -70, -160} {
		p := pen()
		c := newCamera(Rect{0, 0, 400, 400}, spin, 40)
		p.relief(c, &Field{Lo: -1, Hi: 1}, &Surface{Value: make([]float32, 4), W: 2, H: 2, LUT: LUT("grey")})
		first, last := p.Vertices[p.Indices[0]], p.Vertices[p.Indices[len(p.Indices)-1]]
		if !(first.Y < last.Y) { // a level surface: farther is higher in the picture
			t.Errorf("spin %g: drawn from y = %g to %g, not from the far side on", spin, first.Y, last.Y)
		}
	}
}

// TestSlices: the curves stay within their boxes and these outside the picture and within the card.
func TestSlices(t *testing.T) {
	card := Rect{0, 0, 560, 430}
	f := &Field{X: Axis{"t", 0, 1}, Y: Axis{"x", -1, 1}, Lo: -1, Hi: 1, Sliced: true}
	picture, bar := f.Room(card, 1)
	plain, _ := (&Field{}).Room(card, 1)
	if picture.W >= plain.W || picture.H >= plain.H || bar.X < picture.X+picture.W+sliceRoom {
		t.Errorf("no room was made: %v of %v, bar %v", picture, plain, bar)
	}
	p := pen()
	p.Slices(card, f, 0.25, 0.5, 16, 16, []Profile{{Name: "prediction", Value: ramp(16, 16), Color: Hex(0xffffff), Width: 2}})
	inside(t, "slices", p, card, 0)
	for _, v := range p.Vertices {
		if picture.Inset(3).Has(float64(v.X), float64(v.Y)) {
			t.Fatalf("a curve is in the picture, at (%g, %g)", v.X, v.Y)
		}
	}
	if w := words(p); w != "1.0|−1.0|prediction|t = 0.250|x = 0" {
		t.Errorf("it says %q", w)
	}
}

// TestDots: points in the view are drawn once each, others not.
func TestDots(t *testing.T) {
	p := pen()
	p.Dots(Rect{0, 0, 100, 100}, &Field{X: Axis{"x", 0, 1}, Y: Axis{"y", 0, 1}}, []float32{0.5, 0.5, 9, 2, 0, 9, 1, 0.5, 9}, 3, 0, 1, Hex(0xff0000))
	if n := len(p.Vertices) / 8; n != 2 {
		t.Errorf("%d points drawn, want 2 of 3", n)
	}
}

// TestStrip: ribbons, thresholds and zones stay in the card, for gaps, single values and none.
func TestStrip(t *testing.T) {
	nan := math.NaN()
	r := Rect{5, 5, 320, 200}
	step := []float64{0, 10, 20, 30, 40}
	for _, v := range [][]float64{{0.5, -0.5, nan, 0.2, 7}, {nan, nan, nan, nan, 1}, {}, {-1, -1, -1, -1, -1}} {
		for _, ribbon := range [][]color.RGBA{nil, {Hex(0x00ff00)}} {
			p := pen()
			p.Strip(r, &Strip{Step: step, Lo: -1, Hi: 1, Curves: []Curve{{Name: "a", Color: Hex(0xff0000), Value: v}}, Ribbon: ribbon, Mark: 0, Zone: "conflict", Legend: true})
			inside(t, "strip", p, r, 4)
		}
	}
	p := pen()
	p.Strip(r, &Strip{Step: step, Lo: 1, Hi: 100, Log: true, Curves: []Curve{{Value: []float64{1, 10, 100, 0, -1}}}, Mark: 10})
	inside(t, "logarithmic strip", p, r, 4)
}

// TestLayers: a cell holds the least value that falls into it, in the colour of its sign.
func TestLayers(t *testing.T) {
	p := pen()
	p.Layers(Rect{0, 0, 320, 240}, &Layers{Step: []float64{0, 50, 100}, Names: []string{"l0", "l1"}, Value: [][]float64{{1, 1, 1}, {-1, -1, -1}}})
	inside(t, "layers", p, Rect{0, 0, 320, 240}, 2)
	seen := map[[3]byte]bool{}
	for _, v := range p.Vertices {
		seen[[3]byte{byte(255*v.R + 0.5), byte(255*v.G + 0.5), byte(255*v.B + 0.5)}] = true
	}
	for _, c := range []color.RGBA{Dark.Accord, Dark.Conflict} {
		if !seen[[3]byte{c.R, c.G, c.B}] {
			t.Errorf("no cell has the colour %v", c)
		}
	}
}

// TestLine: a curve has no colour bar and its picture takes the bar's room; prediction and truth are named where both are drawn.
func TestLine(t *testing.T) {
	card := Rect{0, 0, 560, 430}
	f := &Field{X: Axis{"y", -1, 1}, Y: Axis{"u", 0, 1}, Lo: 0, Hi: 1, Line: true}
	picture, bar := f.Room(card, 1)
	plain, _ := (&Field{}).Room(card, 1)
	if bar.W != 0 || picture.W <= plain.W {
		t.Errorf("picture %v, bar %v, a map's picture %v", picture, bar, plain)
	}
	p := pen()
	p.Field(card, f)
	p.Trace(picture, f, []float32{0, 0.5, 1}, []float32{0, 0.4, 1})
	if got := words(p); !strings.Contains(got, "prediction") || !strings.Contains(got, "truth") {
		t.Errorf("no legend: %s", got)
	}
}

// TestFirstSteps: the axis of a run that has just begun shows no fraction of a step, that of its seconds does.
func TestFirstSteps(t *testing.T) {
	for unit, want := range map[string]bool{"": false, "s": true} {
		p := pen()
		p.stepAxis(Rect{40, 0, 900, 100}, 1, unit)
		if got := strings.Contains(words(p), "0.2"); got != want {
			t.Errorf("unit %q: %s", unit, words(p))
		}
	}
}
