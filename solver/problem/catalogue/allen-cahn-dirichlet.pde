title   Allen-Cahn, Dirichlet
source  after the Allen-Cahn example of DeepXDE, Lu, Meng, Mao, Karniadakis 2021, SIAM Rev. 63
note    the second problem of this name: ten times the diffusion of the periodic one, ends held at -1; transform=on makes both conditions exact, as published
tags    forward, stiff
published 5.2e-3 "reassessing-vanilla-pinns: hard conditions, tuned 4x50 tanh network, Adam and L-BFGS"
coord   x in [-1, 1]
time    t in [0, 1]
field   u
const   D = 1e-3
transform u = x^2*cos(pi*x) + t*(1 - x^2)*u
loss pde:  u_t = D*u_xx + 5*(u - u^3)
loss bc:   u = -1                on x=-1, x=1
loss ic:   u = x^2*cos(pi*x)     on t=0
truth   chebyshev(n=256)
default width=64 depth=4 points=4000 steps=20000 transform=off
