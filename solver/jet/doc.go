// Package jet propagates truncated Taylor expansions through a network: the derivatives that a residual asks for, forward, and
// their adjoints, in one reverse sweep.
//
// A channel set holds scaled multi-index Taylor coefficients z_a = d^a z / a! over a down-closed set of multi-indices a, and
// weighted Laplacians. A linear layer acts on each channel alone; an activation couples the channels of one unit at one point by a
// short recurrence, which Program writes down once as a list of multiply-adds for the kernels to run. No derivative is taken
// by nesting automatic differentiation.
package jet
