title   Viscous Burgers
source  Raissi, Perdikaris, Karniadakis 2019, J. Comput. Phys. 378, appendix A.1
note    a shock forms at t = 1/pi
tags    forward, shock
published 4.6e-3 "plain Adam, 5x50, 30k steps (GUA, table 8)"
coord   x in [-1, 1]
time    t in [0, 1]
field   u
const   nu = 0.01/pi in [0.001, 0.1]
case    mild: nu = 0.1
case    steep: nu = 0.001
loss pde:  u_t + u*u_x = nu*u_xx
loss bc:   u = 0             on x=-1, x=1
loss ic:   u = -sin(pi*x)    on t=0
truth   cole-hopf(nu)
default width=32 depth=5 points=4000 steps=10000 lr=3e-3
