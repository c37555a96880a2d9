title   Wave, two modes
source  Hao et al. 2023, PINNacle, arXiv 2306.08827, Wave1d-C
note    two frequencies, a factor beta apart
tags    forward, hyperbolic, multiscale
coord   x in [0, 1]
time    t in [0, 1]
field   u
const   c2 = 4
const   beta = 4
case    beta2: beta = 2
case    beta3: beta = 3
case    beta5: beta = 5
case    beta7: beta = 7
exact   u = sin(pi*x)*cos(2*pi*t) + 0.5*sin(beta*pi*x)*cos(2*beta*pi*t)
loss pde:  u_tt = c2*u_xx
loss bc:   u = 0        on x=0, x=1
loss ic:   u = exact    on t=0
loss ic:   u_t = 0      on t=0
default width=64 depth=4 points=2000 steps=10000
