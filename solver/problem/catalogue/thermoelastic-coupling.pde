title   Dynamic thermoelasticity over its coupling
source  exact: one spatial mode, its amplitudes by the matrix exponential
note    the value of the sweep that the entry thermoelastic does not list: strong coupling at the same conductivity
tags    multi-physics, hyperbolic, parabolic, parameter
coord   x in [0, 1]
time    t in [0, 1]
field   u, theta
const   kappa = 0.1
const   delta = 2 in [0.1, 2]
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
