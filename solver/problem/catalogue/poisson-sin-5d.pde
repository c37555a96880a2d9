title   Poisson in 5 dimensions, sines
source  Mueller, Zeinhofer 2023, Achieving high accuracy with PINNs via energy natural gradients, ICML
note    4000 points inside and 500 on the boundary there; fewer by default here
tags    forward, elliptic, forward-laplacian
published 5.95e-4 "plain Adam (GUA)"; 1.37e-4 "CAGrad with GUA"
coord   x[5] in [0, 1]
field   u
exact   u = sum(i: sin(pi*x[i]))
loss pde:  -lap(u) = pi^2*sum(i: sin(pi*x[i]))
loss bc:   u = exact    on boundary
default width=64 depth=3 points=1000 steps=5000
