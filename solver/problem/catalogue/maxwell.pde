title   Maxwell, cavity
source  exact: the lowest transverse-magnetic mode of a square cavity
note    three first-order equations
tags    multi-physics, hyperbolic
coord   x, y in [0, 1]
time    t in [0, 1]
field   E, P, Q     # the electric field along z, the magnetic field along x and y
let     omega = sqrt(2)*pi
exact   E = sin(pi*x)*sin(pi*y)*cos(omega*t)
exact   P = -1/sqrt(2)*sin(pi*x)*cos(pi*y)*sin(omega*t)
exact   Q = 1/sqrt(2)*cos(pi*x)*sin(pi*y)*sin(omega*t)
loss ampere:    E_t = Q_x - P_y
loss faradayx:  P_t = -E_y
loss faradayy:  Q_t = E_x
loss bc:        E = 0        on boundary
loss ic:        E = exact    on t=0
loss ic:        P = exact    on t=0
loss ic:        Q = exact    on t=0
default width=64 depth=4 points=2000 steps=10000
