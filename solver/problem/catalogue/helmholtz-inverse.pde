title   Helmholtz, wave number unknown
source  Wang, Teng, Perdikaris 2021, SIAM J. Sci. Comput. 43, with the wave number unknown
note    k^2 = 1 is lost beside second derivatives of 17*pi^2; the case has a wave number of 4*pi
tags    inverse, elliptic, multiscale
coord   x, y in [-1, 1]
field   u
const   k = 1
case    k4pi: k = 4*pi
unknown k2 = k^2/2 true k^2 positive
exact   u = sin(pi*x)*sin(4*pi*y)
loss pde:   lap(u) + k2*u = (k^2 - 17*pi^2)*sin(pi*x)*sin(4*pi*y)
loss bc:    u = 0    on boundary
loss data:  u = exact at 100 random points seed 1
default width=64 depth=4 points=2000 steps=10000
