title   Diffusion coefficient
source  after the inverse diffusion example of DeepXDE, Lu, Meng, Mao, Karniadakis 2021, SIAM Rev. 63
note    ten values at the last time only; the data gradient is small beside the residual's
tags    inverse, parabolic
coord   x in [-1, 1]
time    t in [0, 1]
field   u
unknown C = 2 true 1
exact   u = exp(-t)*sin(pi*x)
loss pde:   u_t = C*u_xx - exp(-t)*(sin(pi*x) - pi^2*sin(pi*x))
loss edge:  u = 0            on x=-1, x=1
loss edge:  u = sin(pi*x)    on t=0
loss data:  u = exact at 10 random points seed 1 on t=1
default width=32 depth=3 points=1000 steps=5000
