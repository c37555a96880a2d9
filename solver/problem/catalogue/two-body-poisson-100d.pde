title   Two-body Poisson in 100 dimensions
source  Hu, Shi, Karniadakis, Kawaguchi 2024, Hutchinson trace estimation for PINNs; Shi, Hu, Lin, Kawaguchi 2024, STDE, NeurIPS
note    neighbours interact, so no sum of functions of one variable will do; points are uniform in the ball, where the solution is small; transform=on makes the sphere exact
tags    forward, elliptic, forward-laplacian
published 3.5e-3 "STDE, d = 100, hard condition"
coord   x[100] in ball(1)
field   u
const   c[99] = normal(seed 1)
let     two = sum(i=1..99: c[i]*sin(x[i] + cos(x[i+1]) + x[i+1]*cos(x[i])))
exact   u = (1 - normsq(x))*two
transform u = (1 - normsq(x))*u
loss pde:  lap(u) = mms
loss bc:   u = 0    on sphere(1)
default width=64 depth=3 points=256 steps=5000 transform=off lr=5e-3 resample=1
