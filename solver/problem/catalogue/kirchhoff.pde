title   Kirchhoff plate
source  Bischof, Kraus 2021, Multi-objective loss balancing for PINNs (ReLoBRaLo), arXiv 2110.09813
note    fourth order on a square ten units wide: the deflection is 0.018 and its fourth derivatives smaller still; moments are a loss of their own
tags    forward, elliptic, fourth-order
coord   x, y in [0, 10]
field   w
const   a = 10
const   D = 125/6
const   p0 = 0.015
exact   w = p0/(pi^4*D*(2/a^2)^2)*sin(pi*x/a)*sin(pi*y/a)
loss pde:     D*(w_xxxx + 2*w_xxyy + w_yyyy) = p0*sin(pi*x/a)*sin(pi*y/a)
loss bc:      w = 0          on boundary
loss moment:  D*w_xx = 0     on x=0, x=10
loss moment:  D*w_yy = 0     on y=0, y=10
default width=32 depth=4 points=1000 steps=10000
