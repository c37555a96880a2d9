package collocation

import (
	"slices"
	"strings"
	"testing"

	"counterpoint/solver/geometry"
)

func TestShares(t *testing.T) {
	box := func(l float64) geometry.Piece { return geometry.Box([]float64{0}, []float64{l}) }
	point := geometry.Point([]float64{0})
	tests := []struct {
		pieces []geometry.Piece
		n      int
		want   []int
	}{
		{[]geometry.Piece{box(1), box(1)}, 10, []int{5, 5}},
		{[]geometry.Piece{box(2), box(1)}, 10, []int{7, 3}},
		{[]geometry.Piece{point, point}, 3, []int{2, 1}},
		{[]geometry.Piece{box(1), box(1000)}, 10, []int{1, 9}},
		{[]geometry.Piece{box(1), box(1), box(1e6)}, 3, []int{1, 1, 1}},
		{[]geometry.Piece{box(1e6), box(1), box(1), box(1)}, 5, []int{2, 1, 1, 1}},
	}
	for _, tt := range tests {
		if got := shares(tt.pieces, tt.n); !slices.Equal(got, tt.want) {
			t.Errorf("shares(%v, %d) = %v, want %v", tt.pieces, tt.n, got, tt.want)
		}
	}
}

func TestPlace(t *testing.T) {
	lo, hi := []float64{-1, 0}, []float64{1, 4}
	r := geometry.Faces(lo, hi, 0, 1)
	checked := 0
	for _, name := range Names() {
		s, _ := Find(name)
		x, n, err := Place(r, 2, 60, s, 1, 0)
		if err != nil {
			t.Fatal(err)
		}
		again, _, _ := Place(r, 2, 60, s, 1, 0)
		other, _, _ := Place(r, 2, 60, s, 1, 1)
		if !slices.Equal(x, again) || slices.Equal(x, other) {
			t.Errorf("%s: points are no function of their stream", name)
		}
		count := map[[2]float64]int{}
		for i := range 60 {
			count[[2]float64{n[2*i], n[2*i+1]}]++
			onX, onY := x[2*i] == -1 || x[2*i] == 1, x[2*i+1] == 0 || x[2*i+1] == 4
			if onX == onY || onX != (n[2*i] != 0) {
				t.Errorf("%s: point %v has normal %v", name, x[2*i:2*i+2], n[2*i:2*i+2])
			}
			checked++
		}
		want := map[[2]float64]int{{-1, 0}: 20, {1, 0}: 20, {0, -1}: 10, {0, 1}: 10}
		for k, v := range want {
			if count[k] != v {
				t.Errorf("%s: %d points with normal %v, want %d", name, count[k], k, v)
			}
		}
	}
	if checked == 0 {
		t.Fatal("nothing checked")
	}
}

func TestPlaceCarved(t *testing.T) {
	unit := geometry.Interior([]float64{0, 0}, []float64{1, 1})
	small := geometry.Where(unit, 2, "corner", func(x []float64) bool { return x[0] < 0.1 && x[1] < 0.1 })
	checked := 0
	for _, name := range Names() {
		s, _ := Find(name)
		x, _, err := Place(small, 2, 50, s, 1, 0)
		if err != nil || len(x) != 100 {
			t.Fatalf("%s: %d numbers, error %v", name, len(x), err)
		}
		for _, v := range x {
			if v >= 0.1 {
				t.Errorf("%s: a point at %g was kept", name, v)
			}
			checked++
		}
	}
	if checked == 0 {
		t.Fatal("nothing checked")
	}
	none := geometry.Where(unit, 2, "x > 2", func(x []float64) bool { return x[0] > 2 })
	if _, _, err := Place(none, 2, 50, sobol, 1, 0); err == nil || !strings.Contains(err.Error(), "seems empty") {
		t.Errorf("Place on an empty region = %v", err)
	}
	x, _, err := Place(geometry.Faces([]float64{0, 0}, []float64{1, 1}, 0, 1), 2, 3, sobol, 1, 1)
	if err != nil || len(x) != 6 {
		t.Errorf("3 points on 4 faces: %v, %d numbers", err, len(x))
	}
}
