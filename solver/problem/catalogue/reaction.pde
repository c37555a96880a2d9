title   Reaction
source  Krishnapriyan, Gholami, Zhe, Kirby, Mahoney 2021, Characterizing possible failure modes in PINNs, NeurIPS
note    a front of exponential growth; no derivative in space, so that u = 0 attracts away from the initial values
tags    forward, stiff, periodic, parameter
published 1.35e-3 "rho = 5, reassessing-vanilla-pinns and S-Pformer"
coord   x in [0, 2*pi]
time    t in [0, 1]
field   u
const   rho = 5 in [1, 10]
case    rho1: rho = 1
case    rho3: rho = 3
case    rho6: rho = 6
case    rho7: rho = 7
case    rho10: rho = 10
let     h = exp(-(x - pi)^2/(2*(pi/4)^2))
exact   u = h*exp(rho*t)/(h*exp(rho*t) + 1 - h)
loss pde:  u_t = rho*u*(1 - u)
loss bc:   u(x=0) = u(x=2*pi)
loss ic:   u = h    on t=0
default width=64 depth=4 points=2000 steps=10000
