title   Poisson in 20 dimensions
source  Hao et al. 2023, PINNacle, arXiv 2306.08827, PNd
note    a sum of sines: its mean outweighs its changes as dimensions grow, so relative errors flatter
tags    forward, elliptic, forward-laplacian
coord   x[20] in [0, 1]
field   u
exact   u = sum(i: sin(pi*x[i]/2))
loss pde:  -lap(u) = pi^2/4*sum(i: sin(pi*x[i]/2))
loss bc:   u = exact    on boundary
default width=64 depth=3 activation=silu inputs=scaled points=pde=128,bc=512 steps=5000 lr=5e-3 resample=1
