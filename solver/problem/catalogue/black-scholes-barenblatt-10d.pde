title   Black-Scholes-Barenblatt in 10 dimensions
source  Raissi 2018, Forward-backward stochastic neural networks, arXiv 1804.07010
note    runs backward from t = 1; the second derivatives are weighted by the squares of the coordinates; values on the sides are given, so that K = 3; transform=on makes the end exact
tags    forward, parabolic, finance, forward-laplacian
coord   x[10] in [0.5, 1.5]
time    t in [0, 1]
field   u
const   r = 0.05
const   sigma = 0.4
exact   u = exp((r + sigma^2)*(1 - t))*normsq(x)
transform u = normsq(x)*(1 + (1 - t)*u)
loss pde:  u_t + sigma^2/2*sum(i: x[i]^2*d(u, x[i], 2)) = r*(u - dot(x, grad(u)))
loss bc:   u = exact        on boundary
loss end:  u = normsq(x)    on t=1
default width=64 depth=3 points=512 steps=5000 transform=off lr=5e-3 resample=1
