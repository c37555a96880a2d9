title   Convection-diffusion, speed and diffusivity unknown
source  exact: a Gaussian carried and spread, its coefficients unknown
note    the speed is found early, the diffusivity late
tags    inverse, transport
coord   x in [-1, 1]
time    t in [0, 1]
field   u
const   var = 1/50
const   eps0 = 0.01
unknown beta = 0.5 true 1
unknown eps = 0.05 true 0.01 positive
let     s = 1 + 4*eps0*t/var
exact   u = s^(-0.5)*exp(-(x + 0.5 - t)^2/(var*s))
loss pde:   u_t + beta*u_x = eps*u_xx
loss edge:  u = exact    on x=-1, x=1
loss edge:  u = exact    on t=0
loss data:  u = exact at 200 random points noise 0.01 seed 1
default width=64 depth=4 points=2000 steps=10000
