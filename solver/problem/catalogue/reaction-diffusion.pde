title   Reaction-diffusion
source  Krishnapriyan, Gholami, Zhe, Kirby, Mahoney 2021, Characterizing possible failure modes in PINNs, NeurIPS
note    reaction and diffusion of the same strength
tags    forward, parabolic, nonlinear, periodic
coord   x in [0, 2*pi]
time    t in [0, 1]
field   u
const   nu = 3 in [1, 5]
const   rho = 5 in [1, 6]
let     h = exp(-(x - pi)^2/(2*(pi/4)^2))
loss pde:  u_t = nu*u_xx + rho*u*(1 - u)
loss bc:   u(x=0) = u(x=2*pi)
loss bc:   u_x(x=0) = u_x(x=2*pi)
loss ic:   u = h    on t=0
truth   etdrk4(modes=128, dt=1e-3)
default width=64 depth=4 points=2000 steps=10000
