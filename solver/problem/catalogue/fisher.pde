title   Fisher-KPP, travelling front
source  exact: the front of Ablowitz and Zeppetella
note    a steep front, carried by growth at its foot
tags    forward, parabolic, nonlinear, front
coord   x in [0, 1]
time    t in [0, 1]
field   u
const   D = 1
const   kappa = 25 in [1, 50]
exact   u = (1 + exp(sqrt(kappa/(6*D))*x - 5*kappa*t/6))^(-2)
loss pde:  u_t = D*u_xx + kappa*u*(1 - u)
loss bc:   u = exact    on x=0, x=1
loss ic:   u = exact    on t=0
default width=64 depth=4 points=2000 steps=10000
