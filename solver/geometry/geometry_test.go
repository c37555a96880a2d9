package geometry

import (
	"math"
	"math/rand/v2"
	"testing"
)

// tries is enough for the mean of a bounded variable to be known to a few parts in a thousand.
const tries = 50000

// mean averages f over uniform samples of p in R^d, among the points kept, and returns the share kept.
func mean(p Piece, d int, f func(x []float64) float64) (avg, share float64) {
	rng := rand.New(rand.NewPCG(1, 2))
	u, x := make([]float64, p.Dim()), make([]float64, d)
	n := 0
	for range tries {
		for i := range u {
			u[i] = rng.Float64()
		}
		if p.Map(u, x) {
			avg += f(x)
			n++
		}
	}
	return avg / float64(n), float64(n) / tries
}

func near(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tol) {
		t.Errorf("%s = %.8g, want %.8g within %g", what, got, want, tol)
	}
}

func TestMeasure(t *testing.T) {
	tests := []struct {
		name string
		p    Piece
		dim  int
		want float64
	}{
		{"interval", Box([]float64{-1}, []float64{2}), 1, 3},
		{"box", Box([]float64{0, -1}, []float64{2, 2}), 2, 6},
		{"face", Face([]float64{0, -1}, []float64{2, 2}, 0, 0), 1, 3},
		{"point", Point([]float64{1, 2}), 0, 1},
		{"disc", Ball([]float64{1, 2}, 2), 2, 4 * math.Pi},
		{"ball", Ball([]float64{0, 0, 0}, 1), 3, 4 * math.Pi / 3},
		{"ball of R^5", Ball(make([]float64, 5), 1), 6, 8 * math.Pi * math.Pi / 15},
		{"interval as ball", Ball([]float64{0}, 2), 1, 4},
		{"circle", Sphere([]float64{0, 0}, 2), 1, 4 * math.Pi},
		{"sphere", Sphere([]float64{0, 0, 0}, 1), 2, 4 * math.Pi},
		{"sphere of R^4", Sphere(make([]float64, 4), 1), 4, 2 * math.Pi * math.Pi},
		{"two ends", Sphere([]float64{0}, 2), 1, 2},
		{"cylinder", Product(Ball([]float64{0, 0}, 1), []int{0, 2}, Box([]float64{0}, []float64{3}), []int{1}), 3, 3 * math.Pi},
	}
	for _, tt := range tests {
		near(t, tt.name, tt.p.Measure(), tt.want, 1e-13*tt.want) // rounding of Lgamma and Exp
		if got := tt.p.Dim(); got != tt.dim {
			t.Errorf("%s: Dim = %d, want %d", tt.name, got, tt.dim)
		}
	}
}

// Uniform samples of the ball have E|x|^2 = d/(d+2) and E x_i^2 = 1/(d+2); of the sphere 1 and 1/d. The tolerance is five standard
// deviations of the mean.
func TestBallIsUniform(t *testing.T) {
	checked := 0
	for _, d := range []int{1, 2, 3, 4, 10} {
		for _, hollow := range []bool{false, true} {
			p := newBall(make([]float64, d), 1, hollow)
			want := 1 / float64(d+2)
			if hollow {
				want = 1 / float64(d)
			}
			for _, i := range []int{0, d - 1} {
				got, share := mean(p, d, func(x []float64) float64 { return x[i] * x[i] })
				near(t, p.String(), got, want, 5/math.Sqrt(tries)*want*1.5)
				near(t, "share", share, 1, 0)
				got, _ = mean(p, d, func(x []float64) float64 { return x[i] })
				near(t, p.String(), got, 0, 5/math.Sqrt(tries))
				checked++
			}
			got, _ := mean(p, d, func(x []float64) float64 { r := distance(x, p.center); return r * r })
			near(t, p.String(), got, want*float64(d), 5/math.Sqrt(tries))
		}
	}
	if checked == 0 {
		t.Fatal("nothing checked")
	}
}

func TestNormals(t *testing.T) {
	lo, hi := []float64{-1, 0}, []float64{1, 2}
	n := make([]float64, 2)
	tests := []struct {
		p    Piece
		x    []float64
		want []float64
	}{
		{Face(lo, hi, 0, -1), []float64{-1, 1}, []float64{-1, 0}},
		{Face(lo, hi, 0, 1), []float64{1, 1}, []float64{1, 0}},
		{Face(lo, hi, 1, 0), []float64{0.5, 0}, []float64{0, -1}},
		{Face(lo, hi, 1, 1), []float64{0.5, 1}, nil},
		{Box(lo, hi), []float64{0, 1}, nil},
		{Sphere([]float64{0, 0}, 2), []float64{0, -2}, []float64{0, -1}},
		{Product(Sphere([]float64{0}, 1), []int{0}, Box([]float64{0}, []float64{2}), []int{1}), []float64{-1, 1}, []float64{-1, 0}},
		{Product(Box([]float64{-1}, []float64{1}), []int{0}, Face([]float64{0}, []float64{2}, 0, 0), []int{1}), []float64{0.5, 0}, []float64{0, -1}},
		{Product(Sphere([]float64{0}, 1), []int{0}, Face([]float64{0}, []float64{2}, 0, 0), []int{1}), []float64{1, 0}, nil},
	}
	for _, tt := range tests {
		n[0], n[1] = 9, 9
		ok := tt.p.Normal(tt.x, n)
		if ok != (tt.want != nil) {
			t.Errorf("%v: Normal = %v, want %v", tt.p, ok, tt.want != nil)
		}
		if tt.want == nil {
			tt.want = []float64{0, 0}
		}
		near(t, tt.p.String(), n[0], tt.want[0], 0)
		near(t, tt.p.String(), n[1], tt.want[1], 0)
	}
}

func TestKeys(t *testing.T) {
	lo, hi := []float64{-1, 0}, []float64{1, 1}
	a, b := Of(Face(lo, hi, 0, -1)), Of(Face(lo, hi, 0, 1))
	if Union(a, b).Key != Union(b, a, a).Key || Union(a, b).Key != Faces(lo, hi, 0).Key {
		t.Error("the key of a union depends on order or repetition")
	}
	if got := len(Union(a, b, a).Pieces); got != 2 {
		t.Errorf("a repeated piece stands %d times, want 2 pieces in all", got)
	}
	negative := Interior([]float64{math.Copysign(0, -1)}, []float64{1})
	if zero := Interior([]float64{0}, []float64{1}); zero.Key != negative.Key {
		t.Error("-0 and 0 give different keys")
	}
	seen := map[string]bool{}
	all := []Region{a, b, Interior(lo, hi), Faces(lo, hi, 0), Faces(lo, hi, 0, 1), Of(Point(lo)), Of(Ball(lo, 1)), Of(Sphere(lo, 1)), Of(Face(lo, hi, 1, 0.5)),
		Where(a, 2, "x > 0", func(x []float64) bool { return x[0] > 0 })}
	for _, r := range all {
		if seen[r.Key] {
			t.Errorf("two regions share the key %s", r.Key)
		}
		seen[r.Key] = true
	}
}

func TestWhere(t *testing.T) {
	r := Where(Interior([]float64{0, 0}, []float64{1, 2}), 2, "x+y<1", func(x []float64) bool { return x[0]+x[1] < 1 })
	near(t, "measure", r.Measure(), 0.5, 0.005) // the documented one percent
	_, share := mean(r.Pieces[0], 2, func(x []float64) float64 {
		if x[0]+x[1] >= 1 {
			t.Error("a point outside the condition was kept")
		}
		return 0
	})
	near(t, "share", share, 0.25, 0.005)
}

func TestFlat(t *testing.T) {
	lo, hi := []float64{-1, 0}, []float64{1, 2}
	if c, at, ok := Flat(Face(lo, hi, 1, 2)); c != 1 || at != 2 || !ok {
		t.Errorf("Flat(face) = %d, %g, %v", c, at, ok)
	}
	for _, p := range []Piece{Box(lo, hi), Point(lo), Sphere(lo, 1)} {
		if _, _, ok := Flat(p); ok {
			t.Errorf("Flat(%v) holds", p)
		}
	}
}
