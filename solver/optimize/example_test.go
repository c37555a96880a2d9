//go:build !js

package optimize_test

import (
	"fmt"

	"counterpoint/solver/optimize"
)

func ExampleLBFGS() {
	bowl := func(x, grad []float64) float64 {
		grad[0], grad[1] = 2*(x[0]-1), 20*(x[1]+2)
		return (x[0]-1)*(x[0]-1) + 10*(x[1]+2)*(x[1]+2)
	}
	x, l := []float64{5, 5}, optimize.NewLBFGS(2, 10)
	for {
		status, err := l.Step(bowl, x)
		if err != nil || status != optimize.Progress {
			fmt.Printf("%v at (%.6f, %.6f)\n", status, x[0], x[1])
			return
		}
	}
	// Output: converged at (1.000000, -2.000000)
}
