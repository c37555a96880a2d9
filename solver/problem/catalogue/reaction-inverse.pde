title   Reaction and diffusion of two species
source  after the inverse diffusion-reaction example of DeepXDE, Lu, Meng, Mao, Karniadakis 2021, SIAM Rev. 63
note    two residuals, values at the ends and data: K = 4; the species enter from the left for ten units of time
tags    inverse, parabolic, nonlinear
coord   x in [0, 1]
time    t in [0, 10]
field   A, B
unknown D = 1e-3 true 2e-3 positive
unknown k = 0.05 true 0.1 positive
loss a:     A_t = D*A_xx - k*A*B^2
loss b:     B_t = D*B_xx - 2*k*A*B^2
loss edge:  A = 1             on x=0
loss edge:  B = 1             on x=0
loss edge:  A = 0             on x=1
loss edge:  B = 0             on x=1
loss edge:  A = exp(-20*x)    on t=0
loss edge:  B = exp(-20*x)    on t=0
loss data:  A = exact at 200 random points seed 1
loss data:  B = exact at 200 random points seed 1
truth   chebyshev(n=64)
default width=32 depth=4 points=2000 steps=10000
