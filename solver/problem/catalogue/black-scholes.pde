title   Black-Scholes, European call
source  exact: Black, Scholes 1973, J. Polit. Econ. 81, the value of a call
note    runs backward from a payoff with a kink at S = 1; the second derivative is unbounded there
tags    forward, parabolic, finance, steep
coord   S in [0, 3]
time    t in [0, 1]
field   V
const   K = 1
const   r = 0.05
const   sigma = 0.2
let     s = sigma*sqrt(1 - t)
let     d1 = (log(S/K) + (r + sigma^2/2)*(1 - t))/s
let     discounted = K*exp(-r*(1 - t))
exact   V = S*(1 + erf(d1/sqrt(2)))/2 - discounted*(1 + erf((d1 - s)/sqrt(2)))/2
loss pde:  V_t + sigma^2/2*S^2*V_SS + r*S*V_S - r*V = 0
loss bc:   V = 0               on S=0
loss bc:   V = exact           on S=3
loss ic:   V = max(S - K, 0)   on t=1
default width=64 depth=4 points=2000 steps=10000
