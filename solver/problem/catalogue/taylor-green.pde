title   Taylor-Green vortices
source  exact: Taylor, Green 1937, Proc. R. Soc. A 158, decaying vortices
note    convection and pressure gradient cancel; the pressure is fixed at a corner
tags    multi-physics, incompressible, periodic
coord   x, y in [0, 2*pi]
time    t in [0, 1]
field   u, v, p
const   nu = 0.01 in [0.001, 0.1]
let     F = exp(-2*nu*t)
exact   u = cos(x)*sin(y)*F
exact   v = -sin(x)*cos(y)*F
exact   p = -(cos(2*x) + cos(2*y))*F^2/4
loss mx:   u_t + u*u_x + v*u_y = -p_x + nu*lap(u)
loss my:   v_t + u*v_x + v*v_y = -p_y + nu*lap(v)
loss div:  u_x + v_y = 0
loss bc:   u(x=0) = u(x=2*pi)
loss bc:   v(x=0) = v(x=2*pi)
loss bc:   p(x=0) = p(x=2*pi)
loss bc:   u(y=0) = u(y=2*pi)
loss bc:   v(y=0) = v(y=2*pi)
loss bc:   p(y=0) = p(y=2*pi)
loss bc:   u_x(x=0) = u_x(x=2*pi)
loss bc:   v_x(x=0) = v_x(x=2*pi)
loss bc:   u_y(y=0) = u_y(y=2*pi)
loss bc:   v_y(y=0) = v_y(y=2*pi)
loss bc:   p(x=0, y=0) = exact
loss ic:   u = exact    on t=0
loss ic:   v = exact    on t=0
default width=64 depth=4 points=2000 steps=10000
