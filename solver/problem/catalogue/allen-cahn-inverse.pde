title   Allen-Cahn, diffusion and reaction unknown
source  McClenny, Braga-Neto 2023, Self-adaptive PINNs, J. Comput. Phys. 474, with Allen-Cahn's coefficients unknown
note    the diffusion is 1e-4: only the fronts know it
tags    inverse, stiff, periodic
coord   x in [-1, 1]
time    t in [0, 1]
field   u
unknown D = 1e-3 true 1e-4 positive
unknown r = 3 true 5 positive
loss pde:   u_t = D*u_xx + r*(u - u^3)
loss edge:  u(x=-1) = u(x=1)
loss edge:  u_x(x=-1) = u_x(x=1)
loss edge:  u = x^2*cos(pi*x)    on t=0
loss data:  u = exact at 200 random points seed 1
truth   etdrk4(modes=2048, dt=2e-3)
default width=64 depth=4 points=4000 steps=20000
