title   Korteweg-de Vries, one soliton
source  exact: the travelling wave of speed c
note    third order; the wave keeps its shape while it moves four units
tags    forward, dispersive
coord   x in [-10, 10]
time    t in [0, 1]
field   u
const   c = 4 in [1, 6]
const   x0 = 0
exact   u = c/2/cosh(sqrt(c)/2*(x - c*t - x0))^2
loss pde:  u_t + 6*u*u_x + u_xxx = 0
loss bc:   u = exact      on x=-10, x=10
loss bc:   u_x = exact    on x=10
loss ic:   u = exact      on t=0
default width=64 depth=4 points=2000 steps=10000
