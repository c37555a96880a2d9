title   Two-body Poisson in a ball of 3 dimensions
source  Hu, Shi, Karniadakis, Kawaguchi 2024, Hutchinson trace estimation for PINNs, the problem of many dimensions in three
note    small enough to look at: the first of the series that goes to 100 dimensions; transform=on makes the sphere exact
tags    forward, elliptic
coord   x[3] in ball(1)
field   u
const   c[2] = normal(seed 1)
let     two = sum(i=1..2: c[i]*sin(x[i] + cos(x[i+1]) + x[i+1]*cos(x[i])))
exact   u = (1 - normsq(x))*two
transform u = (1 - normsq(x))*u
loss pde:  lap(u) = mms
loss bc:   u = 0    on sphere(1)
default width=64 depth=3 points=1000 steps=5000 transform=off
