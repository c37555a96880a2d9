title   Heat in a ball of 10 dimensions
source  Hao et al. 2023, PINNacle, arXiv 2306.08827, HNd
note    the normal derivative is given on the sphere; points are uniform in the ball, so nearly all lie near the sphere as dimensions grow
tags    forward, parabolic, forward-laplacian, neumann
coord   x[10] in ball(1)
time    t in [0, 1]
field   u
const   d = 10
exact   u = exp(normsq(x)/2 + t)
loss pde:  u_t = lap(u)/d - normsq(x)/d*u
loss bc:   dn(u) = exact    on sphere(1)
loss ic:   u = exact        on t=0
default width=64 depth=3 points=512 steps=5000 lr=5e-3 resample=1
