title   Thermoelastic coupling
source  exact: the dynamic thermoelastic mode, its coupling unknown
note    only the temperature is measured, the displacement is not: K = 5
tags    inverse, multi-physics
coord   x in [0, 1]
time    t in [0, 1]
field   u, theta
const   kappa = 0.1
const   delta0 = 0.5
unknown delta = 0.1 true delta0
mode    U, V, Theta by t: U' = V; V' = -pi^2*U + pi*Theta; Theta' = -kappa*pi^2*Theta - delta0*pi*V;
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
loss data:      theta = exact at 100 random points seed 1
default width=64 depth=4 points=2000 steps=10000
