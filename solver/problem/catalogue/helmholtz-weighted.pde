title   Helmholtz over the boundary's weight
source  Wang, Teng, Perdikaris 2021, SIAM J. Sci. Comput. 43, all sides as one loss
note    the same equation as helmholtz; the boundary's weight moves the conflict and leaves the solution
tags    forward, elliptic, multiscale
coord   x, y in [-1, 1]
field   u
const   k = 1
const   w = 1
case    w10: w = 10
case    w100: w = 100
case    w500: w = 500
exact   u = sin(pi*x)*sin(4*pi*y)
loss pde:          lap(u) + k^2*u = mms
loss bc weight w:  u = 0    on boundary
default width=64 depth=4 points=2000 steps=10000
