//go:build !js

package reference_test

import (
	"fmt"

	"counterpoint/solver/problem"
	"counterpoint/solver/reference"
)

// The truth of a problem at a point: in front of the shock of Burgers' equation.
func ExampleFor() {
	p, err := problem.Load("burgers")
	if err != nil {
		fmt.Println(err)
		return
	}
	bind, err := p.Bind(nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	f, err := reference.For(p, bind)
	if err != nil {
		fmt.Println(err)
		return
	}
	u := make([]float64, 1)
	f.At([]float64{0.5, 1}, u)
	fmt.Printf("%s: u = %.10f, good to 1e-12: %v\n", f.Name(), u[0], f.Error() < 1e-12)
	// Output: cole-hopf: u = -0.3761813957, good to 1e-12: true
}
