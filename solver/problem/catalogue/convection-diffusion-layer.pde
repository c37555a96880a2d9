title   Convection-diffusion, outflow layer
source  exact data: a sine carried into a wall; our own case of the project's convection-diffusion
note    a layer of thickness eps/beta = 0.01 forms at the outflow x = 1
tags    forward, transport, layer
coord   x in [-1, 1]
time    t in [0, 1]
field   u
const   beta = 1
const   eps = 0.01 in [0.01, 0.1]
loss pde:  u_t + beta*u_x = eps*u_xx
loss bc:   u = 0             on x=-1, x=1
loss ic:   u = -sin(pi*x)    on t=0
truth   chebyshev(n=128)
default width=64 depth=4 points=2000 steps=10000
