title   Klein-Gordon, quadratic
source  after the Klein-Gordon example of DeepXDE, Lu, Meng, Mao, Karniadakis 2021, SIAM Rev. 63
note    a long time of ten units; not the cubic problem of the same name
tags    forward, hyperbolic, nonlinear
published 3.80e-4 "reassessing-vanilla-pinns: tuned 1x10 sine network, Adam and L-BFGS"
coord   x in [-1, 1]
time    t in [0, 10]
field   u
exact   u = x*cos(t)
loss pde:  u_tt - u_xx + u^2 = -x*cos(t) + x^2*cos(t)^2
loss bc:   u = exact    on x=-1, x=1
loss ic:   u = x        on t=0
loss ic:   u_t = 0      on t=0
default width=64 depth=4 points=2000 steps=10000
