title   Allen-Cahn, periodic
source  Raissi, Perdikaris, Karniadakis 2019, J. Comput. Phys. 378, sec. 3.2.1
note    sharp fronts; a plain network stays near relative error 0.5
tags    forward, stiff, periodic
published 1e-3 "hard periodicity and adaptive weights"
coord   x in [-1, 1]
time    t in [0, 1]
field   u
const   D = 1e-4 in [1e-5, 1e-2]
case    smooth: D = 1e-2
case    medium: D = 1e-3
loss pde:  u_t = D*u_xx + 5*u - 5*u^3
loss bc:   u(x=-1) = u(x=1)
loss bc:   u_x(x=-1) = u_x(x=1)
loss ic:   u = x^2*cos(pi*x)    on t=0
truth   etdrk4(modes=2048, dt=2e-3)
default width=64 depth=4 points=4000 steps=20000
