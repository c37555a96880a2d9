title   Electro-thermo-mechanical rod, conductivity of the temperature
source  manufactured on the solution of the linear rod
note    the chain closes: the temperature changes the current that heats it
tags    multi-physics, elliptic, parabolic, nonlinear
coord   x in [0, 1]
time    t in [0, 1]
field   V, T, u
const   kappa = 0.1 in [0.05, 1]
const   alpha = 0.5 in [0.1, 2]
const   gain = 0.5 in [0, 1]
let     sigma = 1 + gain*T
let     q = 1/(2*kappa)
let     mode1 = exp(-kappa*pi^2*t)
exact   V = x
exact   T = q*x*(1 - x) + mode1*sin(pi*x)
exact   u = alpha*(q*(x^2/2 - x^3/3) + mode1*(1 - cos(pi*x))/pi - x*(q/6 + 2*mode1/pi))
loss charge:    d(sigma*V_x, x) = mms
loss heat:      T_t - kappa*T_xx - sigma*V_x^2 = mms
loss momentum:  u_xx = alpha*T_x
loss bc:        V = exact    on x=0, x=1
loss bc:        T = 0        on x=0, x=1
loss bc:        u = 0        on x=0, x=1
loss ic:        T = exact    on t=0
default width=64 depth=4 points=2000 steps=10000
