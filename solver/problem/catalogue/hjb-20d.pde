title   Hamilton-Jacobi-Bellman in 20 dimensions, quadratic cost
source  exact: the linear-quadratic regulator by the Hopf-Cole transformation
note    runs backward from t = 1; the squared gradient of all coordinates enters; values on the sides are given, so that K = 3; transform=on makes the end exact
tags    forward, parabolic, nonlinear, forward-laplacian
coord   x[20] in [-1, 1]
time    t in [0, 1]
field   u
const   d = 20
const   mu = 1 in [0.1, 2]
const   a = 0.5
let     s = 1 + 4*mu*a*(1 - t)
exact   u = d/(2*mu)*log(s) + a*normsq(x)/s
transform u = a*normsq(x) + d*(1 - t)*u
loss pde:  u_t + lap(u) - mu*gradsq(u) = 0
loss bc:   u = exact          on boundary
loss end:  u = a*normsq(x)    on t=1
default width=64 depth=3 activation=silu inputs=scaled points=pde=128,bc=512,end=512 steps=5000 transform=off lr=5e-3 resample=1
