title   Helmholtz over wave numbers
source  Wang, Teng, Perdikaris 2021, SIAM J. Sci. Comput. 43, with larger wave numbers
note    indefinite; k^2 = 25 and 400 lie within 0.4 of a Dirichlet eigenvalue pi^2*(m^2 + n^2)/4, so these two are badly conditioned whatever the method
tags    forward, elliptic, multiscale, parameter
coord   x, y in [-1, 1]
field   u
const   k = 5
case    k10: k = 10
case    k20: k = 20
exact   u = sin(pi*x)*sin(4*pi*y)
loss pde:  lap(u) + k^2*u = mms
loss bcx:  u = 0    on x=-1, x=1
loss bcy:  u = 0    on y=-1, y=1
default width=64 depth=4 points=2000 steps=10000
