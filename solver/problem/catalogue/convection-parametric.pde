title   Convection over an interval of speeds
source  Krishnapriyan, Gholami, Zhe, Kirby, Mahoney 2021, NeurIPS, sec. 3.1; the speed is a coordinate
note    one network for the whole interval: the phase at t = 1 grows from 1 to 10
tags    forward, transport, parameter
coord   x in [0, 2*pi]
coord   beta in [1, 10]
time    t in [0, 1]
field   u
exact   u = sin(x - beta*t)
loss pde:  u_t + beta*u_x = 0
loss bc:   u(x=0) = u(x=2*pi)
loss ic:   u = sin(x)    on t=0
default width=64 depth=4 points=4000 steps=10000
