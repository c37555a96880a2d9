title   Convection
source  Krishnapriyan, Gholami, Zhe, Kirby, Mahoney 2021, Characterizing possible failure modes in PINNs, NeurIPS, sec. 3.1
note    fast transport: the initial values must travel along steep characteristics; plain networks learn the mean beyond beta = 20
tags    forward, transport, periodic, parameter
published 4.3e-4 "beta = 30, reassessing-vanilla-pinns"; 5.9e-5 "beta = 50, reassessing-vanilla-pinns"; 6.88e-4 "beta = 100, jaxpi"
coord   x in [0, 2*pi]
time    t in [0, 1]
field   u
const   beta = 30 in [1, 100]
case    beta10: beta = 10
case    beta20: beta = 20
case    beta40: beta = 40
case    beta50: beta = 50
case    beta100: beta = 100
exact   u = sin(x - beta*t)
loss pde:  u_t + beta*u_x = 0
loss bc:   u(x=0) = u(x=2*pi)
loss ic:   u = sin(x)    on t=0
default width=64 depth=4 points=2000 steps=10000
