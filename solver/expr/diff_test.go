package expr

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"
)

// TestDiffAgainstDifferences compares the symbolic derivative of random expressions of the coordinates with central differences.
func TestDiffAgainstDifferences(t *testing.T) {
	checked := 0
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 5))
		g := NewGraph()
		s := newSprout(g, r)
		id, err := g.Substitute(s.grow(1+r.IntN(5)), func(l Leaf) (ID, error) { // leaves become functions of the point
			return g.Call(Sin, g.Add(g.Mul(g.Num(float64(l.Alpha[0])+0.7), g.Coord(0)), g.Coord(1))), nil
		})
		if err != nil {
			t.Fatal(err)
		}
		bind := Binding{Const: []float64{0.3, -1.2}, Unknown: []float64{0.8}}
		for c := range 2 {
			d, err := g.Diff(id, c)
			if err != nil {
				t.Fatal(err)
			}
			e := g.Evaluator(bind, id, d)
			x := []float64{r.NormFloat64(), r.NormFloat64()}
			e.Eval(x, nil)
			got := e.Root(1)
			slope := func(h float64) float64 {
				up, down := append([]float64(nil), x...), append([]float64(nil), x...)
				up[c] += h
				down[c] -= h
				return (e.Eval(up, nil) - e.Eval(down, nil)) / (2 * h)
			}
			d1, d2, d3 := slope(1e-5), slope(2.5e-6), slope(3e-5)
			noise := 1e-7 * (math.Abs(d1) + math.Abs(e.Eval(x, nil)) + 1)
			if !(math.Abs(d1-d2) < noise && math.Abs(d1-d3) < noise) {
				continue // a kink, or rounding: differences say nothing here
			}
			checked++
			if !(math.Abs(got-d1) <= 30*noise) {
				t.Errorf("seed %d, coordinate %d: derivative %g, central difference %g", seed, c, got, d1)
			}
		}
	}
	if checked < 500 {
		t.Fatalf("only %d derivatives compared", checked)
	}
}

// TestDiffLaws checks derivatives that have a name: leaves extend, order 5 is refused, a fixed coordinate is no variable.
func TestDiffLaws(t *testing.T) {
	g := NewGraph()
	g.Dim = 2
	u := g.Leaf(Leaf{})
	d := func(id ID, coords ...int) ID {
		for _, c := range coords {
			var err error
			if id, err = g.Diff(id, c); err != nil {
				t.Fatal(err)
			}
		}
		return id
	}
	if d(u, 0, 1, 0) != d(u, 1, 0, 0) || g.LeafOf(d(u, 1, 0)).Alpha != (Multi{1, 2}) {
		t.Error("mixed derivatives depend on their order")
	}
	product := d(g.Mul(u, u), 0, 1) // 2 u_x u_y + 2 u u_xy
	value := func(l Leaf) float64 { return map[Multi]float64{{}: 2, {1}: 3, {2}: 5, {1, 2}: 7}[l.Alpha] }
	if got := g.EvalWith(product, nil, value, Binding{}); got != 58 {
		t.Errorf("(u^2)_xy = %g, want 58", got)
	}
	if _, err := g.Diff(d(u, 0, 0, 0, 0), 1); !errors.Is(err, ErrOrder) {
		t.Errorf("fifth derivative: %v", err)
	}
	at := g.Move(Map{{Coord: 0, Value: 1}})
	moved := g.Moved(g.Mul(g.Coord(0), d(u, 0)), at)
	if g.LeafOf(moved) != (Leaf{Alpha: Multi{1}, At: at}) {
		t.Errorf("x u_x at x=1 is no leaf: kind %d", g.Kind(moved))
	}
	if v, isNumber := g.Value(d(moved, 0)); !isNumber || v != 0 {
		t.Error("the derivative by a fixed coordinate is not 0")
	}
	if g.LeafOf(d(moved, 1)) != (Leaf{Alpha: Multi{1, 2}, At: at}) {
		t.Error("the derivative by the other coordinate does not extend the leaf")
	}
	if _, err := g.Diff(g.Normal(0), 0); err == nil {
		t.Error("an outward normal is differentiated")
	}
}

// TestFull checks that a graph that would outgrow its bound says so and ends.
func TestFull(t *testing.T) {
	g := NewGraph()
	id := g.Coord(0)
	for i := 0; !g.Full(); i++ {
		if i > 2*MaxNodes {
			t.Fatal("the graph never fills")
		}
		id = g.Add(g.Call(Sin, id), g.Num(float64(i)))
	}
	if g.Len() > MaxNodes {
		t.Fatalf("%d nodes", g.Len())
	}
	if _, err := g.Compile([]ID{id}, Binding{}); err == nil {
		t.Fatal("a full graph compiles")
	}
}
