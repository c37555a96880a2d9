title   FitzHugh-Nagumo
source  FitzHugh 1961, Biophys. J. 1; our own case, the start ours
note    a pulse splits in two; the slow variable follows twenty times slower than the fast one
tags    multi-physics, parabolic, nonlinear, periodic
coord   x in [-1, 1]
time    t in [0, 5]
field   v, w
const   D = 0.01 in [0.005, 0.05]
const   a = 0.1
const   eps = 0.05
const   gamma = 1
loss fast:  v_t = D*v_xx + v*(1 - v)*(v - a) - w
loss slow:  w_t = eps*(v - gamma*w)
loss bc:    v(x=-1) = v(x=1)
loss bc:    v_x(x=-1) = v_x(x=1)
loss bc:    w(x=-1) = w(x=1)
loss ic:    v = exp(-25*x^2)    on t=0
loss ic:    w = 0               on t=0
truth   etdrk4(modes=128, dt=5e-3)
default width=64 depth=4 points=2000 steps=10000
