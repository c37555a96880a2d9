title   Klein-Gordon, nonlinearity unknown
source  Wang, Teng, Perdikaris 2021, SIAM J. Sci. Comput. 43, with the cubic's factor unknown
note    the cubic term is a hundredth of the second time derivative
tags    inverse, hyperbolic, nonlinear
coord   x in [0, 1]
time    t in [0, 1]
field   u
unknown gamma = 0.5 true 1
let     known = x*cos(5*pi*t) + (x*t)^3
exact   u = known
loss pde:   u_tt - u_xx + gamma*u^3 = -25*pi^2*x*cos(5*pi*t) + 6*x^3*t - 6*x*t^3 + known^3
loss edge:  u = exact    on x=0, x=1
loss edge:  u = exact    on t=0
loss edge:  u_t = 0      on t=0
loss data:  u = exact at 200 random points seed 1
default width=64 depth=4 points=2000 steps=10000
