title   Poisson, multiscale
source  Webb, Jerad, Cartis 2026, DSGNAR, arXiv 2607.02194
note    four frequencies of equal amplitude: the forcing of the highest is sixteen times that of the lowest; the cases keep the lowest n
tags    forward, elliptic, multiscale
published 4.5e-14 "n = 4, DSGNAR, double precision"
coord   x, y in [0, 1]
field   u
const   n = 4
case    w4: n = 1
case    w8: n = 2
exact   u = sum(i=1..n: sin(4*i*pi*x)*sin(4*i*pi*y))/n
loss pde:  -lap(u) = 2/n*sum(i=1..n: (4*i*pi)^2*sin(4*i*pi*x)*sin(4*i*pi*y))
loss bc:   u = 0    on boundary
default width=64 depth=4 points=4000 steps=10000
