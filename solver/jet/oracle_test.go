package jet

import (
	"math"
	"math/rand/v2"
	"testing"

	"counterpoint/solver/kernel"
)

// The oracle: y = sum_k act^(k)(z_0)/k! (z - z_0)^k by products of dense polynomials and closed-form derivatives of the activation;
// nothing of it is shared with the recurrences under test.

// derivatives returns act(z), ..., act””(z) in closed form.
func derivatives(act kernel.Activation, z float64) [5]float64 {
	switch act {
	case kernel.Tanh:
		s := math.Tanh(z)
		d := 1 - s*s
		return [5]float64{s, d, -2 * s * d, (6*s*s - 2) * d, (16*s - 24*s*s*s) * d}
	case kernel.Sin:
		return [5]float64{math.Sin(z), math.Cos(z), -math.Sin(z), -math.Cos(z), math.Sin(z)}
	}
	g := 1 / (1 + math.Exp(-z))
	// derivatives of the logistic function as polynomials in g
	w := [5]float64{g, g - g*g, g - 3*g*g + 2*g*g*g, g - 7*g*g + 12*g*g*g - 6*math.Pow(g, 4), g - 15*g*g + 50*math.Pow(g, 3) - 60*math.Pow(g, 4) + 24*math.Pow(g, 5)}
	out := [5]float64{z * g}
	for k := 1; k < 5; k++ {
		out[k] = z*w[k] + float64(k)*w[k-1]
	}
	return out
}

type poly map[Index]float64

func (p poly) times(q poly) poly {
	out := poly{}
	for a, x := range p {
		for b, y := range q {
			if c, ok := plus(a, b); ok {
				out[c] += x * y
			}
		}
	}
	return out
}

func plus(a, b Index) (Index, bool) {
	n := a.Order() + b.Order()
	if n > 4 {
		return Index{}, false
	}
	var c Index
	i, j := 0, 0
	for k := range n {
		if j >= b.Order() || i < a.Order() && a[i] <= b[j] {
			c[k] = a[i]
			i++
		} else {
			c[k] = b[j]
			j++
		}
	}
	return c, true
}

// oracle returns all channels of act(z).
func oracle(act kernel.Activation, c *Channels, z, rows []float64) []float64 {
	d := derivatives(act, z[0])
	dz := poly{}
	for k, a := range c.Indices {
		if k > 0 {
			dz[a] = z[k]
		}
	}
	sum, power, fact := poly{{}: d[0]}, poly{{}: 1}, 1.0
	for k := 1; k <= 4; k++ {
		power = power.times(dz)
		fact *= float64(k)
		for a, v := range power {
			sum[a] += d[k] / fact * v
		}
	}
	out := make([]float64, c.Len())
	for k, a := range c.Indices {
		out[k] = sum[a]
	}
	for l, lap := range c.Laps {
		s := 0.0
		for i, x := range lap.Coords {
			w := 1.0
			if lap.Rows != nil {
				w = rows[lap.Rows[i]]
			}
			s += w * z[c.At(Unit(x))] * z[c.At(Unit(x))]
		}
		out[c.Lap(l)] = d[1]*z[c.Lap(l)] + d[2]*s
	}
	return out
}

var sets = []struct {
	name string
	c    *Channels
}{
	{"value only", NewChannels(2, nil, nil, 0)},
	{"burgers", NewChannels(2, []Index{{1}, {2}, {1, 1}}, nil, 0)},
	{"third order", NewChannels(2, []Index{{1, 1, 1}, {2}}, nil, 0)},
	{"fourth order and two times", NewChannels(2, []Index{{1, 1, 1, 1}, {2, 2}}, nil, 0)},
	{"mixed", NewChannels(2, []Index{{1, 2}, {1, 1, 2}}, nil, 0)},
	{"biharmonic", NewChannels(2, []Index{{1, 1, 1, 1}, {1, 1, 2, 2}, {2, 2, 2, 2}}, nil, 0)},
	{"all distinct", NewChannels(4, []Index{{1, 2, 3, 4}}, nil, 0)},
	{"laplacian", NewChannels(3, nil, []Laplacian{{Coords: []int{0, 1, 2}}}, 0)},
	{"laplacian and time", NewChannels(4, []Index{{4}, {4, 4}}, []Laplacian{{Coords: []int{0, 1, 2}}}, 0)},
	{"weighted laplacians", NewChannels(3, []Index{{1, 2}}, []Laplacian{{Coords: []int{0, 1}, Rows: []int{0, 1}}, {Coords: []int{1, 2}, Rows: []int{2, 3}}}, 4)},
}

// block runs one unit with kernel.Lanes points through the portable kernels.
type block struct {
	p       *kernel.JetProgram
	set     *kernel.Set[float64]
	scratch []float64
}

func newBlock(act kernel.Activation, c *Channels) block {
	p := Program(act, c)
	return block{p, kernel.Portable[float64](), make([]float64, p.ScratchLen())}
}

func (b block) forward(z, rows []float64) []float64 {
	y := make([]float64, len(z))
	b.set.JetForward(b.p, y, z, kernel.Stride(len(z)), 1, kernel.Lanes, rows, b.scratch)
	return y
}

func (b block) reverse(z, y, ybar, rows []float64) []float64 {
	zbar := make([]float64, len(z))
	x := z
	if b.p.FromOutput {
		x = y
	}
	b.set.JetReverse(b.p, zbar, x, ybar, kernel.Stride(len(z)), 1, kernel.Lanes, rows, b.scratch)
	return zbar
}

func random(rng *rand.Rand, n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = rng.NormFloat64()
	}
	return out
}

func TestForwardAgainstClosedForms(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	checked := 0
	for _, tt := range sets {
		for _, act := range []kernel.Activation{kernel.Tanh, kernel.Sin, kernel.SiLU} {
			n := tt.c.Len()
			z, rows := random(rng, n*kernel.Lanes), random(rng, tt.c.Rows*kernel.Lanes)
			y := newBlock(act, tt.c).forward(z, rows)
			for p := range kernel.Lanes {
				want := oracle(act, tt.c, column(z, p), column(rows, p))
				for k, w := range want {
					checked++
					// rounding of sums of up to some hundred products of order 1
					if got := y[k*kernel.Lanes+p]; math.Abs(got-w) > 1e-12*max(1, math.Abs(w))*float64(n) {
						t.Errorf("%s, activation %d, channel %d: got %g, want %g", tt.name, act, k, got, w)
					}
				}
			}
		}
	}
	if checked == 0 {
		t.Fatal("nothing was checked")
	}
}

func column(block []float64, p int) []float64 {
	out := make([]float64, len(block)/kernel.Lanes)
	for k := range out {
		out[k] = block[k*kernel.Lanes+p]
	}
	return out
}

// The remainder |f(z+h d) - f(z) - h <grad, d>| of f = <ybar, y> must fall as h^2.
func TestReverseByTaylorRemainder(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	checked := 0
	for _, tt := range sets {
		for _, act := range []kernel.Activation{kernel.Tanh, kernel.Sin, kernel.SiLU} {
			b := newBlock(act, tt.c)
			n := tt.c.Len() * kernel.Lanes
			z, d, ybar, rows := random(rng, n), random(rng, n), random(rng, n), random(rng, tt.c.Rows*kernel.Lanes)
			y := b.forward(z, rows)
			slope := dot(b.reverse(z, y, append([]float64{}, ybar...), rows), d)
			f := dot(ybar, y)
			remainder := func(h float64) float64 {
				x := make([]float64, n)
				for i := range x {
					x[i] = z[i] + h*d[i]
				}
				return math.Abs(dot(ybar, b.forward(x, rows)) - f - h*slope)
			}
			checked++
			if got := math.Log2(remainder(1e-3) / remainder(5e-4)); math.Abs(got-2) > 0.05 {
				t.Errorf("%s, activation %d: remainder slope %.3f, want 2", tt.name, act, got)
			}
		}
	}
	if checked == 0 {
		t.Fatal("nothing was checked")
	}
}

func dot(a, b []float64) float64 {
	s := 0.0
	for i := range a {
		s += a[i] * b[i]
	}
	return s
}
