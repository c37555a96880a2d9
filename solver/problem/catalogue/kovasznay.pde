title   Kovasznay flow
source  Kovasznay 1948, Proc. Camb. Phil. Soc. 44; Liu, Chu, Thuerey 2024, ConFIG
note    steady flow behind a grid; the pressure is fixed at a corner
tags    forward, incompressible, forward-system
published 4.69e-4 "plain Adam (GUA)"; 9.25e-5 "IMTL-G with GUA"
coord   x in [-0.5, 1]
coord   y in [-0.5, 1.5]
field   u, v, p
const   Re = 40
case    re20: Re = 20
case    re100: Re = 100
let     l = Re/2 - sqrt(Re^2/4 + 4*pi^2)
exact   u = 1 - exp(l*x)*cos(2*pi*y)
exact   v = l/(2*pi)*exp(l*x)*sin(2*pi*y)
exact   p = (1 - exp(2*l*x))/2
loss mx:   u*u_x + v*u_y = -p_x + lap(u)/Re
loss my:   u*v_x + v*v_y = -p_y + lap(v)/Re
loss div:  u_x + v_y = 0
loss bc:   u = exact    on boundary
loss bc:   v = exact    on boundary
loss bc:   p(x=-0.5, y=-0.5) = exact
default width=64 depth=4 points=2000 steps=10000
