title   Poisson in 5 dimensions
source  Hao et al. 2023, PINNacle, arXiv 2306.08827, PNd
note    a sum of sines: its mean outweighs its changes as dimensions grow, so relative errors flatter
tags    forward, elliptic, forward-laplacian
published 1.31e-4 "AdaBGDA"; 4.69e-4 "best of PINNacle, as AdaBGDA quotes it"
coord   x[5] in [0, 1]
field   u
exact   u = sum(i: sin(pi*x[i]/2))
loss pde:  -lap(u) = pi^2/4*sum(i: sin(pi*x[i]/2))
loss bc:   u = exact    on boundary
default width=64 depth=3 points=1000 steps=5000
