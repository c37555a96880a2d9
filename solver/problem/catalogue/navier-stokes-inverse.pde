title   Navier-Stokes, both coefficients unknown
source  Raissi, Perdikaris, Karniadakis 2019, J. Comput. Phys. 378, sec. 4.1.1, on decaying Taylor-Green vortices
note    velocities are measured, the pressure is not: it is recovered up to the constant that one point fixes
tags    inverse, incompressible
coord   x, y in [0, 2*pi]
time    t in [0, 1]
field   u, v, p
unknown l1 = 0.5 true 1
unknown l2 = 0.05 true 0.01 positive
let     F = exp(-0.02*t)
exact   u = cos(x)*sin(y)*F
exact   v = -sin(x)*cos(y)*F
exact   p = -(cos(2*x) + cos(2*y))*F^2/4
loss mx:    u_t + l1*(u*u_x + v*u_y) = -p_x + l2*lap(u)
loss my:    v_t + l1*(u*v_x + v*v_y) = -p_y + l2*lap(v)
loss div:   u_x + v_y = 0
loss data:  u = exact at 1000 random points seed 1
loss data:  v = exact at 1000 random points seed 1
loss data:  p(x=0, y=0) = exact
default width=64 depth=4 points=2000 steps=10000
