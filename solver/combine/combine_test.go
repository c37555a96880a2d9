package combine

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"counterpoint/solver/experiment"
)

// gramOf returns the Gram matrix of the rows.
func gramOf(rows [][]float64) []float64 {
	k := len(rows)
	q := make([]float64, k*k)
	for i := range rows {
		for j := range rows {
			q[i*k+j] = dot(rows[i], rows[j])
		}
	}
	return q
}

func dot(a, b []float64) float64 {
	s := 0.0
	for i, v := range a {
		s += v * b[i]
	}
	return s
}

func norm(a []float64) float64 { return math.Sqrt(dot(a, a)) }

// blend returns sum c_k g_k over the coefficients that are not 0.
func blend(rows [][]float64, c []float64) []float64 {
	d := make([]float64, len(rows[0]))
	for k, r := range rows {
		if c[k] != 0 {
			for i, v := range r {
				d[i] += c[k] * v
			}
		}
	}
	return d
}

// gaussian returns k random gradients of p components whose norms spread like exp(spread * normal).
func gaussian(rng *rand.Rand, k, p int, spread float64) [][]float64 {
	rows := make([][]float64, k)
	for i := range rows {
		scale := math.Exp(spread * rng.NormFloat64())
		for range p {
			rows[i] = append(rows[i], scale*rng.NormFloat64())
		}
	}
	return rows
}

func combined(e DirectionEntry, rows [][]float64, step int) []float64 {
	c := make([]float64, len(rows))
	e.New(len(rows), Setup{Seed: 7}).Combine(gramOf(rows), len(rows), step, c)
	return c
}

func finite(v []float64) bool {
	for _, x := range v {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return false
		}
	}
	return true
}

// The slots that a run offers, by the names that specs use.
func TestRegistries(t *testing.T) {
	weights := "dwa gradnorm gradnorm-chen jointrate jointrate-adam lra nash none ntk relobralo softadapt uncertainty"
	directions := "aligned-mtl cagrad config dcgd gradvac imtl-g mgda nash-mtl pcgrad sum upgrad"
	var got []string
	for _, e := range AllWeights() {
		got = append(got, e.Name)
		if found, err := FindWeights(e.Name); err != nil || found.Name != e.Name {
			t.Errorf("FindWeights(%q) = %q, %v", e.Name, found.Name, err)
		}
		if e.Doc == "" || e.Source == "" || e.New == nil {
			t.Errorf("weights %s lack a doc line, a source or a constructor", e.Name)
		}
	}
	if s := strings.Join(got, " "); s != weights {
		t.Errorf("weights: got %s, want %s", s, weights)
	}
	got = nil
	for _, e := range AllDirections() {
		got = append(got, e.Name)
		if found, err := FindDirection(e.Name); err != nil || found.Name != e.Name {
			t.Errorf("FindDirection(%q) = %q, %v", e.Name, found.Name, err)
		}
		if e.Doc == "" || e.Source == "" || e.New == nil {
			t.Errorf("direction %s lacks a doc line, a source or a constructor", e.Name)
		}
	}
	if s := strings.Join(got, " "); s != directions {
		t.Errorf("directions: got %s, want %s", s, directions)
	}
	if _, err := FindWeights("lrra"); err == nil || !strings.Contains(err.Error(), "lra") {
		t.Errorf("an unknown name: %v, want the names there are", err)
	}
	if _, err := FindDirection("sun"); err == nil || !strings.Contains(err.Error(), "sum") {
		t.Errorf("an unknown name: %v, want the names there are", err)
	}
}

// restore copies state from one instance into another, as a checkpoint does, and returns how many numbers it moved.
func restore(t *testing.T, to, from []experiment.Array) int {
	t.Helper()
	if len(to) != len(from) {
		t.Fatalf("%d arrays of state, another instance has %d", len(from), len(to))
	}
	n := 0
	for i := range from {
		if to[i].Name != from[i].Name || to[i].Name == "" || len(to[i].F64) != len(from[i].F64) || len(to[i].F64) == 0 {
			t.Fatalf("state %d: %q (%d) and %q (%d)", i, to[i].Name, len(to[i].F64), from[i].Name, len(from[i].F64))
		}
		n += copy(to[i].F64, from[i].F64)
	}
	return n
}
