title   Hartmann flow, walls apart
source  exact: Hartmann 1937, duct flow across a magnetic field
note    the walls of the flow and of the field are two losses, so that K = 4; layers of thickness 1/Ha
tags    multi-physics, magnetohydrodynamics, layer
coord   y in [-1, 1]
field   u, b
const   Ha = 10 in [1, 20]
const   G = 1
exact   u = G/Ha*cosh(Ha)/sinh(Ha)*(1 - cosh(Ha*y)/cosh(Ha))
exact   b = G/Ha*(sinh(Ha*y)/sinh(Ha) - y)
loss momentum:   u_yy + Ha*b_y + G = 0
loss induction:  b_yy + Ha*u_y = 0
loss wall:       u = 0    on y=-1, y=1
loss shield:     b = 0    on y=-1, y=1
default width=32 depth=3 points=500 steps=10000
