title   Helmholtz in three dimensions
source  Cho et al. 2023, Separable PINNs (SPINN), NeurIPS, with modes 4, 4, 3; DCGD
note    forcing of about four hundred against boundary values of zero
tags    forward, elliptic, multiscale
coord   x, y, z in [-1, 1]
field   u
const   k = 1
exact   u = sin(4*pi*x)*sin(4*pi*y)*sin(3*pi*z)
loss pde:  lap(u) + k^2*u = (k^2 - 41*pi^2)*sin(4*pi*x)*sin(4*pi*y)*sin(3*pi*z)
loss bc:   u = 0    on boundary
default width=64 depth=4 points=4000 steps=10000
