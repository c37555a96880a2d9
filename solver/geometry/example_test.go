//go:build !js

package geometry_test

import (
	"fmt"

	"counterpoint/solver/geometry"
)

// A square with a round hole, over an interval of time.
func ExampleDomain() {
	lo, hi := []float64{-1, -1, 0}, []float64{1, 1, 2}
	hole := geometry.SolidBall([]float64{0, 0}, 0.5).Named("hole")
	d, err := geometry.NewDomain(lo, hi, 2).Carve([]int{0, 1}, geometry.SolidBox(lo[:2], hi[:2]).Minus(hole))
	if err != nil {
		fmt.Println(err)
		return
	}
	part, err := d.Part("hole")
	fmt.Printf("inside %.1f, hole %.2f, %d pieces of boundary, %v\n", d.Interior().Measure(), part.Measure(), len(d.Boundary().Pieces), err)
	// Output: inside 6.4, hole 6.28, 5 pieces of boundary, <nil>
}
