title   Plane elasticity, mixed
source  after the elasticity plate example of DeepXDE, Lu, Meng, Mao, Karniadakis 2021, SIAM Rev. 63
note    displacements and stresses are five fields of first-order equations; displacements of order one against stresses of order ten
tags    multi-physics, elliptic
coord   x, y in [0, 1]
field   u, v, sx, sy, s     # displacements; normal stresses and shear
const   lam = 1
const   mu = 1/2
const   Q = 4
let     ue = cos(2*pi*x)*sin(pi*y)
let     ve = sin(pi*x)*Q*y^4/4
exact   u = ue
exact   v = ve
exact   sx = (lam + 2*mu)*d(ue, x) + lam*d(ve, y)
exact   sy = (lam + 2*mu)*d(ve, y) + lam*d(ue, x)
exact   s = mu*(d(ue, y) + d(ve, x))
loss mx:      sx_x + s_y = mms
loss my:      s_x + sy_y = mms
loss hookex:  sx = (lam + 2*mu)*u_x + lam*v_y
loss hookey:  sy = (lam + 2*mu)*v_y + lam*u_x
loss shear:   s = mu*(u_y + v_x)
loss bc:      u = 0         on y=0, y=1
loss bc:      v = 0         on x=0, x=1, y=0
loss bc:      sx = 0        on x=0, x=1
loss bc:      sy = exact    on y=1
default width=64 depth=4 points=2000 steps=10000
