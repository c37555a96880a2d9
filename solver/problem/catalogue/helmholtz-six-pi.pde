title   Helmholtz, 3 waves a side, weighted
source  after the Helmholtz example of DeepXDE, Lu, Meng, Mao, Karniadakis 2021, SIAM Rev. 63, as reassessing-vanilla-pinns trains it
note    the boundary weighs 500: the hand-made remedy for what methods are to find by themselves
tags    forward, elliptic, multiscale
published 7.4e-4 "reassessing-vanilla-pinns, tuned 4x50 sine network, Adam and L-BFGS"
coord   x, y in [0, 1]
field   u
const   k0 = 6*pi
exact   u = sin(k0*x)*sin(k0*y)
loss pde:            -lap(u) - k0^2*u = k0^2*sin(k0*x)*sin(k0*y)
loss bc weight 500:  u = 0    on boundary
default width=64 depth=4 points=2000 steps=10000
