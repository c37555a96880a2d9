package plot

import (
	"math"
	"strings"
	"testing"
)

// TestOtherLayouts: the cards of a race and of a run that was brought lie on the stage, do not overlap, and on a narrow stage ask for
// the height they need.
func TestOtherLayouts(t *testing.T) {
	checked := 0
	for _, size := range [][2]float64{{960, 760}, {640, 500}, {1600, 1000}, {390, 800}} {
		w, h := size[0], size[1]
		race, own := ArrangeRace(w, h, 1), ArrangeOwn(w, h, 1, 4)
		for name, l := range map[string]struct {
			cards  []Rect
			height float64
		}{"race": {[]Rect{race.Field[0], race.Field[1], race.Curves}, race.Height}, "own": {[]Rect{own.Geometry, own.Loss, own.Strip}, own.Height}} {
			if w >= Narrow && l.height != h {
				t.Errorf("%s at %g x %g asks for %g", name, w, h, l.height)
			}
			for i, a := range l.cards {
				checked++
				if a.W < 100 || a.H < 100 || a.X < 0 || a.Y < 0 || a.X+a.W > w || a.Y+a.H > l.height {
					t.Errorf("%s at %g x %g: card %d is %v", name, w, h, i, a)
				}
				for j, b := range l.cards[:i] {
					if a.X < b.X+b.W && b.X < a.X+a.W && a.Y < b.Y+b.H && b.Y < a.Y+a.H {
						t.Errorf("%s at %g x %g: cards %d and %d overlap", name, w, h, j, i)
					}
				}
			}
		}
	}
	if checked != 24 {
		t.Errorf("%d cards", checked)
	}
}

// TestChartOfTwo: curves with steps of their own share the longer axis.
func TestChartOfTwo(t *testing.T) {
	var s Scene
	p := &Pen{Scene: &s, Theme: &Dark, Scale: 1, Ruler: RoughRuler{}}
	p.Chart(Rect{0, 0, 400, 200}, &Chart{Unit: "s", Curves: []Curve{
		{Name: "short", Color: Dark.Lane(0), At: []float64{0, 5}, Value: []float64{1, 0.5}},
		{Name: "long", Color: Dark.Lane(1), At: []float64{0, 10}, Value: []float64{1, 0.1}},
	}})
	unit, right := false, map[uint8]float32{}
	for _, w := range s.Texts {
		unit = unit || strings.HasPrefix(w.S, "10") && strings.HasSuffix(w.S, " s")
	}
	for _, v := range s.Vertices {
		for i := range 2 {
			if c := Dark.Lane(i); v.A == 1 && math.Abs(float64(v.R)-float64(c.R)/255) < 1e-6 && math.Abs(float64(v.B)-float64(c.B)/255) < 1e-6 {
				right[uint8(i)] = max(right[uint8(i)], v.X)
			}
		}
	}
	if !unit || right[0] > 230 || right[1] < 380 {
		t.Errorf("unit %v, the curves end at %v", unit, right)
	}
}

// TestPlane: every point is drawn, those outside the axes at their edge, and one without a statistic is left out.
func TestPlane(t *testing.T) {
	var s Scene
	p := &Pen{Scene: &s, Theme: &Light, Scale: 1, Ruler: RoughRuler{}}
	c := &Plane{X: Axis{"x", -1, 1}, Y: Axis{"y", 0, 1}, Mark: 1. / 3, Zones: [3]string{"a", "b", "c"}}
	p.Plane(Rect{0, 0, 400, 300}, c)
	empty := len(s.Vertices)
	disc := 0
	for i, q := range []PlanePoint{{X: 0, Y: 0.5, Radius: 4}, {X: -9, Y: 9, Radius: 4}, {X: math.NaN(), Y: 0, Radius: 4}} {
		s.Reset()
		c.Points = append(c.Points, q)
		p.Plane(Rect{0, 0, 400, 300}, c)
		if i == 0 {
			disc = len(s.Vertices) - empty
		}
	}
	if n := len(s.Vertices) - empty; disc == 0 || n != 2*disc {
		t.Errorf("%d vertices for two points of %d each", n, disc)
	}
	for _, v := range s.Vertices {
		if v.X < -1 || v.X > 401 || v.Y < -1 || v.Y > 301 {
			t.Fatalf("a corner at %v", v)
		}
	}
}
