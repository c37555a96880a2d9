title   Wave in 5 dimensions
source  Shi, Hu, Lin, Kawaguchi 2024, Stochastic Taylor derivative estimator (STDE), NeurIPS
note    grows in space and in time: the boundary holds most of the norm; transform=on makes the start exact
tags    forward, hyperbolic, forward-laplacian
coord   x[5] in [0, 1]
time    t in [0, 1]
field   u
exact   u = cosh(t)*sum(i: sinh(x[i]))
transform u = sum(i: sinh(x[i])) + t^2*u
loss pde:  u_tt = lap(u)
loss bc:   u = exact    on boundary
loss ic:   u = exact    on t=0
loss ic:   u_t = 0      on t=0
default width=64 depth=3 points=1000 steps=5000 transform=off
