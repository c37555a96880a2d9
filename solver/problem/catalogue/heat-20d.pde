title   Heat in 20 dimensions
source  exact: a sum of decaying modes
note    the temperature falls to a third while its mean carries most of its norm; transform=on makes the start exact
tags    forward, parabolic, forward-laplacian
coord   x[20] in [0, 1]
time    t in [0, 1]
field   u
const   a = 0.1
exact   u = exp(-a*pi^2*t)*sum(i: sin(pi*x[i]))
transform u = sum(i: sin(pi*x[i])) + t*u
loss pde:  u_t = a*lap(u)
loss bc:   u = exact    on boundary
loss ic:   u = exact    on t=0
default width=64 depth=3 activation=silu inputs=scaled points=pde=128,bc=512,ic=512 steps=5000 transform=off lr=5e-3 resample=1
