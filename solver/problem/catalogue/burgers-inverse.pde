title   Burgers, both coefficients unknown
source  Raissi, Perdikaris, Karniadakis 2019, J. Comput. Phys. 378, appendix B.1
note    2000 values of the solution at random points, without noise
tags    inverse, shock
coord   x in [-1, 1]
time    t in [0, 1]
field   u
const   nu = 0.01/pi
unknown l1 = 0.5 true 1
unknown l2 = 0.02 true 0.01/pi positive
loss pde:   u_t + l1*u*u_x = l2*u_xx
loss edge:  u = 0             on x=-1, x=1
loss edge:  u = -sin(pi*x)    on t=0
loss data:  u = exact    at 2000 random points seed 1
truth   cole-hopf(nu)
default width=32 depth=5 points=2000 steps=10000
