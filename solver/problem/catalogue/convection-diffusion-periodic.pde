title   Convection-diffusion, periodic
source  exact: a decaying, travelling sine
note    almost five turns around the domain before t = 1
tags    forward, transport, periodic
coord   x in [0, 2*pi]
time    t in [0, 1]
field   u
const   beta = 30 in [1, 50]
const   eps = 0.01 in [0.001, 0.1]
exact   u = exp(-eps*t)*sin(x - beta*t)
loss pde:  u_t + beta*u_x = eps*u_xx
loss bc:   u(x=0) = u(x=2*pi)
loss bc:   u_x(x=0) = u_x(x=2*pi)
loss ic:   u = sin(x)    on t=0
default width=64 depth=4 points=2000 steps=10000
