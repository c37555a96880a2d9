package plot

import (
	"math"
	"testing"
)

// TestFree: a box goes below what is in its way, above it where there is no room below, and stays where nothing is.
func TestFree(t *testing.T) {
	r := Rect{0, 0, 100, 100}
	for _, c := range []struct {
		box, taken Rect
		want       float64
	}{
		{Rect{10, 20, 30, 14}, Rect{10, 50, 30, 14}, 20},
		{Rect{10, 20, 30, 14}, Rect{60, 20, 30, 14}, 20},
		{Rect{10, 20, 30, 14}, Rect{20, 25, 30, 14}, 39},
		{Rect{10, 84, 30, 14}, Rect{0, 86, 90, 14}, 72},
	} {
		if y := free(c.box, r, []Rect{c.taken}); y != c.want {
			t.Errorf("%v beside %v goes to %g, want %g", c.box, c.taken, y, c.want)
		}
	}
	if y := free(Rect{0, 10, 10, 14}, r, []Rect{{0, 24, 10, 14}, {0, 12, 10, 14}}); y != 38 {
		t.Errorf("below two it goes to %g", y)
	}
}

// TestRoundedCircle: no corner of an outline stands twice, so that each has a direction; a circle's stand at its radius.
func TestRoundedCircle(t *testing.T) {
	for radius, corners := range map[float64]int{5: 24, 2: 28} {
		ps := Rounded(Rect{1, 2, 10, 10}, radius)
		if len(ps) != corners {
			t.Errorf("radius %g: %d corners, want %d", radius, len(ps), corners)
		}
		for i, p := range ps {
			if q := ps[(i+1)%len(ps)]; math.Hypot(p.X-q.X, p.Y-q.Y) < 0.1 {
				t.Errorf("radius %g: corner %d stands twice", radius, i)
			}
			if d := math.Hypot(p.X-6, p.Y-7); radius == 5 && math.Abs(d-5) > 1e-12 {
				t.Errorf("corner %d stands %g from the centre", i, d)
			}
		}
	}
}
