//go:build !js

package expr_test

import (
	"fmt"

	"counterpoint/solver/expr"
	"counterpoint/solver/kernel"
)

// The residual of u_t + u u_x at one block of points, and the adjoint of u_x for a unit adjoint of the residual.
func Example() {
	g := expr.NewGraph()
	g.Dim = 2 // x, t
	u := g.Leaf(expr.Leaf{})
	ux, err := g.Diff(u, 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	ut, err := g.Diff(u, 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := g.Compile([]expr.ID{g.Add(ut, g.Mul(u, ux))}, expr.Binding{})
	if err != nil {
		fmt.Println(err)
		return
	}
	row := func(v float64) []float64 {
		out := make([]float64, kernel.Lanes)
		for i := range out {
			out[i] = v
		}
		return out
	}
	tape := expr.NewTape(p, kernel.Portable[float64](), kernel.Lanes)
	values := map[expr.Leaf]float64{{}: 2, {Alpha: expr.Multi{1}}: 3, {Alpha: expr.Multi{2}}: 5}
	var leaves, bars [][]float64
	for _, l := range p.Leaves {
		leaves = append(leaves, row(values[l]))
		bars = append(bars, row(0))
	}
	roots := tape.Forward(leaves, nil, nil)
	fmt.Println("residual", roots[0][0])
	tape.Reverse([][]float64{row(1)}, bars, nil)
	for i, l := range p.Leaves {
		fmt.Println(l.Alpha, bars[i][0])
	}
	// Output:
	// residual 11
	// [0 0 0 0] 3
	// [1 0 0 0] 2
	// [2 0 0 0] 1
}
