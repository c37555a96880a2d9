title   Rotating shallow water
source  exact: a Poincare wave
note    three first-order equations; rotation turns the velocity, gravity carries the wave
tags    multi-physics, hyperbolic, periodic
coord   x, y in [0, 1]
time    t in [0, 1]
field   eta, u, v
const   g = 1
const   depth = 1
const   f = 1
const   k = 2*pi
let     omega = sqrt(f^2 + g*depth*k^2)
let     phase = k*x - omega*t
exact   eta = cos(phase)
exact   u = omega*g*k/(omega^2 - f^2)*cos(phase)
exact   v = f*g*k/(omega^2 - f^2)*sin(phase)
loss mass:  eta_t + depth*(u_x + v_y) = 0
loss mx:    u_t - f*v + g*eta_x = 0
loss my:    v_t + f*u + g*eta_y = 0
loss bc:    eta(x=0) = eta(x=1)
loss bc:    u(x=0) = u(x=1)
loss bc:    v(x=0) = v(x=1)
loss bc:    eta(y=0) = eta(y=1)
loss bc:    u(y=0) = u(y=1)
loss bc:    v(y=0) = v(y=1)
loss ic:    eta = exact    on t=0
loss ic:    u = exact      on t=0
loss ic:    v = exact      on t=0
default width=64 depth=4 points=2000 steps=10000
