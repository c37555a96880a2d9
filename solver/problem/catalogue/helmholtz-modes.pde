title   Helmholtz over its modes
source  Wang, Teng, Perdikaris 2021, SIAM J. Sci. Comput. 43; modes 6, 6 from Urban, Stefanou, Pons 2025, J. Comput. Phys.
note    the values of the sweep that the entry helmholtz does not list: a regime label against frequency
tags    forward, elliptic, multiscale, parameter
coord   x, y in [-1, 1]
field   u
const   k = 1
const   a1 = 2
const   a2 = 2
case    six: a1 = 6, a2 = 6
exact   u = sin(a1*pi*x)*sin(a2*pi*y)
loss pde:  lap(u) + k^2*u = mms
loss bcx:  u = 0    on x=-1, x=1
loss bcy:  u = 0    on y=-1, y=1
default width=64 depth=4 points=2000 steps=10000
