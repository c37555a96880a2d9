title   Burgers, scalar in two dimensions
source  exact: an oblique viscous front
note    two space coordinates; the front crosses the square
tags    forward, shock
coord   x, y in [0, 1]
time    t in [0, 2]
field   u
const   nu = 0.1 in [0.05, 0.5]
exact   u = 1/(1 + exp((x + y - t)/(2*nu)))
loss pde:  u_t + u*(u_x + u_y) = nu*lap(u)
loss bc:   u = exact    on boundary
loss ic:   u = exact    on t=0
default width=64 depth=4 points=2000 steps=10000
