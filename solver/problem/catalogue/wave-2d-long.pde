title   Wave in two dimensions, long time
source  Hao et al. 2023, PINNacle, arXiv 2306.08827, Wave2d-Long, with a solution that solves it
note    87 periods; the solution that PINNacle states solves u_tt + u_xx + 2*u_yy = 0 and not its own wave equation, so its numbers do not compare
tags    forward, hyperbolic, long-time
coord   x, y in [0, 1]
time    t in [0, 100]
field   u
exact   u = sin(pi*x)*sin(pi*y)*cos(sqrt(3)*pi*t)
loss pde:  u_tt = u_xx + 2*u_yy
loss bc:   u = 0        on boundary
loss ic:   u = exact    on t=0
loss ic:   u_t = 0      on t=0
default width=64 depth=4 points=4000 steps=10000
