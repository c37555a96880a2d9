title   Poisson in two dimensions
source  Mueller, Zeinhofer 2023, Achieving high accuracy with PINNs via energy natural gradients, ICML
note    the simplest problem with two losses
tags    forward, elliptic, smooth
coord   x, y in [0, 1]
field   u
exact   u = sin(pi*x)*sin(pi*y)
loss pde:  -lap(u) = 2*pi^2*sin(pi*x)*sin(pi*y)
loss bc:   u = 0    on boundary
default width=32 depth=3 points=1000 steps=5000
