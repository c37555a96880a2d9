package expr

import "testing"

func TestAffine(t *testing.T) {
	g := NewGraph()
	g.Dim = 2
	u, x := g.Leaf(Leaf{}), g.Coord(0)
	lap, uyy := g.Leaf(Leaf{Alpha: Multi{1, 1}}), g.Leaf(Leaf{Alpha: Multi{2, 2}})
	second := func(l Leaf) bool { return l.Alpha.Order() == 2 }
	for _, tt := range []struct {
		name string
		id   ID
		want bool
	}{
		{"none of them", g.Mul(u, g.Mul(u, u)), true},
		{"a sum", g.Sub(g.Add(lap, g.Mul(u, uyy)), g.Mul(u, u)), true},
		{"a quotient", g.Div(g.Neg(lap), g.Add(x, u)), true},
		{"a product", g.Mul(lap, uyy), false},
		{"a square", g.Pow(lap, g.Num(2)), false},
		{"a power of it", g.Pow(g.Num(2), lap), false},
		{"a divisor", g.Div(u, lap), false},
		{"a function", g.Add(u, g.Call(Exp, uyy)), false},
	} {
		if got := g.Affine(tt.id, second); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}
