title   Hartmann flow
source  exact: Hartmann 1937, duct flow across a magnetic field
note    layers of thickness 1/Ha at both walls; the velocity shrinks as 1/Ha
tags    forward, magnetohydrodynamics, layer, forward-system
coord   y in [-1, 1]
field   u, b
const   Ha = 5 in [1, 20]
const   G = 1
case    ha2: Ha = 2
case    ha10: Ha = 10
case    ha20: Ha = 20
exact   u = G/Ha*cosh(Ha)/sinh(Ha)*(1 - cosh(Ha*y)/cosh(Ha))
exact   b = G/Ha*(sinh(Ha*y)/sinh(Ha) - y)
loss momentum:   u_yy + Ha*b_y + G = 0
loss induction:  b_yy + Ha*u_y = 0
loss bc:         u = 0    on y=-1, y=1
loss bc:         b = 0    on y=-1, y=1
default width=32 depth=3 points=500 steps=10000
