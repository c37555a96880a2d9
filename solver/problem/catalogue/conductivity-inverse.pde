title   Unknown conductivity
source  Hao et al. 2023, PINNacle, arXiv 2306.08827, HInv
note    the conductivity is a field of its own; where the temperature is flat nothing is known of it
tags    inverse, parabolic
coord   x, y in [-1, 1]
time    t in [0, 1]
field   u, a
let     s = sin(pi*x)*sin(pi*y)
let     c = cos(pi*x)*sin(pi*y)
let     k = sin(pi*x)*cos(pi*y)
exact   u = exp(-t)*s
exact   a = 2 + s
loss pde:   u_t = div(a*grad(u)) + exp(-t)*((4*pi^2 - 1)*s + pi^2*(2*s^2 - c^2 - k^2))
loss edge:  a = exact    on boundary
loss edge:  u = 0        on boundary
loss edge:  u = exact    on t=0
loss data:  u = exact at 2000 random points noise 0.01 seed 1
default width=64 depth=4 points=2000 steps=10000
