package reference

import (
	"math"
	"slices"
	"testing"
)

func TestGrid(t *testing.T) {
	tests := []struct {
		name, text string
		n          int
		last       []float64 // nil: random
	}{
		{"space and time", burgers, 201 * 101, []float64{1, 1}},
		{"time first", "time t in [0, 2]\ncoord x in [0, 1]\nfield u\nloss pde: u_t = u_xx\n", 201 * 101, []float64{2, 1}},
		{"two space coordinates", "coord x in [0, 1]\ncoord y in [0, 3]\nfield u\nloss pde: u_xx + u_yy = 0\n", 101 * 101, []float64{1, 3}},
		{"time alone", "time t in [0, 2]\nfield u\nloss pde: u_t = u\n", 1001, []float64{2}},
		{"three coordinates", "coord x[3] in [-1, 1]\nfield u\nloss pde: lap(u) = 0\n", 10000, nil},
		{"a ball", "coord x[2] in ball(1)\nfield u\nloss pde: lap(u) = 0\n", 10000, nil},
	}
	for _, tt := range tests {
		p, _ := parse(t, tt.text)
		x, n := Grid(p)
		d := len(p.Coords)
		if n != tt.n || len(x) != n*d {
			t.Errorf("%s: %d points, %d numbers, want %d points", tt.name, n, len(x), tt.n)
			continue
		}
		if again, _ := Grid(p); !slices.Equal(x, again) {
			t.Errorf("%s: another call gives other points", tt.name)
		}
		if tt.last != nil && !slices.Equal(x[(n-1)*d:], tt.last) {
			t.Errorf("%s: the last point = %v, want %v", tt.name, x[(n-1)*d:], tt.last)
		}
		for i, v := range x {
			if c := p.Coords[i%d]; v < c.Lo || v > c.Hi {
				t.Fatalf("%s: %g is outside the domain", tt.name, v)
			}
		}
	}
}

func TestRelL2Centered(t *testing.T) {
	truth := []float64{101, 103, math.NaN(), 99, 97} // mean 100, deviations 1, 3, -1, -3
	for _, tt := range []struct {
		pred []float64
		want float64
	}{
		{[]float64{101, 103, 0, 99, 97}, 0},
		{[]float64{1, 3, 5e5, -1, -3}, 0}, // the mean is not judged
		{[]float64{100, 100, 0, 100, 100}, 1},
		{[]float64{101.1, 103.3, 0, 98.9, 96.7}, 0.1},
	} {
		if got := RelL2Centered(tt.pred, truth); !(math.Abs(got-tt.want) < 1e-13) { // rounding of 100 against deviations of 1
			t.Errorf("%v: %g, want %g", tt.pred, got, tt.want)
		}
	}
	if got := RelL2Centered([]float64{1}, []float64{math.NaN()}); !math.IsNaN(got) {
		t.Errorf("without a truth: %g", got)
	}
}

func TestRelL2(t *testing.T) {
	nan := math.NaN()
	tests := []struct {
		name        string
		pred, truth []float64
		want        float64
	}{
		{"equal", []float64{1, 2}, []float64{1, 2}, 0},
		{"a tenth", []float64{1.1, 2.2}, []float64{1, 2}, 0.1},
		{"absent truth", []float64{1.1, 7}, []float64{1, nan}, 0.1},
		{"no truth", []float64{1}, []float64{nan}, nan},
		{"a NaN predicted", []float64{nan, 1}, []float64{1, 1}, nan},
		{"truth of zero", []float64{3, 4}, []float64{0, 0}, math.Sqrt(12.5)},
	}
	for _, tt := range tests {
		got := RelL2(tt.pred, tt.truth)
		if !(math.Abs(got-tt.want) < 1e-15) && !(math.IsNaN(got) && math.IsNaN(tt.want)) {
			t.Errorf("%s: %g, want %g", tt.name, got, tt.want)
		}
	}
	pred, truth := make([]float64, 1000001), make([]float64, 1000001)
	for i := range truth {
		truth[i] = 1
		pred[i] = 1 + 1e-8
	}
	truth[0], pred[0] = 1e4, 1e4
	if got, want := RelL2(pred, truth), 1e-8*math.Sqrt(1e6/(1e8+1e6)); math.Abs(got/want-1) > 1e-7 { // 1 + 1e-8 is rounded
		t.Errorf("of a million entries: %.12g, want %.12g", got, want)
	}
}
