//go:build !js

package collocation_test

import (
	"fmt"

	"counterpoint/solver/collocation"
	"counterpoint/solver/geometry"
)

// Twelve points on two faces of a rectangle, the longer one getting more.
func ExamplePlace() {
	sampler, err := collocation.Find("sobol")
	if err != nil {
		fmt.Println(err)
		return
	}
	lo, hi := []float64{0, 0}, []float64{1, 2}
	r := geometry.Of(geometry.Face(lo, hi, 0, 0), geometry.Face(lo, hi, 1, 0))
	x, normal, err := collocation.Place(r, 2, 12, sampler, 1, 0)
	left := 0
	for i := range 12 {
		if normal[2*i] == -1 && x[2*i] == 0 {
			left++
		}
	}
	fmt.Println(left, "on x=0,", 12-left, "on y=0,", err)
	// Output: 8 on x=0, 4 on y=0, <nil>
}
