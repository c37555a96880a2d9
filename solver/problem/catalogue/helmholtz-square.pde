title   Helmholtz, 2 and 3 waves a side
source  after the Helmholtz example of DeepXDE, Lu, Meng, Mao, Karniadakis 2021, SIAM Rev. 63
note    an indefinite operator: the wave number k0 = 2*pi*n exceeds the lowest eigenvalues; the third problem of the name Helmholtz
tags    forward, elliptic, multiscale
published 2.2e-4 "n = 2, reassessing-vanilla-pinns, tuned 4x50 network, Adam and L-BFGS"; 7.4e-4 "n = 3, the same, boundary weight 500"
coord   x, y in [0, 1]
field   u
const   n = 2
case    n3: n = 3
let     k0 = 2*pi*n
exact   u = sin(k0*x)*sin(k0*y)
loss pde:  -lap(u) - k0^2*u = k0^2*sin(k0*x)*sin(k0*y)
loss bc:   u = 0    on boundary
default width=64 depth=4 points=2000 steps=10000
