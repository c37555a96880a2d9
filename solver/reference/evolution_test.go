//go:build !js

package reference

import (
	"math"
	"strings"
	"sync"
	"testing"
	"time"
)

// distance compares two truths of a problem on its judging grid, the worst field counting.
func distanceOf(t *testing.T, text, one, two string) (apart float64, a, b Field) {
	t.Helper()
	a, p := truth(t, text+one+"\n")
	b, _ = truth(t, text+two+"\n")
	x, n := Grid(p)
	if n == 0 {
		t.Fatal("an empty grid")
	}
	u, v := make([]float64, len(p.Fields)), make([]float64, len(p.Fields))
	us, vs := rowsOf(len(p.Fields), 0), rowsOf(len(p.Fields), 0)
	for i := range n {
		a.At(x[2*i:2*i+2], u)
		b.At(x[2*i:2*i+2], v)
		for f := range u {
			us[f], vs[f] = append(us[f], u[f]), append(vs[f], v[f])
		}
	}
	for f := range us {
		apart = max(apart, RelL2(us[f], vs[f]))
	}
	return apart, a, b
}

const allenCahn = `
title allen-cahn
coord x in [-1, 1]
time t in [0, 1]
field u
loss pde: u_t = 1e-4*u_xx + 5*u - 5*u^3
loss bc: u(x=-1) = u(x=1)
loss bc: u_x(x=-1) = u_x(x=1)
loss ic: u = x^2*cos(pi*x) on t=0
`

const allenCahnDirichlet = `
title allen-cahn with walls
coord x in [-1, 1]
time t in [0, 1]
field u
loss pde: u_t = 1e-3*u_xx + 5*(u - u^3)
loss bc: u = -1 on x=-1, x=1
loss ic: u = x^2*cos(pi*x) on t=0
`

const kdv = `
title kdv
coord x in [-1, 1]
time t in [0, 1]
field u
loss pde: u_t + u*u_x + 0.022^2*u_xxx = 0
loss bc: u(x=-1) = u(x=1)
loss ic: u = cos(pi*x) on t=0
`

const kdvSoliton = `
title one soliton
coord x in [-16, 16]
time t in [0, 1]
field u
loss pde: u_t + 6*u*u_x + u_xxx = 0
loss bc: u(x=-16) = u(x=16)
loss ic: u = exact on t=0
exact u = 2/cosh(x - 4*t)^2
`

// Even and periodic: the slope is zero at both ends.
const allenCahnNeumann = `
title allen-cahn with slopes of zero
coord x in [-1, 1]
time t in [0, 1]
field u
loss pde: u_t = 1e-4*u_xx + 5*u - 5*u^3
loss bc: u_x = 0 on x=-1, x=1
loss ic: u = x^2*cos(pi*x) on t=0
`

const layer = `
title outflow layer
coord x in [-1, 1]
time t in [0, 1]
field u
loss pde: u_t + u_x = 0.01*u_xx
loss bc: u = 0 on x=-1, x=1
loss ic: u = -sin(pi*x) on t=0
`

const convection = `
title convection-diffusion, periodic
coord x in [0, 2*pi]
time t in [0, 1]
field u
loss pde: u_t + 30*u_x = 0.01*u_xx
loss bc: u(x=0) = u(x=2*pi)
loss ic: u = sin(x) on t=0
exact u = exp(-0.01*t)*sin(x - 30*t)
`

const wave = `
title wave
coord x in [0, 1]
time t in [0, 1]
field u
loss pde: u_tt = 4*u_xx
loss bc: u = 0 on x=0, x=1
loss ic: u = sin(pi*x) + 1/2*sin(4*pi*x) on t=0
loss ic: u_t = 0 on t=0
exact u = sin(pi*x)*cos(2*pi*t) + 1/2*sin(4*pi*x)*cos(8*pi*t)
`

const wavePeriodic = `
title wave, periodic
coord x in [0, 2]
time t in [0, 1]
field u
loss pde: u_tt = 4*u_xx
loss bc: u(x=0) = u(x=2)
loss ic: u = sin(pi*x) + 1/2*sin(4*pi*x) on t=0
loss ic: u_t = 0 on t=0
exact u = sin(pi*x)*cos(2*pi*t) + 1/2*sin(4*pi*x)*cos(8*pi*t)
`

const soliton = `
title nonlinear Schroedinger, a bright soliton
coord x in [-20, 20]
time t in [0, 1]
field u, v
loss re: -v_t + 1/2*u_xx + (u^2 + v^2)*u = 0
loss im: u_t + 1/2*v_xx + (u^2 + v^2)*v = 0
loss ic: u = cos(x)/cosh(x) on t=0
loss ic: v = sin(x)/cosh(x) on t=0
exact u = cos(x)/cosh(x - t)
exact v = sin(x)/cosh(x - t)
`

const forced = `
title forced diffusion with a moving wall
coord x in [-1, 1]
time t in [0, 1]
field u
loss pde: u_t - u_xx = exact
loss bc: u = exact on x=-1
loss bc: u_x + 2*u = exact on x=1
loss ic: u = exact on t=0
exact u = exp(-t)*sin(2*x + t) + t^2
`

const thermoelastic = `
title dynamic thermoelasticity
coord x in [0, 1]
time t in [0, 1]
field u, q
loss momentum: u_tt = u_xx - q_x
loss heat: q_t = 0.1*q_xx - 0.5*u_xt
loss bc: u = 0 on x=0, x=1
loss bc: q_x = 0 on x=0, x=1
loss ic: u = sin(pi*x) on t=0
loss ic: u_t = 0 on t=0
loss ic: q = 0.5*cos(pi*x) on t=0
mode U, V, Q by t: U' = V; V' = -pi^2*U + pi*Q; Q' = -0.1*pi^2*Q - 0.5*pi*V; U(0) = 1; V(0) = 0; Q(0) = 0.5
exact u = U*sin(pi*x)
exact q = Q*cos(pi*x)
`

// Methods against exact solutions and against each other: apart by no more than the sum of their own estimates, or by what
// rounding makes of stiff matrices, and the estimates themselves as small as the method should make them.
func TestMethodsAgree(t *testing.T) {
	tests := []struct {
		name, text, one, two string
		floor                float64 // of the distance that estimates are asked to explain: rounding; the solitons' tails at the ends, exp(-20)
		most                 float64 // of each estimate
	}{
		{"burgers, nu=0.02", strings.Replace(burgers, "0.01/pi", "0.02", 1), "truth cole-hopf(nu)", "truth chebyshev(n=128)", 1e-9, 1e-3},
		{"convection", convection, "", "truth etdrk4(modes=32)", 1e-9, 1e-9},
		{"wave", wave, "", "truth chebyshev(n=32)", 1e-7, 1e-6},
		{"wave, differences", wave, "", "truth fd(n=128)", 1e-9, 1e-2},
		{"wave, periodic", wavePeriodic, "", "truth etdrk4(modes=32)", 1e-9, 1e-8},
		{"soliton", soliton, "", "truth etdrk4(modes=256, dt=1e-3)", 1e-8, 1e-7},
		{"kdv soliton", kdvSoliton, "", "truth etdrk4(modes=256, dt=1e-3)", 1e-8, 1e-6},
		{"forced", forced, "", "truth chebyshev(n=24)", 1e-9, 1e-7},
		{"forced, differences", forced, "", "truth fd(n=64)", 1e-9, 1e-4},
		{"thermoelastic", thermoelastic, "", "truth chebyshev(n=20)", 1e-9, 1e-6},
		{"layer", layer, "truth chebyshev(n=128)", "truth fd(n=512)", 1e-9, 1e-3},
		{"allen-cahn with walls", allenCahnDirichlet, "truth chebyshev(n=192)", "truth fd(n=256)", 1e-9, 1e-3},
	}
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	checked := 0
	for _, tt := range tests {
		start := time.Now()
		apart, a, b := distanceOf(t, tt.text, tt.one, tt.two)
		t.Logf("%-24s %s (%.1e) and %s (%.1e) are %.1e apart; %v", tt.name, a.Name(), a.Error(), b.Name(), b.Error(), apart, time.Since(start).Round(time.Millisecond))
		if !(apart <= a.Error()+b.Error()+tt.floor) {
			t.Errorf("%s: %.3g apart, estimates %.3g and %.3g", tt.name, apart, a.Error(), b.Error())
		}
		if !(a.Error() <= tt.most && b.Error() <= tt.most) {
			t.Errorf("%s: estimates %.3g and %.3g, want at most %g", tt.name, a.Error(), b.Error(), tt.most)
		}
		checked++
	}
	if checked == 0 {
		t.Fatal("nothing checked")
	}
}

func TestFourierReferences(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	for _, tt := range []struct {
		name, text string
		most       float64
	}{
		{"allen-cahn", allenCahn + "truth etdrk4(modes=512, dt=1e-3)\n", 1e-5}, // the initial values have a kink at the ends
		{"kdv", kdv + "truth etdrk4(modes=256, dt=2e-4)\n", 1e-7},
	} {
		f, _ := truth(t, tt.text)
		t.Logf("%s: estimate %.2g", tt.name, f.Error())
		if !(f.Error() <= tt.most) {
			t.Errorf("%s: estimate %.3g, want at most %g", tt.name, f.Error(), tt.most)
		}
	}
}

// The Fourier and the difference method agree on Allen-Cahn: with data even in x, period two is a slope of zero at both ends.
func TestAllenCahnTwice(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	a, p := truth(t, allenCahn+"truth etdrk4(modes=512, dt=1e-3)\n")
	b, _ := truth(t, allenCahnNeumann+"truth fd(n=1024)\n")
	x, n := Grid(p)
	u, v := make([]float64, n), make([]float64, n)
	for i := range n {
		a.At(x[2*i:2*i+2], u[i:i+1])
		b.At(x[2*i:2*i+2], v[i:i+1])
	}
	apart := RelL2(u, v)
	t.Logf("%.2g apart, estimates %.2g and %.2g", apart, a.Error(), b.Error())
	if !(apart <= a.Error()+b.Error()) || apart > 1e-4 {
		t.Errorf("%.3g apart, estimates %.3g and %.3g", apart, a.Error(), b.Error())
	}
}

// The amplitudes of the thermoelastic mode, computed elsewhere by the matrix exponential.
func TestThermoelasticAmplitudes(t *testing.T) {
	f, _ := truth(t, thermoelastic)
	for _, tt := range []struct{ t, u, q float64 }{{0.25, 0.75612308776331, 0.743309745731083}, {1, -0.217660751435086, 1.26869262972761}} {
		var middle, wall [2]float64
		f.At([]float64{0.5, tt.t}, middle[:])
		f.At([]float64{0, tt.t}, wall[:])
		if math.Abs(middle[0]-tt.u) > 1e-13 || math.Abs(wall[1]-tt.q) > 1e-13 {
			t.Errorf("t = %g: U, Theta = %.15g, %.15g, want %.15g, %.15g", tt.t, middle[0], wall[1], tt.u, tt.q)
		}
	}
}

const cahnHilliard = `
title cahn-hilliard
coord x in [-1, 1]
time t in [0, 0.2]
field u
loss pde: u_t = d(u^3 - u - 0.05^2*u_xx, x, 2)
loss bc: u(x=-1) = u(x=1)
loss ic: u = -cos(2*pi*x) on t=0
`

const cahnHilliardMixed = `
title cahn-hilliard with its potential
coord x in [-1, 1]
time t in [0, 0.2]
field m, u
loss potential: 2*m = 2*u^3 - 2*u - 2*0.05^2*u_xx
loss mass: u_t = m_xx
loss bc: u(x=-1) = u(x=1)
loss bc: m(x=-1) = m(x=1)
loss ic: u = -cos(2*pi*x) on t=0
`

// A field without a rate of its own is eliminated, and comes out right.
func TestEliminatedField(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	a, _ := truth(t, cahnHilliard+"truth etdrk4(modes=128, dt=2e-4)\n")
	b, _ := truth(t, cahnHilliardMixed+"truth etdrk4(modes=128, dt=2e-4)\n")
	checked := 0
	for _, x := range [][]float64{{-0.7, 0.05}, {0.1, 0.11}, {0.95, 0.2}} {
		var u [1]float64
		var mu [2]float64
		a.At(x, u[:])
		b.At(x, mu[:])
		if math.Abs(u[0]-mu[1]) > 1e-10 {
			t.Errorf("at %v: u = %.15g, of the mixed form %.15g", x, u[0], mu[1])
		}
		const h = 1e-3
		var lo, hi [1]float64
		a.At([]float64{x[0] - h, x[1]}, lo[:])
		a.At([]float64{x[0] + h, x[1]}, hi[:])
		want := u[0]*u[0]*u[0] - u[0] - 0.05*0.05*(hi[0]-2*u[0]+lo[0])/(h*h)
		if math.Abs(mu[0]-want) > 1e-4 { // differences of order two: 0.05^2 h^2/12 times a fourth derivative below 1e5
			t.Errorf("at %v: m = %.9g, want %.9g", x, mu[0], want)
		}
		checked++
	}
	t.Logf("estimates %.2g and %.2g", a.Error(), b.Error())
	if checked == 0 || b.Error() > 1e-5 { // the potential changes fast at first
		t.Errorf("estimate %g", b.Error())
	}
}

func TestRefusals(t *testing.T) {
	tests := []struct{ text, want string }{
		{burgers + "truth cole-hopf(2*nu)", "is not u_t + u*u_x"},
		{burgers + "truth cole-hopf", "write cole-hopf(nu)"},
		{strings.Replace(burgers, "-sin(pi*x)", "1 - x^2", 1) + "truth cole-hopf(nu)", "beyond the domain"},
		{burgers + "truth etdrk4(modes=64)", "not periodic"},
		{strings.Replace(kdv, "loss ic: u = cos(pi*x) on t=0", "", 1) + "truth etdrk4", "initial conditions"},
		{strings.Replace(kdv, "loss ic: u =", "loss ic: u^3 =", 1) + "truth etdrk4", "not linear"},
		{kdv + "truth etdrk4(modes=48)", "a power of two"},
		{kdv + "truth fd(n=64)", "order 3"},
		{kdv + "truth etdrk4(dt=1e-9)", "minutes"},
		{layer + "truth chebyshev(dt=1e-7)", "minutes"},
		{strings.Replace(layer, "0.01", "100", 1) + "truth fd(n=2048)", "minutes"},
		{strings.Replace(wave, "u_tt", "u*u_tt", 1) + "truth fd", "not constant"},
		{strings.Replace(wave, "u_tt", "u", 1) + "truth fd", "no time derivative"},
		{strings.Replace(cahnHilliardMixed, "2*m =", "m*u =", 1) + "truth etdrk4", "no equation gives it"},
	}
	for _, tt := range tests {
		p, bind := parse(t, tt.text+"\n")
		if _, err := For(p, bind); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("got error %v, want one with %q", err, tt.want)
		}
	}
}

// Truths are read from many goroutines at once.
func TestConcurrentReaders(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	checked := 0
	for _, text := range []string{convection, convection + "truth etdrk4(modes=16, dt=0.01)\n", wave + "truth chebyshev(n=16)\n", burgers + "truth cole-hopf(nu)\n"} {
		f, _ := truth(t, text)
		read := func() float64 {
			var sum float64
			var out [1]float64
			for i := range 200 {
				f.At([]float64{float64(i) / 200, float64(i%7) / 7}, out[:])
				sum += out[0]
			}
			return sum
		}
		want := read()
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				if got := read(); got != want {
					t.Errorf("%s: %g, alone %g", f.Name(), got, want)
				}
			})
		}
		wg.Wait()
		checked++
	}
	if checked == 0 {
		t.Fatal("nothing checked")
	}
}

func TestNoTruth(t *testing.T) {
	p, bind := parse(t, allenCahn)
	if f, err := For(p, bind); f != nil || err != nil {
		t.Errorf("For = %v, %v, want none", f, err)
	}
}

func BenchmarkFourierStep(b *testing.B) {
	for _, tt := range []struct{ name, text string }{{"allen-cahn", allenCahn}, {"kdv", kdv}} {
		b.Run("problem="+tt.name+"/modes=512", func(b *testing.B) {
			p, bind := parse(b, tt.text+"truth etdrk4\n")
			e, err := readEvolution(&question{p: p, bind: bind})
			if err != nil {
				b.Fatal(err)
			}
			s := e.newSpectral(512)
			start, err := e.initial(s.w.x)
			if err != nil {
				b.Fatal(err)
			}
			state := make([]complex128, s.nk)
			s.fft.forward(state, start[0])
			op := s.operators(1e-4)
			b.ReportAllocs()
			for b.Loop() {
				op.step(state, 0, s.nonlinear)
			}
		})
	}
}
