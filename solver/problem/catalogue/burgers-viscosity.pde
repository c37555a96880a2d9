title   Burgers over viscosities
source  Raissi, Perdikaris, Karniadakis 2019, J. Comput. Phys. 378, with other viscosities
note    the values of the sweep that the entry burgers does not list; DSGNAR's published 7.97e-14 is for nu = 0.01, not 0.01/pi
tags    forward, shock, parameter
published 7.97e-14 "nu = 0.01, DSGNAR, double precision"
coord   x in [-1, 1]
time    t in [0, 1]
field   u
const   nu = 0.01 in [0.001, 0.1]
case    nu02: nu = 0.02
case    nu05: nu = 0.05
loss pde:  u_t + u*u_x = nu*u_xx
loss bc:   u = 0             on x=-1, x=1
loss ic:   u = -sin(pi*x)    on t=0
truth   cole-hopf(nu)
default width=32 depth=5 points=2000 steps=10000 lr=3e-3
