title   Nonlinear Schroedinger
source  Raissi, Perdikaris, Karniadakis 2019, J. Comput. Phys. 378, sec. 3.1.1
note    real and imaginary part are two fields and one loss, so that K = 3; the wave focuses at t = pi/4
tags    forward, dispersive, nonlinear, periodic
published 3.15e-2 "plain Adam (GUA)"; 1.0e-2 "PCGrad with GUA"
coord   x in [-5, 5]
time    t in [0, pi/2]
field   u, v
loss pde:  -v_t + u_xx/2 + (u^2 + v^2)*u = 0
loss pde:  u_t + v_xx/2 + (u^2 + v^2)*v = 0
loss bc:   u(x=-5) = u(x=5)
loss bc:   v(x=-5) = v(x=5)
loss bc:   u_x(x=-5) = u_x(x=5)
loss bc:   v_x(x=-5) = v_x(x=5)
loss ic:   u = 2/cosh(x)    on t=0
loss ic:   v = 0            on t=0
truth   etdrk4(modes=256, dt=1e-3)
default width=64 depth=4 points=4000 steps=10000
