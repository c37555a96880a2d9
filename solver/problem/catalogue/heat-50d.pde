title   Heat in 50 dimensions
source  exact: a sum of decaying modes
note    narrow and few points by default, so that a step stays short
tags    forward, parabolic, forward-laplacian
coord   x[50] in [0, 1]
time    t in [0, 1]
field   u
const   a = 0.1
exact   u = exp(-a*pi^2*t)*sum(i: sin(pi*x[i]))
loss pde:  u_t = a*lap(u)
loss bc:   u = exact    on boundary
loss ic:   u = exact    on t=0
default width=64 depth=3 points=256 steps=5000 lr=5e-3 resample=1
