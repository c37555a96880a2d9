title   Burgers in two dimensions
source  exact: an oblique front by the Cole-Hopf transformation
note    two velocities that share one slowly moving oblique front
tags    forward, shock, forward-system
coord   x, y in [0, 1]
time    t in [0, 1]
field   u, v
const   nu = 0.01 in [0.01, 0.1]
let     E = exp((-4*x + 4*y - t)/(32*nu))
exact   u = 3/4 - 1/(4*(1 + E))
exact   v = 3/4 + 1/(4*(1 + E))
loss mx:  u_t + u*u_x + v*u_y = nu*lap(u)
loss my:  v_t + u*v_x + v*v_y = nu*lap(v)
loss bc:  u = exact    on boundary
loss bc:  v = exact    on boundary
loss ic:  u = exact    on t=0
loss ic:  v = exact    on t=0
default width=64 depth=4 points=2000 steps=10000
