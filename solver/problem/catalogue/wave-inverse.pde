title   Wave speed
source  Hao et al. 2023, PINNacle, arXiv 2306.08827, Wave1d-C, with the squared speed unknown
note    a wrong speed is cheap to keep while the network is flat
tags    inverse, hyperbolic, multiscale
coord   x in [0, 1]
time    t in [0, 1]
field   u
const   beta = 4
unknown c2 = 2 true 4 positive
exact   u = sin(pi*x)*cos(2*pi*t) + 0.5*sin(beta*pi*x)*cos(2*beta*pi*t)
loss pde:   u_tt = c2*u_xx
loss edge:  u = 0        on x=0, x=1
loss edge:  u = exact    on t=0
loss edge:  u_t = 0      on t=0
loss data:  u = exact at 200 random points seed 1
default width=64 depth=4 points=2000 steps=10000
