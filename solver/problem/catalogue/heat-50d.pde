title   Heat in 50 dimensions
source  exact: a sum of decaying modes
note    the mean is 32 at the start: tanh saturates on the way there and stays flat, silu on scaled inputs is nearly quadratic, as the solution is; values on the sides are cheap and get most points
tags    forward, parabolic, forward-laplacian
coord   x[50] in [0, 1]
time    t in [0, 1]
field   u
const   a = 0.1
exact   u = exp(-a*pi^2*t)*sum(i: sin(pi*x[i]))
loss pde:  u_t = a*lap(u)
loss bc:   u = exact    on boundary
loss ic:   u = exact    on t=0
default width=64 depth=3 activation=silu inputs=scaled points=pde=64,bc=512,ic=512 steps=5000 lr=5e-3 resample=1
