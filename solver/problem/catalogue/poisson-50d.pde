title   Poisson in 50 dimensions
source  Hao et al. 2023, PINNacle, arXiv 2306.08827, PNd
note    values on the sides are cheap, one channel against 52, so that they get most points; silu on scaled inputs is nearly quadratic, where tanh saturates before its output reaches the mean of 32
tags    forward, elliptic, forward-laplacian
coord   x[50] in [0, 1]
field   u
exact   u = sum(i: sin(pi*x[i]/2))
loss pde:  -lap(u) = pi^2/4*sum(i: sin(pi*x[i]/2))
loss bc:   u = exact    on boundary
default width=64 depth=3 activation=silu inputs=scaled points=pde=64,bc=512 steps=5000 lr=5e-3 resample=1
