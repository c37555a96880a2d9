title   Alfven wave, velocity and field
source  exact: Taylor-Green vortices carried along a mean field by its own waves
note    eight losses; the velocity is small beside the mean field it rides on; the total pressure p vanishes and is fixed at a corner
tags    multi-physics, incompressible, magnetohydrodynamics, periodic, forward-system
coord   x, y in [0, 2*pi]
time    t in [0, 1]
field   u, v, p, f, g     # velocity, total pressure, magnetic field
const   nu = 0.05
const   B0 = 1 in [0.5, 5]
let     F = exp(-2*nu*t)
exact   u = cos(x + B0*t)*sin(y)*F
exact   v = -sin(x + B0*t)*cos(y)*F
exact   p = 0
exact   f = B0 + cos(x + B0*t)*sin(y)*F
exact   g = -sin(x + B0*t)*cos(y)*F
loss divu:  u_x + v_y = 0
loss divb:  f_x + g_y = 0
loss mx:    u_t + u*u_x + v*u_y - f*f_x - g*f_y = -p_x + nu*lap(u)
loss my:    v_t + u*v_x + v*v_y - f*g_x - g*g_y = -p_y + nu*lap(v)
loss ix:    f_t + u*f_x + v*f_y - f*u_x - g*u_y = nu*lap(f)
loss iy:    g_t + u*g_x + v*g_y - f*v_x - g*v_y = nu*lap(g)
loss bc:    u(x=0) = u(x=2*pi)
loss bc:    u_x(x=0) = u_x(x=2*pi)
loss bc:    v(x=0) = v(x=2*pi)
loss bc:    v_x(x=0) = v_x(x=2*pi)
loss bc:    p(x=0) = p(x=2*pi)
loss bc:    f(x=0) = f(x=2*pi)
loss bc:    f_x(x=0) = f_x(x=2*pi)
loss bc:    g(x=0) = g(x=2*pi)
loss bc:    g_x(x=0) = g_x(x=2*pi)
loss bc:    u(y=0) = u(y=2*pi)
loss bc:    u_y(y=0) = u_y(y=2*pi)
loss bc:    v(y=0) = v(y=2*pi)
loss bc:    v_y(y=0) = v_y(y=2*pi)
loss bc:    p(y=0) = p(y=2*pi)
loss bc:    f(y=0) = f(y=2*pi)
loss bc:    f_y(y=0) = f_y(y=2*pi)
loss bc:    g(y=0) = g(y=2*pi)
loss bc:    g_y(y=0) = g_y(y=2*pi)
loss bc:    p(x=0, y=0) = 0
loss ic:    u = exact    on t=0
loss ic:    v = exact    on t=0
loss ic:    f = exact    on t=0
loss ic:    g = exact    on t=0
default width=64 depth=4 points=2000 steps=10000
