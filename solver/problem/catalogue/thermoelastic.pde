title   Dynamic thermoelasticity
source  exact: one spatial mode, its amplitudes by the matrix exponential
note    momentum and heat, coupled both ways; amplitudes (0.756, -1.816, 0.743) at t = 1/4
tags    multi-physics, hyperbolic, parabolic
coord   x in [0, 1]
time    t in [0, 1]
field   u, theta
const   kappa = 0.1 in [0.01, 1]
const   delta = 0.5 in [0.1, 2]
case    weak: delta = 0.1
case    middle: delta = 1
case    strong: delta = 2, kappa = 0.01
mode    U, V, Theta by t: U' = V; V' = -pi^2*U + pi*Theta; Theta' = -kappa*pi^2*Theta - delta*pi*V;
        U(0) = 1; V(0) = 0; Theta(0) = 0.5
exact   u = U*sin(pi*x)
exact   theta = Theta*cos(pi*x)
loss momentum:  u_tt = u_xx - theta_x
loss heat:      theta_t = kappa*theta_xx - delta*u_xt
loss bc:        u = 0          on x=0, x=1
loss bc:        theta_x = 0    on x=0, x=1
loss ic:        u = exact      on t=0
loss ic:        u_t = exact    on t=0
loss ic:        theta = exact  on t=0
default width=64 depth=4 points=2000 steps=10000
