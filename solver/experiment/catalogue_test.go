package experiment

import (
	"slices"
	"testing"
)

func TestFind(t *testing.T) {
	h := Hello{Catalogue: []Entry{
		{Name: "burgers", Title: "Viscous Burgers", Family: "forward-k3", Note: "a shock forms", Losses: []string{"pde", "bc"}},
		{Name: "heat", Title: "Heat", Family: "forward-k3", Losses: []string{"pde"}, Coords: []string{"x", "t"}},
		{Name: "heat@fast", Title: "Heat", Family: "inverse", Losses: []string{"pde", "data"}},
	}}
	checked := 0
	for _, c := range []struct {
		family, words string
		want          []int
	}{{"", "", []int{0, 1, 2}}, {"", "HEAT", []int{1, 2}}, {"inverse", "heat", []int{2}}, {"", "shock viscous", []int{0}}, {"", "shock heat", nil}, {"", "data", []int{2}}} {
		if got := h.Find(c.family, c.words); !slices.Equal(got, c.want) {
			t.Errorf("%q %q: %v, want %v", c.family, c.words, got, c.want)
		}
		checked++
	}
	if checked == 0 {
		t.Fatal("nothing was checked")
	}
	if s := h.Catalogue[0].Sentence(); s != "A shock forms." {
		t.Error(s)
	}
	if s := h.Catalogue[1].Sentence(); s != "One loss (pde) on x, t." {
		t.Error(s)
	}
}
