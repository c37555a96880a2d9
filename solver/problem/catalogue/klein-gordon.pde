title   Klein-Gordon, cubic
source  Wang, Teng, Perdikaris 2021, SIAM J. Sci. Comput. 43
note    the initial velocity is part of the initial loss, so that K = 3
tags    forward, hyperbolic, nonlinear
coord   x in [0, 1]
time    t in [0, 1]
field   u
const   omega = 5 in [1, 7]
case    slow: omega = 1
case    medium: omega = 3
case    fast: omega = 7
exact   u = x*cos(omega*pi*t) + (x*t)^3
loss pde:  u_tt - u_xx + u^3 = mms
loss bc:   u = exact     on x=0, x=1
loss ic:   u = exact     on t=0
loss ic:   u_t = 0       on t=0
default width=64 depth=4 points=2000 steps=10000
