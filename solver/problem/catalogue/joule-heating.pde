title   Joule heating
source  exact: a constant current warms a rod with cold ends
note    the heat source is the square of the potential's gradient, so an error of the potential is doubled in it
tags    multi-physics, elliptic, parabolic
coord   x in [0, 1]
time    t in [0, 1]
field   V, T
const   sigma = 1
const   kappa = 0.1 in [0.05, 1]
const   V0 = 1
let     heating = sigma*V0^2/(2*kappa)*x*(1 - x)
exact   V = V0*x
exact   T = heating + exp(-kappa*pi^2*t)*sin(pi*x)
loss charge:  d(sigma*V_x, x) = 0
loss heat:    T_t = kappa*T_xx + sigma*V_x^2
loss bc:      V = exact    on x=0, x=1
loss bc:      T = 0        on x=0, x=1
loss ic:      T = exact    on t=0
default width=64 depth=4 points=2000 steps=10000
