title   Nonlinear Schroedinger, bright soliton
source  exact: the soliton of speed v
note    a carried wave under a moving envelope; real and imaginary part are two fields and one loss
tags    forward, dispersive, nonlinear
coord   x in [-10, 10]
time    t in [0, 1]
field   p, q
const   v = 1 in [0, 2]
let     phase = v*x + (1 - v^2)*t/2
exact   p = cos(phase)/cosh(x - v*t)
exact   q = sin(phase)/cosh(x - v*t)
loss pde:  -q_t + p_xx/2 + (p^2 + q^2)*p = 0
loss pde:  p_t + q_xx/2 + (p^2 + q^2)*q = 0
loss bc:   p = exact    on x=-10, x=10
loss bc:   q = exact    on x=-10, x=10
loss ic:   p = exact    on t=0
loss ic:   q = exact    on t=0
default width=64 depth=4 points=4000 steps=10000
