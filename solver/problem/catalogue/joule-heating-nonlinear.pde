title   Joule heating, conductivity of the temperature
source  manufactured on the solution of Joule heating
note    the warm middle conducts better: the charge equation contains the temperature's gradient
tags    multi-physics, elliptic, parabolic, nonlinear
coord   x in [0, 1]
time    t in [0, 1]
field   V, T
const   alpha = 0.5 in [0, 1]
const   kappa = 0.1 in [0.05, 1]
let     sigma = 1 + alpha*T
exact   V = x
exact   T = x*(1 - x)/(2*kappa) + exp(-kappa*pi^2*t)*sin(pi*x)
loss charge:  d(sigma*V_x, x) = mms
loss heat:    T_t - kappa*T_xx - sigma*V_x^2 = mms
loss bc:      V = exact    on x=0, x=1
loss bc:      T = 0        on x=0, x=1
loss ic:      T = exact    on t=0
default width=64 depth=4 points=2000 steps=10000
