title   Poisson in 5 dimensions, cosines
source  Webb, Jerad, Cartis 2026, DSGNAR, arXiv 2607.02194
note    the sum of cosines has no mean, so the relative error means what it says
tags    forward, elliptic, forward-laplacian
published 3.0e-16 "DSGNAR, double precision"
coord   x[5] in [0, 1]
field   u
exact   u = sum(i: cos(pi*x[i]))
loss pde:  -lap(u) = pi^2*sum(i: cos(pi*x[i]))
loss bc:   u = exact    on boundary
default width=64 depth=3 points=1000 steps=5000
