title   Harmonic function in 10 dimensions
source  E, Yu 2018, The Deep Ritz method, Commun. Math. Stat. 6; DSGNAR, arXiv 2607.02194
note    no forcing at all: everything that is known stands on the boundary
tags    forward, elliptic, forward-laplacian
published 6.0e-12 "DSGNAR, double precision"
coord   x[10] in [0, 1]
field   u
exact   u = sum(i=1..5: x[2*i-1]*x[2*i])
loss pde:  lap(u) = 0
loss bc:   u = exact    on boundary
default width=64 depth=3 points=512 steps=5000 lr=5e-3 resample=1
