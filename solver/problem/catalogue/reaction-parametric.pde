title   Reaction over an interval of rates
source  Krishnapriyan, Gholami, Zhe, Kirby, Mahoney 2021, NeurIPS; the rate is a coordinate
note    one network from a slow to a fast front
tags    forward, stiff, parameter
coord   x in [0, 2*pi]
coord   rho in [1, 5]
time    t in [0, 1]
field   u
let     h = exp(-(x - pi)^2/(2*(pi/4)^2))
exact   u = h*exp(rho*t)/(h*exp(rho*t) + 1 - h)
loss pde:  u_t = rho*u*(1 - u)
loss bc:   u(x=0) = u(x=2*pi)
loss ic:   u = h    on t=0
default width=64 depth=4 points=4000 steps=10000
