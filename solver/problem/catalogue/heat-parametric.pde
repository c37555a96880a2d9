title   Heat over an interval of conductivities
source  exact: a decaying mode; the conductivity is a coordinate
note    one network for the whole interval: no derivative by kappa stands in the equation
tags    forward, parabolic, smooth, parameter
coord   x in [0, 1]
coord   kappa in [0.05, 0.5]
time    t in [0, 1]
field   u
exact   u = exp(-kappa*pi^2*t)*sin(pi*x)
loss pde:  u_t = kappa*u_xx
loss bc:   u = 0            on x=0, x=1
loss ic:   u = sin(pi*x)    on t=0
default width=64 depth=4 points=2000 steps=10000
