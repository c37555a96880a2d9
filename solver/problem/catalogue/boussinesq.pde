title   Boussinesq flow, Taylor-Green
source  exact: decaying Taylor-Green vortices carrying heat, the buoyancy balanced by a body force
note    four equations; the pressure is fixed at a corner
tags    multi-physics, incompressible, periodic
coord   x, y in [0, 2*pi]
time    t in [0, 1]
field   u, v, p, T
const   nu = 0.05 in [0.01, 1]
const   kappa = 0.05 in [0.01, 1]
const   Ri = 1 in [0.1, 5]
case    forced: Ri = 0.1
case    buoyant: Ri = 5
let     F = exp(-2*nu*t)
let     heat = exp(-2*kappa*t)*cos(x)*cos(y)
exact   u = -cos(x)*sin(y)*F
exact   v = sin(x)*cos(y)*F
exact   p = -(cos(2*x) + cos(2*y))*F^2/4
exact   T = heat
loss div:     u_x + v_y = 0
loss mx:      u_t + u*u_x + v*u_y = -p_x + nu*lap(u)
loss my:      v_t + u*v_x + v*v_y = -p_y + nu*lap(v) + Ri*T - Ri*heat
loss energy:  T_t + u*T_x + v*T_y = kappa*lap(T)
loss bc:      u(x=0) = u(x=2*pi)
loss bc:      v(x=0) = v(x=2*pi)
loss bc:      p(x=0) = p(x=2*pi)
loss bc:      T(x=0) = T(x=2*pi)
loss bc:      u(y=0) = u(y=2*pi)
loss bc:      v(y=0) = v(y=2*pi)
loss bc:      p(y=0) = p(y=2*pi)
loss bc:      T(y=0) = T(y=2*pi)
loss bc:      p(x=0, y=0) = exact
loss ic:      u = exact    on t=0
loss ic:      v = exact    on t=0
loss ic:      T = exact    on t=0
default width=64 depth=4 points=2000 steps=10000
