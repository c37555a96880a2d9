title   Alfven wave on a mean field
source  exact: Taylor-Green vortices carried along a mean field by its own waves
note    nonlinear, viscous and resistive, yet the total pressure is constant; the potential grows by 2*pi across the square
tags    multi-physics, incompressible, magnetohydrodynamics, periodic
coord   x, y in [0, 2*pi]
time    t in [0, 1]
field   psi, w, A, j     # stream function, vorticity, magnetic potential, current
const   nu = 0.05
const   B0 = 1 in [0.5, 5]
let     flow = -cos(x + B0*t)*cos(y)*exp(-2*nu*t)
exact   psi = flow
exact   w = 2*flow
exact   A = B0*y + flow
exact   j = 2*flow
loss vorticity:  w_t + psi_y*w_x - psi_x*w_y = A_y*j_x - A_x*j_y + nu*lap(w)
loss stream:     w = -lap(psi)
loss induction:  A_t + psi_y*A_x - psi_x*A_y = nu*lap(A)
loss current:    j = -lap(A)
loss bc:         psi(x=0) = psi(x=2*pi)
loss bc:         psi_x(x=0) = psi_x(x=2*pi)
loss bc:         w(x=0) = w(x=2*pi)
loss bc:         w_x(x=0) = w_x(x=2*pi)
loss bc:         A(x=0) = A(x=2*pi)
loss bc:         A_x(x=0) = A_x(x=2*pi)
loss bc:         j(x=0) = j(x=2*pi)
loss bc:         j_x(x=0) = j_x(x=2*pi)
loss bc:         psi(y=0) = psi(y=2*pi)
loss bc:         psi_y(y=0) = psi_y(y=2*pi)
loss bc:         w(y=0) = w(y=2*pi)
loss bc:         w_y(y=0) = w_y(y=2*pi)
loss bc:         A(y=2*pi) - A(y=0) = 2*pi*B0
loss bc:         A_y(y=0) = A_y(y=2*pi)
loss bc:         j(y=0) = j(y=2*pi)
loss bc:         j_y(y=0) = j_y(y=2*pi)
loss bc:         psi(x=0, y=0) = exact
loss ic:         w = exact    on t=0
loss ic:         A = exact    on t=0
default width=64 depth=4 points=2000 steps=10000
