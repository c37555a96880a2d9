title   Kuramoto-Sivashinsky
source  jaxpi: Wang, Sankaran, Wang, Perdikaris 2023, arXiv 2308.08468; PINNacle, arXiv 2306.08827, KS
note    chaotic: errors grow as time goes on; windows of 0.1 to 0.4 are called regular elsewhere
tags    forward, chaotic, fourth-order, periodic
published 1.61e-1 "jaxpi, chaotic case"; 5.1e-7 "DSGNAR, double precision"
coord   x in [0, 2*pi]
time    t in [0, 1]
field   u
const   alpha = 100/16
const   beta = 100/16^2
const   gamma = 100/16^4
loss pde:  u_t + alpha*u*u_x + beta*u_xx + gamma*u_xxxx = 0
loss bc:   u(x=0) = u(x=2*pi)
loss bc:   u_x(x=0) = u_x(x=2*pi)
loss bc:   u_xx(x=0) = u_xx(x=2*pi)
loss bc:   u_xxx(x=0) = u_xxx(x=2*pi)
loss ic:   u = cos(x)*(1 + sin(x))    on t=0
truth   etdrk4(modes=256, dt=5e-5)
default width=64 depth=4 points=4000 steps=20000
