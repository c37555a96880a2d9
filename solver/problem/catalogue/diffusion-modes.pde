title   Diffusion, five modes
source  after the diffusion-reaction example of DeepXDE, Lu, Meng, Mao, Karniadakis 2021, SIAM Rev. 63
note    five frequencies at once, their forcing of very different size
tags    forward, parabolic, multiscale
coord   x in [-pi, pi]
time    t in [0, 1]
field   u
exact   u = exp(-t)*(sin(x) + sin(2*x)/2 + sin(3*x)/3 + sin(4*x)/4 + sin(8*x)/8)
loss pde:  u_t = u_xx + exp(-t)*(3/2*sin(2*x) + 8/3*sin(3*x) + 15/4*sin(4*x) + 63/8*sin(8*x))
loss bc:   u = 0        on x=-pi, x=pi
loss ic:   u = exact    on t=0
default width=64 depth=4 points=2000 steps=10000
