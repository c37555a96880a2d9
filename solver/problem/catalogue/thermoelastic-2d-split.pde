title   Dynamic thermoelasticity in two dimensions, sides apart
source  exact: one spatial mode, its amplitudes by the matrix exponential
note    the mechanical and the thermal conditions of the sides are two losses, so that K = 6
tags    multi-physics, hyperbolic, parabolic
coord   x, y in [0, 1]
time    t in [0, 1]
field   u, v, theta
const   lam = 1
const   mu = 1
const   beta = 0.5
const   eta = 0.25
const   kappa = 0.1
mode    A, P, B, Q, C by t:
        A' = P; P' = -(lam + 3*mu)*pi^2*A - (lam + mu)*pi^2*B + beta*pi*C;
        B' = Q; Q' = -(lam + mu)*pi^2*A - (lam + 3*mu)*pi^2*B + beta*pi*C;
        C' = -2*kappa*pi^2*C - eta*pi*(P + Q);
        A(0) = 1; P(0) = 0; B(0) = 0.5; Q(0) = 0; C(0) = 0.5
exact   u = A*sin(pi*x)*cos(pi*y)
exact   v = B*cos(pi*x)*sin(pi*y)
exact   theta = C*cos(pi*x)*cos(pi*y)
loss mx:    u_tt = mu*lap(u) + (lam + mu)*d(u_x + v_y, x) - beta*theta_x
loss my:    v_tt = mu*lap(v) + (lam + mu)*d(u_x + v_y, y) - beta*theta_y
loss heat:  theta_t = kappa*lap(theta) - eta*(u_xt + v_yt)
loss bc:    u = 0            on x=0, x=1
loss bc:    v = 0            on y=0, y=1
loss bc:    u_y + v_x = 0    on boundary
loss flux:  theta_x = 0      on x=0, x=1
loss flux:  theta_y = 0      on y=0, y=1
loss ic:    u = exact        on t=0
loss ic:    v = exact        on t=0
loss ic:    u_t = 0          on t=0
loss ic:    v_t = 0          on t=0
loss ic:    theta = exact    on t=0
default width=64 depth=4 points=2000 steps=10000
