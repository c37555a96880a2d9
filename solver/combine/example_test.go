//go:build !js

package combine_test

import (
	"fmt"

	"counterpoint/solver/combine"
)

// Two gradients (2, 0) and (-.6, .8) at cosine -.6: their sum raises the second loss, ConFIG lowers both alike.
func ExampleFindDirection() {
	gram := []float64{4, -1.2, -1.2, 1}
	for _, name := range []string{"sum", "config"} {
		e, err := combine.FindDirection(name)
		if err != nil {
			fmt.Println(err)
			return
		}
		c := make([]float64, 2)
		e.New(2, combine.Setup{Seed: 1}).Combine(gram, 2, 0, c)
		d1, d2 := c[0]*gram[0]+c[1]*gram[1], c[0]*gram[2]+c[1]*gram[3]
		fmt.Printf("%s: coefficients %.2f, descent of each loss per unit of its gradient %.2f %.2f\n", name, c, d1/2, d2/1)
	}
	// Output:
	// sum: coefficients [1.00 1.00], descent of each loss per unit of its gradient 1.40 -0.20
	// config: coefficients [0.75 1.50], descent of each loss per unit of its gradient 0.60 0.60
}
