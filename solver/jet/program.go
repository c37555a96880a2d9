package jet

import "counterpoint/solver/kernel"

// Program returns the rule by which the activation acts on the channels: forward from z to y = act(z), and reverse from the adjoint
// of y to the adjoint of z. With v the series of act'(z), the rules are, for any coordinate i with a_i > 0,
//
//	y_a = (1/a_i) sum_{0<b<=a, b_i>0} b_i z_b v_{a-b}      zbar_b = sum_{a>=b} v_{a-b} ybar_a
//
// (Griewank and Walther 2008, Evaluating Derivatives, ch. 13, for several variables), and for a Laplacian L, S = sum_i w_i z_i^2,
//
//	y_L = act' z_L + act'' S
func Program(act kernel.Activation, c *Channels) *kernel.JetProgram {
	p := &kernel.JetProgram{Activation: act, Channels: c.Len(), Rows: c.Rows, FromOutput: act == kernel.Tanh}
	switch act {
	case kernel.Tanh:
		p.Forward, p.Reverse = tanhForward(c), tanhReverse(c)
	case kernel.Sin:
		p.Forward, p.Reverse = sinForward(c), sinReverse(c)
	case kernel.SiLU:
		p.Forward, p.Reverse = siluForward(c), siluReverse(c)
	default:
		panic("jet: unknown activation")
	}
	return p
}
