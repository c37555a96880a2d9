title   Unknown coefficient of Poisson's equation
source  Hao et al. 2023, PINNacle, arXiv 2306.08827, PInv, with the forcing corrected
note    PINNacle's forcing has 2*x + 1 and 2*y + 1 where its solution asks for 2*x - 1 and 2*y - 1, so its errors do not compare; noise of 0.1 as there
tags    inverse, elliptic
coord   x, y in [0, 1]
field   u, a
let     known = 1/(1 + x^2 + y^2 + (x - 1)^2 + (y - 1)^2)
exact   u = sin(pi*x)*sin(pi*y)
exact   a = known
loss pde:   div(a*grad(u)) + 2*pi^2*sin(pi*x)*sin(pi*y)*known + 2*pi*((2*x - 1)*cos(pi*x)*sin(pi*y) + (2*y - 1)*sin(pi*x)*cos(pi*y))*known^2 = 0
loss bc:    a = exact    on boundary
loss data:  u = exact at 2500 random points noise 0.2 seed 1
default width=64 depth=4 points=2000 steps=10000
