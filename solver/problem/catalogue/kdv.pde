title   Korteweg-de Vries
source  Zabusky, Kruskal 1965, Phys. Rev. Lett. 15; jaxpi (Wang, Sankaran, Wang, Perdikaris 2023, arXiv 2308.08468)
note    a cosine breaks into a train of solitons
tags    forward, dispersive, periodic
published 4.3e-4 "jaxpi"
coord   x in [-1, 1]
time    t in [0, 1]
field   u
const   mu = 0.022 in [0.02, 0.1]
loss pde:  u_t + u*u_x + mu^2*u_xxx = 0
loss bc:   u(x=-1) = u(x=1)
loss bc:   u_x(x=-1) = u_x(x=1)
loss bc:   u_xx(x=-1) = u_xx(x=1)
loss ic:   u = cos(pi*x)    on t=0
truth   etdrk4(modes=512, dt=1e-4)
default width=64 depth=4 points=4000 steps=20000
