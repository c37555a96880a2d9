title   Hamilton-Jacobi-Bellman in 20 dimensions, normal points
source  exact: the linear-quadratic regulator by the Hopf-Cole transformation
note    no boundary: the whole space, sampled and judged by the normal distribution; two losses are left, the equation and the end
tags    forward, parabolic, nonlinear, forward-laplacian, whole-space
coord   x[20] in normal(1)
time    t in [0, 1]
field   u
const   d = 20
const   mu = 1 in [0.1, 2]
const   a = 0.5
let     s = 1 + 4*mu*a*(1 - t)
exact   u = d/(2*mu)*log(s) + a*normsq(x)/s
transform u = a*normsq(x) + d*(1 - t)*u
loss pde:  u_t + lap(u) - mu*gradsq(u) = 0
loss end:  u = a*normsq(x)    on t=1
default width=64 depth=3 activation=silu inputs=scaled points=pde=128,end=512 steps=5000 transform=off lr=5e-3 resample=1
