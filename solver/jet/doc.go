// Package jet propagates truncated Taylor expansions through a network: the derivatives that a residual asks for, forward, and
// their adjoints, in one reverse sweep.
//
// A channel set holds scaled multi-index Taylor coefficients z_a = d^a z / a! over a down-closed set of multi-indices a, and
// weighted Laplacians. A linear layer acts on each channel alone; an activation couples the channels of one unit at one point by a
// short recurrence, which Program writes down once as a list of multiply-adds for the kernels to run. No derivative is taken
// by nesting automatic differentiation.
//
// Mixed derivatives are channels of their own, not combinations of directional ones (polarisation): the linear layers cost the same
// per channel, multi-indices never need more channels (13 against 17 for the biharmonic operator in two dimensions, equally many for
// a full Hessian), and combining directional derivatives cancels: in float32 u_xxyy loses three digits when u_xxxx is a few thousand
// times larger.
package jet
