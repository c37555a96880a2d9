title   Two-body Allen-Cahn in 50 dimensions
source  Hu, Shi, Karniadakis, Kawaguchi 2024, Hutchinson trace estimation for PINNs, arXiv 2312.14499; Shi, Hu, Lin, Kawaguchi 2024, STDE, NeurIPS, arXiv 2412.00088
note    neighbours interact, so no sum of functions of one variable will do; points at a uniform radius, as in the sources: uniform in the ball nearly all would lie where the solution vanishes; transform=on makes the sphere exact
tags    forward, elliptic, forward-laplacian
coord   x[50] in radial(1)
field   u
const   c[49] = normal(seed 1)
let     two = sum(i=1..49: c[i]*sin(x[i] + cos(x[i+1]) + x[i+1]*cos(x[i])))
exact   u = (1 - normsq(x))*two
transform u = (1 - normsq(x))*u
loss pde:  lap(u) + u - u^3 = mms
loss bc:   u = 0    on sphere(1)
default width=64 depth=3 points=128 steps=5000 transform=off lr=2e-3 resample=1
