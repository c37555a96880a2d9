title   Diffusion with a source
source  after the diffusion example of DeepXDE, Lu, Meng, Mao, Karniadakis 2021, SIAM Rev. 63
note    smooth and easy: a check of the machinery
tags    forward, parabolic, smooth
published 1.2e-4 "reassessing-vanilla-pinns: tuned 4x50 network, Adam and L-BFGS"
coord   x in [-1, 1]
time    t in [0, 1]
field   u
exact   u = exp(-t)*sin(pi*x)
loss pde:  u_t = u_xx - exp(-t)*(sin(pi*x) - pi^2*sin(pi*x))
loss bc:   u = 0            on x=-1, x=1
loss ic:   u = sin(pi*x)    on t=0
default width=32 depth=3 points=1000 steps=5000
