title   Beltrami flow
source  exact: Ethier, Steinman 1994, Int. J. Numer. Methods Fluids 19; Liu, Chu, Thuerey 2024, ConFIG
note    unsteady flow in three dimensions; every term of the equations is of the same size; the pressure is fixed at a corner
tags    multi-physics, incompressible
published 6.5e-3 "plain Adam (GUA)"; 2.8e-3 "best with GUA"
coord   x, y, z in [-1, 1]
time    t in [0, 1]
field   u, v, w, p
const   a = 1
const   c = 1
const   Re = 1
let     F = exp(-c^2*t)
exact   u = -a*(exp(a*x)*sin(a*y + c*z) + exp(a*z)*cos(a*x + c*y))*F
exact   v = -a*(exp(a*y)*sin(a*z + c*x) + exp(a*x)*cos(a*y + c*z))*F
exact   w = -a*(exp(a*z)*sin(a*x + c*y) + exp(a*y)*cos(a*z + c*x))*F
exact   p = -a^2/2*(exp(2*a*x) + exp(2*a*y) + exp(2*a*z)
        + 2*sin(a*x + c*y)*cos(a*z + c*x)*exp(a*(y + z))
        + 2*sin(a*y + c*z)*cos(a*x + c*y)*exp(a*(z + x))
        + 2*sin(a*z + c*x)*cos(a*y + c*z)*exp(a*(x + y)))*F^2
loss mx:   u_t + u*u_x + v*u_y + w*u_z = -p_x + lap(u)/Re
loss my:   v_t + u*v_x + v*v_y + w*v_z = -p_y + lap(v)/Re
loss mz:   w_t + u*w_x + v*w_y + w*w_z = -p_z + lap(w)/Re
loss div:  u_x + v_y + w_z = 0
loss bc:   u = exact    on boundary
loss bc:   v = exact    on boundary
loss bc:   w = exact    on boundary
loss bc:   p(x=-1, y=-1, z=-1) = exact
loss ic:   u = exact    on t=0
loss ic:   v = exact    on t=0
loss ic:   w = exact    on t=0
default width=64 depth=4 points=2000 steps=10000
