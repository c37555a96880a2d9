//go:build !js

package problem_test

import (
	"fmt"

	"counterpoint/solver/problem"
)

func ExampleParse() {
	_, faults := problem.Parse("mine.pde", `coord x in [0, 1]
time t in [0, 1]
field u
loss pde: u_t = 0.1u_xx
loss bc: u = 0 on x=0, x=2
loss ic: u = sinus(pi*x) on t=0
`)
	for _, f := range faults {
		fmt.Println(f.Error())
	}
	// Output:
	// mine.pde:4:17: a product needs its sign; write 0.1*u_xx
	// mine.pde:5:26: x = 2 is outside [0, 1]
	// mine.pde:6:14: unknown function "sinus"; did you mean sin?
}

func ExampleLoad() {
	p, err := problem.Load("thermoelastic")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.Title, p.Fields, p.Family)
	for _, l := range p.Losses {
		fmt.Println(l.Name, len(l.Lines), l.Lines[0].Text)
	}
	// Output:
	// Dynamic thermoelasticity [u theta] multiphysics-k4
	// momentum 1 u_tt = u_xx - theta_x
	// heat 1 theta_t = kappa*theta_xx - delta*u_xt
	// bc 2 u = 0
	// ic 3 u = exact
}
