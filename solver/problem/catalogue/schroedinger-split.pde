title   Nonlinear Schroedinger, real and imaginary part apart
source  Raissi, Perdikaris, Karniadakis 2019, J. Comput. Phys. 378, sec. 3.1.1
note    the two parts are two losses, so that K = 4; otherwise the entry schroedinger
tags    multi-physics, dispersive, nonlinear, periodic
coord   x in [-5, 5]
time    t in [0, pi/2]
field   u, v
loss re:   -v_t + u_xx/2 + (u^2 + v^2)*u = 0
loss im:   u_t + v_xx/2 + (u^2 + v^2)*v = 0
loss bc:   u(x=-5) = u(x=5)
loss bc:   v(x=-5) = v(x=5)
loss bc:   u_x(x=-5) = u_x(x=5)
loss bc:   v_x(x=-5) = v_x(x=5)
loss ic:   u = 2/cosh(x)    on t=0
loss ic:   v = 0            on t=0
truth   etdrk4(modes=256, dt=1e-3)
default width=64 depth=4 points=4000 steps=10000
