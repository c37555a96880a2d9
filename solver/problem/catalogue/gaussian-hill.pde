title   Gaussian hill, carried and spread
source  exact: a Gaussian in two dimensions
note    a small hill on a large square: most points see nothing
tags    forward, transport
coord   x, y in [-1, 1]
time    t in [0, 1]
field   u
const   eps = 0.01 in [0.005, 0.1]
const   var = 1/50
const   b1 = 1
const   b2 = 1/2
let     s = 1 + 4*eps*t/var
exact   u = exp(-((x + 0.5 - b1*t)^2 + (y + 0.5 - b2*t)^2)/(var*s))/s
loss pde:  u_t + b1*u_x + b2*u_y = eps*lap(u)
loss bc:   u = exact    on boundary
loss ic:   u = exact    on t=0
default width=64 depth=4 points=2000 steps=10000
