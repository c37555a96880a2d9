title   Natural convection in a slot
source  exact: the fully developed flow between a cold and a hot wall
note    steady; u and p vanish, and the balance of buoyancy and friction is all that moves; p is fixed at a corner
tags    multi-physics, incompressible
coord   x, y in [0, 1]
field   u, v, p, T
const   nu = 0.05 in [0.02, 0.5]
const   kappa = 0.05 in [0.02, 0.5]
const   Ri = 1 in [0.1, 5]
let     X = 2*x - 1
exact   u = 0
exact   v = -Ri/nu*(X^3 - X)/24
exact   p = 0
exact   T = X
loss div:     u_x + v_y = 0
loss mx:      u*u_x + v*u_y = -p_x + nu*lap(u)
loss my:      u*v_x + v*v_y = -p_y + nu*lap(v) + Ri*T
loss energy:  u*T_x + v*T_y = kappa*lap(T)
loss bc:      u = 0        on boundary
loss bc:      v = exact    on boundary
loss bc:      T = exact    on boundary
loss bc:      p(x=0, y=0) = 0
default width=64 depth=4 points=2000 steps=10000
