title   Thermo-hydro-mechanics in two dimensions
source  exact: one spatial mode; displacement eliminated, pressure and temperature by the matrix exponential
note    two elliptic and two parabolic equations, each coupled to the others; all four sides are planes of symmetry
tags    multi-physics, elliptic, parabolic
coord   x, y in [0, 1]
time    t in [0, 1]
field   u, v, p, theta
const   lam = 1
const   mu = 1
const   alpha = 0.5
const   beta = 0.25
const   s0 = 1
const   c0 = 1
const   m = 0.1
const   kp = 0.1
const   kt = 0.05
case    strong: alpha = 1, beta = 1
const   m11 = s0 + alpha^2/(lam + 2*mu)
const   m12 = alpha*beta/(lam + 2*mu) - m
const   m22 = c0 + beta^2/(lam + 2*mu)
const   det = m11*m22 - m12^2
mode    P, Q by t: P' = -2*pi^2/det*(m22*kp*P - m12*kt*Q); Q' = -2*pi^2/det*(m11*kt*Q - m12*kp*P); P(0) = 1; Q(0) = 0.5
let     A = (alpha*P + beta*Q)/(pi*(2*lam + 4*mu))
exact   u = A*sin(pi*x)*cos(pi*y)
exact   v = A*cos(pi*x)*sin(pi*y)
exact   p = P*cos(pi*x)*cos(pi*y)
exact   theta = Q*cos(pi*x)*cos(pi*y)
loss mx:     mu*lap(u) + (lam + mu)*d(u_x + v_y, x) = alpha*p_x + beta*theta_x
loss my:     mu*lap(v) + (lam + mu)*d(u_x + v_y, y) = alpha*p_y + beta*theta_y
loss darcy:  s0*p_t + alpha*(u_xt + v_yt) - m*theta_t = kp*lap(p)
loss heat:   c0*theta_t + beta*(u_xt + v_yt) - m*p_t = kt*lap(theta)
loss bc:     u = 0            on x=0, x=1
loss bc:     v = 0            on y=0, y=1
loss bc:     u_y + v_x = 0    on boundary
loss bc:     p_x = 0          on x=0, x=1
loss bc:     p_y = 0          on y=0, y=1
loss bc:     theta_x = 0      on x=0, x=1
loss bc:     theta_y = 0      on y=0, y=1
loss ic:     p = exact        on t=0
loss ic:     theta = exact    on t=0
default width=64 depth=4 points=2000 steps=10000
