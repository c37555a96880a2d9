package jet

import "testing"

func TestIndex(t *testing.T) {
	a := Index{1, 1, 2}
	if a.Order() != 3 || a.Count(0) != 2 || a.Count(1) != 1 || a.Factorial() != 2 {
		t.Errorf("order, counts, factorial of %v: %d %d %d %g", a, a.Order(), a.Count(0), a.Count(1), a.Factorial())
	}
	if f := (Index{3, 3, 3, 3}).Factorial(); f != 24 {
		t.Errorf("factorial of a fourth derivative = %g, want 24", f)
	}
	if r, ok := a.Minus(Index{1, 2}); !ok || r != (Index{1}) {
		t.Errorf("xxy - xy = %v, %v", r, ok)
	}
	if _, ok := a.Minus(Index{2, 2}); ok {
		t.Error("yy must not be below xxy")
	}
	if n := len(a.below()); n != 6 {
		t.Errorf("xxy has %d indices below it, want 6", n)
	}
}

func TestChannelsAreClosed(t *testing.T) {
	for _, tt := range []struct {
		name string
		want []Index
		laps []Laplacian
		n    int
	}{
		{"burgers: u, u_x, u_t, u_xx", []Index{{1}, {2}, {1, 1}}, nil, 4},
		{"full Hessian", []Index{{1, 1}, {1, 2}, {2, 2}}, nil, 6},
		{"biharmonic in 2-D", []Index{{1, 1, 1, 1}, {1, 1, 2, 2}, {2, 2, 2, 2}}, nil, 13},
		{"forward Laplacian in 3-D", nil, []Laplacian{{Coords: []int{0, 1, 2}}}, 5},
	} {
		c := NewChannels(3, tt.want, tt.laps, 0)
		if c.Len() != tt.n {
			t.Errorf("%s: %d channels, want %d: %v", tt.name, c.Len(), tt.n, c.Indices)
		}
		for k, a := range c.Indices {
			for _, b := range a.below() {
				if j := c.At(b); j < 0 || j > k {
					t.Errorf("%s: %v at %d, below %v at %d", tt.name, b, j, a, k)
				}
			}
		}
	}
}

// Polarisation takes u_ab from second derivatives along x_a, x_b and x_a + x_b, and fourth-order operators from fourth derivatives
// along x, y, x+y and x-y; every direction of order n costs n channels beside the value.
func TestMultiIndicesNeedNoMoreChannelsThanPolarisation(t *testing.T) {
	for _, tt := range []struct {
		name  string
		want  []Index
		polar int
	}{
		{"u_xy", []Index{{1, 2}}, 1 + 3*2},
		{"full Hessian in 2-D", []Index{{1, 1}, {1, 2}, {2, 2}}, 1 + 3*2},
		{"biharmonic in 2-D", []Index{{1, 1, 1, 1}, {1, 1, 2, 2}, {2, 2, 2, 2}}, 1 + 4*4},
		{"u_xxy", []Index{{1, 1, 2}}, 1 + 3*3},
	} {
		if n := NewChannels(2, tt.want, nil, 0).Len(); n > tt.polar {
			t.Errorf("%s: %d channels, polarisation needs %d", tt.name, n, tt.polar)
		}
	}
}
