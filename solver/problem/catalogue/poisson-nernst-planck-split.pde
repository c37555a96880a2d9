title   Poisson-Nernst-Planck, stiff, sides apart
source  manufactured; Poisson-Nernst-Planck weightings are compared in arXiv 2606.04125
note    the sides of ions and potential are two losses, so that K = 6; the potential has a hundredth of the charge to balance
tags    multi-physics, parabolic, elliptic, nonlinear
coord   x in [0, 1]
time    t in [0, 1]
field   c, a, phi     # cations, anions, potential
const   eps2 = 0.01 in [0.01, 1]
exact   c = 2 + cos(pi*x)*exp(-t)/2
exact   a = 2 - cos(pi*x)*exp(-t)/2
exact   phi = sin(pi*x)*exp(-t)
loss cations:    c_t - d(c_x + c*phi_x, x) = mms
loss anions:     a_t - d(a_x - a*phi_x, x) = mms
loss potential:  -eps2*phi_xx - c + a = mms
loss bc:         c = exact    on x=0, x=1
loss bc:         a = exact    on x=0, x=1
loss electrode:  phi = 0      on x=0, x=1
loss ic:         c = exact    on t=0
loss ic:         a = exact    on t=0
default width=64 depth=4 points=2000 steps=10000
