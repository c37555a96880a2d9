title   Unknown source of an elliptic equation
source  after the elliptic inverse field example of DeepXDE, Lu, Meng, Mao, Karniadakis 2021, SIAM Rev. 63
note    the source is a second output of the network that no derivative is taken of
tags    inverse, elliptic
coord   x in [-1, 1]
field   u, q
exact   u = sin(pi*x)
exact   q = -pi^2*sin(pi*x)
loss pde:   u_xx = q
loss bc:    u = 0    on x=-1, x=1
loss data:  u = exact at 100 random points seed 1
default width=32 depth=3 points=500 steps=5000
