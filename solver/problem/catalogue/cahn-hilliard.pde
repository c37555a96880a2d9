title   Cahn-Hilliard, mixed
source  our own case of the mixed form, interval and start ours
note    the chemical potential is a field of its own, given by the other: fourth order as two equations of second
tags    multi-physics, stiff, periodic
coord   x in [0, 1]
time    t in [0, 0.1]
field   u, m
const   eps = 0.05 in [0.05, 0.1]
loss mass:       u_t = m_xx
loss potential:  m = -eps^2*u_xx + u^3 - u
loss bc:         u(x=0) = u(x=1)
loss bc:         u_x(x=0) = u_x(x=1)
loss bc:         m(x=0) = m(x=1)
loss bc:         m_x(x=0) = m_x(x=1)
loss ic:         u = -cos(2*pi*x)    on t=0
truth   etdrk4(modes=128, dt=5e-5)
default width=64 depth=4 points=4000 steps=10000
