package geometry

import (
	"math"
	"slices"
	"testing"
)

func unitBox(d int) (lo, hi []float64) {
	lo, hi = make([]float64, d), make([]float64, d)
	for i := range lo {
		lo[i], hi[i] = -1, 1
	}
	return lo, hi
}

func carved(t *testing.T, lo, hi []float64, time int, coords []int, s *Solid) *Domain {
	t.Helper()
	d, err := NewDomain(lo, hi, time).Carve(coords, s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Measures of carved sets are known to a percent; points and normals to rounding: a little along the normal from a boundary point
// the domain ends, a little against it, it does not.
func TestCarvedDomains(t *testing.T) {
	lo2, hi2 := unitBox(2)
	lo3, hi3 := unitBox(3)
	square, cube := SolidBox(lo2, hi2), SolidBox(lo3, hi3)
	hole := SolidBall([]float64{0, 0}, 0.5).Named("hole")
	corner := SolidBox([]float64{0, 0}, []float64{1, 1}).Named("notch")
	tests := []struct {
		name         string
		s            *Solid
		inside, edge float64
		pieces       int
	}{
		{"square minus disc", square.Minus(hole), 4 - math.Pi/4, 8 + math.Pi, 5},
		{"L", square.Minus(corner), 3, 8, 6},
		{"L as a union", SolidBox(lo2, []float64{1, 0}).Plus(SolidBox(lo2, []float64{0, 1})), 3, 8, 7},
		{"disc minus half", SolidBall([]float64{0, 0}, 1).Minus(SolidBox([]float64{-2, -2}, []float64{0, 2})), math.Pi / 2, math.Pi + 2, 2},
		{"lens", SolidBall([]float64{-0.5, 0}, 1).And(SolidBall([]float64{0.5, 0}, 1)), 2*math.Pi/3 - math.Sqrt(3)/2, 4 * math.Pi / 3, 2},
		{"triangle", SolidPolygon([]float64{0, 0, 0, 3, 4, 0}), 6, 12, 3},
		{"triangle, other sense", SolidPolygon([]float64{0, 0, 4, 0, 0, 3}), 6, 12, 3},
		{"L as a polygon", SolidPolygon([]float64{-1, -1, 1, -1, 1, 0, 0, 0, 0, 1, -1, 1}), 3, 8, 6},
		{"cube minus ball", cube.Minus(SolidBall([]float64{0, 0, 0}, 1)), 8 - 4*math.Pi/3, 24 + 4*math.Pi, 7},
		{"cube minus cube", cube.Minus(SolidBox([]float64{0, 0, 0}, []float64{1, 1, 1})), 7, 24, 9},
		{"ball", SolidBall([]float64{1, 0, 0}, 2), 32 * math.Pi / 3, 16 * math.Pi, 1},
	}
	points := 0
	for _, tt := range tests {
		n := tt.s.Dim()
		lo, hi := unitBox(n)
		coords := []int{0, 1, 2}[:n]
		d := carved(t, lo, hi, -1, coords, tt.s)
		near(t, tt.name+": inside", d.Interior().Measure(), tt.inside, 0.01*tt.inside)
		b := d.Boundary()
		near(t, tt.name+": edge", b.Measure(), tt.edge, 0.01*tt.edge)
		if len(b.Pieces) != tt.pieces {
			t.Errorf("%s: %d pieces, want %d: %s", tt.name, len(b.Pieces), tt.pieces, b.Key)
		}
		u, x, y, m := make([]float64, 3), make([]float64, n), make([]float64, n), make([]float64, n)
		for _, p := range b.Pieces {
			for k := range 200 {
				for i := range u {
					u[i] = math.Mod(0.5+float64(k+1)*math.Sqrt(float64(2+i)), 1)
				}
				if !p.Map(u[:p.Dim()], x) {
					continue
				}
				if !p.Normal(x, m) {
					t.Fatalf("%s: no normal at %v", tt.name, x)
				}
				for _, step := range []float64{-1e-6, 1e-6} {
					for i := range y {
						y[i] = x[i] + step*m[i]
					}
					if d.Contains(y) != (step < 0) {
						t.Errorf("%s: the normal %v at %v does not leave the domain", tt.name, m, x)
					}
				}
				points++
			}
		}
	}
	if points == 0 {
		t.Fatal("nothing checked")
	}
}

func TestParts(t *testing.T) {
	lo, hi := []float64{-1, -1, 0}, []float64{1, 1, 2}
	s := SolidBox(lo[:2], hi[:2]).Named("wall").Minus(SolidBall([]float64{0, 0}, 0.5).Named("hole"))
	d := carved(t, lo, hi, 2, []int{0, 1}, s)
	if got := d.Parts(); !slices.Equal(got, []string{"wall", "hole"}) {
		t.Errorf("Parts = %v", got)
	}
	hole, err := d.Part("hole")
	if err != nil {
		t.Fatal(err)
	}
	near(t, "hole x time", hole.Measure(), 2*math.Pi, 1e-12)
	n, x := make([]float64, 3), []float64{0.5, 0, 1}
	if !hole.Pieces[0].Normal(x, n) || n[0] != -1 || n[1] != 0 || n[2] != 0 {
		t.Errorf("the hole's normal at %v = %v, want into the hole", x, n)
	}
	both := Union(hole, must(d.Part("wall")))
	if all := d.Boundary(); all.Key != both.Key {
		t.Errorf("the boundary is %s, its parts are %s", all.Key, both.Key)
	}
	if _, err := d.Part("door"); err == nil {
		t.Error("Part found a part that is not there")
	}
}

func must(r Region, err error) Region {
	if err != nil {
		panic(err)
	}
	return r
}

func TestPlanes(t *testing.T) {
	lo, hi := []float64{-1, -1, 0}, []float64{1, 1, 2}
	box := NewDomain(lo, hi, 2)
	l := carved(t, lo, hi, 2, []int{0, 1}, SolidBox(lo[:2], hi[:2]).Minus(SolidBox([]float64{0, 0}, []float64{1, 1})))
	disc := carved(t, lo, hi, 2, []int{0, 1}, SolidBall([]float64{0, 0}, 1))
	tests := []struct {
		name   string
		d      *Domain
		coords []int
		at     []float64
		want   float64
		normal []float64
	}{
		{"x=-1", box, []int{0}, []float64{-1}, 4, []float64{-1, 0, 0}},
		{"t=0", box, []int{2}, []float64{0}, 4, []float64{0, 0, -1}},
		{"x=0", box, []int{0}, []float64{0}, 4, nil},
		{"x=-1, t=0", box, []int{0, 2}, []float64{-1, 0}, 2, nil},
		{"a point", box, []int{0, 1, 2}, []float64{-1, 0, 0}, 1, nil},
		{"x=1 of L", l, []int{0}, []float64{1}, 2, []float64{1, 0, 0}},
		{"x=0 of L: its inner face", l, []int{0}, []float64{0}, 2, []float64{1, 0, 0}},
		{"x=0.5 of L", l, []int{0}, []float64{0.5}, 2, nil},
		{"t=0 of L", l, []int{2}, []float64{0}, 3, []float64{0, 0, -1}},
		{"x=-1, t=0 of L", l, []int{0, 2}, []float64{-1, 0}, 2, nil},
		{"corner of L", l, []int{0, 1, 2}, []float64{-1, -1, 0}, 1, nil},
		{"t=0 of the disc", disc, []int{2}, []float64{0}, math.Pi, []float64{0, 0, -1}},
		{"x=0 of the disc", disc, []int{0}, []float64{0}, 4, nil},
	}
	for _, tt := range tests {
		r, err := tt.d.Plane(tt.coords, tt.at)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		near(t, tt.name, r.Measure(), tt.want, 0.01*tt.want)
		p := r.Pieces[0]
		u, x, n := []float64{0.3, 0.4, 0.2}, make([]float64, 3), make([]float64, 3)
		p.Map(u[:p.Dim()], x)
		for k, c := range tt.coords {
			near(t, tt.name+" point", x[c], tt.at[k], 0)
		}
		if ok := p.Normal(x, n); ok != (tt.normal != nil) || ok && !slices.Equal(n, tt.normal) {
			t.Errorf("%s: normal %v, %v, want %v", tt.name, n, ok, tt.normal)
		}
	}
	if _, err := box.Plane([]int{0}, []float64{3}); err == nil {
		t.Error("Plane outside the interval gave no error")
	}
	if r, err := l.BoundaryOf(0); err != nil || math.Abs(r.Measure()-8) > 0.1 {
		t.Errorf("BoundaryOf(x) of L: measure %g, %v", r.Measure(), err)
	}
	if _, err := disc.BoundaryOf(0); err == nil {
		t.Error("a disc has a flat boundary")
	}
	if r := box.Boundary(); r.Key != Faces(lo, hi, 0, 1).Key {
		t.Errorf("Boundary of a box = %s", r.Key)
	}
	if _, err := box.Carve([]int{0, 1}, SolidBall([]float64{0, 0}, 1).And(SolidBall([]float64{5, 0}, 1))); err == nil {
		t.Error("Carve left an empty domain")
	}
}

func TestHighDimensionalBall(t *testing.T) {
	const n = 50
	lo, hi := unitBox(n + 1)
	coords := make([]int, n)
	for i := range coords {
		coords[i] = i
	}
	lo[n], hi[n] = 0, 1
	d := carved(t, lo, hi, n, coords, SolidBall(make([]float64, n), 1))
	avg, share := mean(d.Interior().Pieces[0], n+1, func(x []float64) float64 {
		if !d.Contains(x) {
			t.Fatal("a point outside the ball")
		}
		return x[n]
	})
	near(t, "mean time", avg, 0.5, 5*math.Sqrt(1.0/12/tries))
	near(t, "share", share, 1, 0)
	if got := len(d.Boundary().Pieces); got != 1 {
		t.Errorf("the boundary has %d pieces, want the sphere", got)
	}
}
