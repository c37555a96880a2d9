title   Helmholtz, modes 1 and 4
source  Wang, Teng, Perdikaris 2021, SIAM J. Sci. Comput. 43
note    the two pairs of faces are two losses, so that K = 3; large second derivatives against boundary values of order one
tags    forward, elliptic, multiscale
published 3.4e-3 "RBA"; 5.8e-6 "RBA with Fourier features"
coord   x in [-1, 1]
coord   y in [-1, 1]
field   u
const   k = 1 in [0.1, 2]
const   a1 = 1
const   a2 = 4
case    low: a2 = 1
case    square: a1 = 4, a2 = 4
exact   u = sin(a1*pi*x)*sin(a2*pi*y)
loss pde:  u_xx + u_yy + k^2*u = mms
loss bcx:  u = 0    on x=-1, x=1
loss bcy:  u = 0    on y=-1, y=1
default width=64 depth=4 points=2000 steps=10000
