title   Thermoelastic rod, quasi-static
source  exact: the displacement eliminated, one decaying temperature mode
note    an elliptic equation coupled to a parabolic one; each drives the other at once
tags    multi-physics, elliptic, parabolic
coord   x in [0, 1]
time    t in [0, 1]
field   u, theta
const   alpha = 0.5 in [0.1, 2]
const   delta = 0.5 in [0.1, 2]
const   kappa = 0.1 in [0.01, 1]
case    strong: alpha = 2, delta = 2
let     Theta = exp(-kappa*pi^2*t/(1 + alpha*delta))
exact   u = alpha/pi*Theta*sin(pi*x)
exact   theta = Theta*cos(pi*x)
loss momentum:  u_xx = alpha*theta_x
loss heat:      theta_t = kappa*theta_xx - delta*u_xt
loss bc:        u = 0          on x=0, x=1
loss bc:        theta_x = 0    on x=0, x=1
loss ic:        theta = exact  on t=0
default width=64 depth=4 points=2000 steps=10000
