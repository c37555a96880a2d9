title   Dynamic thermoelasticity, two modes
source  exact: two spatial modes, their amplitudes by the matrix exponential
note    the first and the third mode: frequencies and conduction rates three and nine times apart
tags    multi-physics, hyperbolic, parabolic, multiscale
coord   x in [0, 1]
time    t in [0, 1]
field   u, theta
const   kappa = 0.1
const   delta = 0.5
const   k = 3*pi
mode    U, V, Theta by t: U' = V; V' = -pi^2*U + pi*Theta; Theta' = -kappa*pi^2*Theta - delta*pi*V;
        U(0) = 1; V(0) = 0; Theta(0) = 0.5
mode    U3, V3, Theta3 by t: U3' = V3; V3' = -k^2*U3 + k*Theta3; Theta3' = -kappa*k^2*Theta3 - delta*k*V3;
        U3(0) = 1; V3(0) = 0; Theta3(0) = 0.5
exact   u = U*sin(pi*x) + U3*sin(k*x)
exact   theta = Theta*cos(pi*x) + Theta3*cos(k*x)
loss momentum:  u_tt = u_xx - theta_x
loss heat:      theta_t = kappa*theta_xx - delta*u_xt
loss bc:        u = 0          on x=0, x=1
loss bc:        theta_x = 0    on x=0, x=1
loss ic:        u = exact      on t=0
loss ic:        u_t = exact    on t=0
loss ic:        theta = exact  on t=0
default width=64 depth=4 points=2000 steps=10000
