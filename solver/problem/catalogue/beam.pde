title   Euler-Bernoulli beam
source  exact: the first mode of a simply supported beam
note    fourth order in space: the largest jets of the catalogue in one dimension
tags    forward, hyperbolic, fourth-order
coord   x in [0, 1]
time    t in [0, 1]
field   u
exact   u = sin(pi*x)*cos(pi^2*t)
loss pde:  u_tt + u_xxxx = 0
loss bc:   u = 0        on x=0, x=1
loss bc:   u_xx = 0     on x=0, x=1
loss ic:   u = exact    on t=0
loss ic:   u_t = 0      on t=0
default width=32 depth=4 points=1000 steps=10000
