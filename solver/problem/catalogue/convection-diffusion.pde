title   Convection-diffusion pulse
source  exact: a Gaussian carried and spread
note    initial and boundary values from the exact solution; Peclet number beta/eps = 100
tags    forward, transport
coord   x in [-1, 1]
time    t in [0, 1]
field   u
const   beta = 1
const   eps = 0.01 in [0.001, 0.1]
const   var = 1/50
case    diffusive: eps = 0.1
case    convective: eps = 0.001
let     s = 1 + 4*eps*t/var
exact   u = s^(-0.5)*exp(-(x + 0.5 - beta*t)^2/(var*s))
loss pde:  u_t + beta*u_x = eps*u_xx
loss bc:   u = exact    on x=-1, x=1
loss ic:   u = exact    on t=0
default width=64 depth=4 points=2000 steps=10000
