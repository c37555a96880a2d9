title   Heat equation
source  Mueller, Zeinhofer 2023, Achieving high accuracy with PINNs via energy natural gradients, ICML
note    the easiest problem of the catalogue: a single decaying mode
tags    forward, parabolic, smooth
coord   x in [0, 1]
time    t in [0, 1]
field   u
const   kappa = 0.25 in [0.01, 1]
exact   u = exp(-kappa*pi^2*t)*sin(pi*x)
loss pde:  u_t = kappa*u_xx
loss bc:   u = 0       on x=0, x=1
loss ic:   u = exact   on t=0
default width=32 depth=3 points=1000 steps=3000
