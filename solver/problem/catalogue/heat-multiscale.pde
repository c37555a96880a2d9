title   Heat in two dimensions, multiscale
source  Hao et al. 2023, PINNacle, arXiv 2306.08827, Heat2d-MS
note    frequencies twenty to one and diffusivities to match; with three losses gradient surgery is reported to fail
tags    forward, parabolic, multiscale
published 1.57e-1 "plain, three losses (GUA)"; 3.5e-2 "GUA, three losses"; 9.85e-3 "ConFIG with GUA, two losses"
coord   x, y in [0, 1]
time    t in [0, 5]
field   u
const   cx = 1/(500*pi)^2
const   cy = 1/pi^2
exact   u = sin(20*pi*x)*sin(pi*y)*exp(-(cx*400*pi^2 + cy*pi^2)*t)
loss pde:  u_t = cx*u_xx + cy*u_yy
loss bc:   u = 0        on boundary
loss ic:   u = exact    on t=0
default width=64 depth=4 points=2000 steps=10000
