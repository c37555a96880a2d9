//go:build !js

package kernel_test

import (
	"fmt"

	"counterpoint/solver/kernel"
)

// A layer's product: three units from two, at sixteen points.
func ExampleSet() {
	set := kernel.Best[float64]()
	weights := []float64{
		1, 2,
		3, 4,
		5, 6,
	}
	packed := make([]float64, set.PackLen(3, 2))
	set.Pack(packed, weights, 3, 2, 2, false)

	points := kernel.Lanes
	ld := kernel.Stride(points)
	x, y := make([]float64, 2*ld), make([]float64, 3*ld)
	for i := range points {
		x[i], x[ld+i] = 1, float64(i)
	}
	set.Gemm(y, ld, packed, x, ld, 3, 2, points, false)
	fmt.Println(y[5], y[ld+5], y[2*ld+5])
	// Output: 11 23 35
}
