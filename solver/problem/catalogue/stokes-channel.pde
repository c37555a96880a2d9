title   Stokes flow in a channel
source  exact: Poiseuille's parabola
note    linear and of second degree: what is left of an error is the optimizer's; the pressure is fixed at a corner
tags    forward, incompressible, forward-system
coord   x, y in [0, 1]
field   u, v, p
exact   u = y*(1 - y)
exact   v = 0
exact   p = -2*x
loss mx:   lap(u) = p_x
loss my:   lap(v) = p_y
loss div:  u_x + v_y = 0
loss bc:   u = exact    on boundary
loss bc:   v = 0        on boundary
loss bc:   p(x=0, y=0) = 0
default width=32 depth=3 points=1000 steps=5000
