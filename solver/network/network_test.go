package network

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"counterpoint/solver/jet"
	"counterpoint/solver/kernel"
)

func shape(act kernel.Activation) Shape {
	return Shape{In: 2, Out: 2, Width: 7, Depth: 3, Activation: act}
}

func TestBlocksTileTheParameters(t *testing.T) {
	s := shape(kernel.Tanh)
	at := 0
	for _, b := range s.Blocks() {
		if b.Lo != at {
			t.Errorf("block %s starts at %d, want %d", b.Name, b.Lo, at)
		}
		at = b.Hi
	}
	if want := 7*3 + 7*8 + 7*8 + 2*8; at != want || s.Params() != want {
		t.Errorf("%d parameters, blocks end at %d, want %d", s.Params(), at, want)
	}
}

func TestInitIsGlorot(t *testing.T) {
	s := Shape{In: 2, Out: 1, Width: 200, Depth: 2}
	theta := make([]float64, s.Params())
	s.Init(theta, 3)
	w := theta[s.layers()[1].w:s.layers()[1].b]
	v := 0.0
	for _, x := range w {
		v += x * x
	}
	// 40000 draws: the variance is known to about 0.7 percent
	if got, want := v/float64(len(w)), 2.0/400; math.Abs(got/want-1) > 0.04 {
		t.Errorf("variance of the weights %g, want %g", got, want)
	}
	again := make([]float64, s.Params())
	s.Init(again, 4)
	if again[0] == theta[0] {
		t.Error("seeds 3 and 4 start alike")
	}
}

// A network of one hidden unit is v act(a x + b t + c) + d: all its derivatives are known.
func TestJetsAgainstClosedForm(t *testing.T) {
	s := Shape{In: 2, Out: 1, Width: 1, Depth: 1, Activation: kernel.Tanh}
	theta := []float64{0.7, -0.4, 0.1, 1.3, 0.2}
	c := jet.NewChannels(2, []jet.Index{{1, 1}, {2}, {1, 2}}, nil, 0)
	net := New(s, theta, kernel.Portable[float64]())
	net.Pack()
	w := NewSweep[float64](s, c, kernel.Lanes, true)
	for j := range kernel.Lanes {
		w.Input(0)[j], w.Input(1)[j] = float64(j)/10-0.8, 0.3
	}
	w.Forward(net, kernel.Lanes, nil)
	for j := range kernel.Lanes {
		y := math.Tanh(0.7*w.Input(0)[j] - 0.4*0.3 + 0.1)
		d1, d2 := 1-y*y, -2*y*(1-y*y)
		for _, tt := range []struct {
			a    jet.Index
			want float64
		}{
			{jet.Index{}, 1.3*y + 0.2},
			{jet.Index{1}, 1.3 * 0.7 * d1},
			{jet.Index{2}, 1.3 * -0.4 * d1},
			{jet.Index{1, 1}, 1.3 * 0.49 * d2 / 2},
			{jet.Index{1, 2}, 1.3 * 0.7 * -0.4 * d2},
		} {
			if got := w.Row(0, c.At(tt.a))[j]; math.Abs(got-tt.want) > 1e-15 {
				t.Errorf("coefficient %v at point %d: %g, want %g", tt.a, j, got, tt.want)
			}
		}
	}
}

// functional is f(theta) = sum of random weights times all output jets; its gradient comes from Reverse.
type functional struct {
	s   Shape
	c   *jet.Channels
	bar []float64
	x   [2][]float64

	loss int
}

func newFunctional(s Shape, c *jet.Channels, rng *rand.Rand) *functional {
	f := &functional{s: s, c: c, bar: make([]float64, s.Out*c.Len()*kernel.Lanes)}
	for i := range f.bar {
		f.bar[i] = rng.NormFloat64()
	}
	for i := range f.x {
		f.x[i] = make([]float64, kernel.Lanes)
		for j := range f.x[i] {
			f.x[i][j] = 2*rng.Float64() - 1
		}
	}
	return f
}

func (f *functional) at(theta []float64, grad []float64) float64 {
	net := New(f.s, theta, kernel.Portable[float64]())
	net.Pack()
	w := NewSweep[float64](f.s, f.c, 2*kernel.Lanes, grad != nil) // a block that is not full
	for i := range f.x {
		copy(w.Input(i), f.x[i])
	}
	w.ForwardView(net, kernel.Lanes, nil, f.loss)
	sum, k := 0.0, 0
	for o := range f.s.Out {
		for c := range f.c.Len() {
			for j, v := range w.Row(o, c) {
				sum += f.bar[k+j] * v
			}
			if grad != nil {
				copy(w.BarRow(o, c), f.bar[k:k+kernel.Lanes])
			}
			k += kernel.Lanes
		}
	}
	if grad != nil {
		w.Reverse(net, grad, make([]float64, f.s.Width))
	}
	return sum
}

func TestGradientByTaylorRemainderAndCentralDifferences(t *testing.T) {
	checked := 0
	for _, act := range []kernel.Activation{kernel.Tanh, kernel.Sin, kernel.SiLU} {
		for _, c := range []*jet.Channels{
			jet.NewChannels(2, nil, nil, 0),
			jet.NewChannels(2, []jet.Index{{1, 1}, {2}, {1, 2}}, nil, 0),
			jet.NewChannels(2, nil, []jet.Laplacian{{Coords: []int{0, 1}}}, 0),
		} {
			rng := rand.New(rand.NewPCG(uint64(act), uint64(c.Len())))
			s := shape(act)
			if act == kernel.Sin {
				s.Embedding = Periodic([]float64{2, 0}, 2)
			}
			if act == kernel.SiLU {
				s.Center, s.Scale = []float64{0.3, -0.2}, []float64{1.7, 0.6}
			}
			f := newFunctional(s, c, rng)
			theta, grad := make([]float64, s.Params()), make([]float64, s.Params())
			s.Init(theta, 1)
			f.at(theta, grad)
			checked += checkGradient(t, fmt.Sprintf("activation %d, %d channels", act, c.Len()), f, theta, grad, rng)
		}
	}
	if checked == 0 {
		t.Fatal("nothing was checked")
	}
}

// checkGradient compares grad with the functional twice, by the Taylor remainder block by block and by central differences, and returns
// how many comparisons that were.
func checkGradient(t *testing.T, name string, f *functional, theta, grad []float64, rng *rand.Rand) int {
	t.Helper()
	checked := 0
	for _, b := range f.s.Blocks() {
		checked++
		slope := remainderSlope(f, theta, grad, b.Lo, b.Hi, rng)
		if math.Abs(slope-2) > 0.05 {
			t.Errorf("%s, block %s: slope %.3f, want 2", name, b.Name, slope)
		}
	}
	for i := 0; i < len(theta); i += 11 {
		checked++
		const h = 1e-5
		at := func(d float64) float64 {
			x := append([]float64{}, theta...)
			x[i] += d
			return f.at(x, nil)
		}
		want := (at(h) - at(-h)) / (2 * h)
		// truncation h^2 and rounding 1e-16/h of sums of order 10
		if math.Abs(grad[i]-want) > 1e-7*max(1, math.Abs(want)) {
			t.Errorf("%s, parameter %d: %g, central difference %g", name, i, grad[i], want)
		}
	}
	return checked
}

func remainderSlope(f *functional, theta, grad []float64, lo, hi int, rng *rand.Rand) float64 {
	d := make([]float64, len(theta))
	inner := 0.0
	for i := lo; i < hi; i++ {
		d[i] = rng.NormFloat64()
		inner += d[i] * grad[i]
	}
	base := f.at(theta, nil)
	remainder := func(h float64) float64 {
		x := append([]float64{}, theta...)
		for i := range x {
			x[i] += h * d[i]
		}
		return math.Abs(f.at(x, nil) - base - h*inner)
	}
	if remainder(1e-3) < 1e-9*math.Abs(base) {
		return 2 // the functional is linear in this block (the last layer): there is no remainder
	}
	return math.Log2(remainder(1e-4) / remainder(5e-5)) // small enough that the third order is nothing
}

func TestPredictorAgreesWithSweep(t *testing.T) {
	s := shape(kernel.Sin)
	theta := make([]float64, s.Params())
	s.Init(theta, 5)
	net := New(s, theta, kernel.Portable[float64]())
	net.Pack()
	const n = 300 // more than a block, no multiple of one
	rng := rand.New(rand.NewPCG(9, 9))
	x := make([]float64, 2*n)
	for i := range x {
		x[i] = rng.NormFloat64()
	}
	out := make([]float64, 2*n)
	NewPredictor(net).At(x, n, out)
	for _, i := range []int{0, 255, 256, n - 1} {
		w := NewSweep[float64](s, jet.NewChannels(2, nil, nil, 0), kernel.Lanes, true)
		for c := range 2 {
			for j := range kernel.Lanes {
				w.Input(c)[j] = x[2*i+c]
			}
		}
		w.Forward(net, kernel.Lanes, nil)
		for o := range 2 {
			if got, want := out[2*i+o], w.Row(o, 0)[0]; math.Abs(got-want) > 1e-14 {
				t.Errorf("point %d output %d: %g, want %g", i, o, got, want)
			}
		}
	}
}

// A periodic embedding makes value and derivatives agree one period apart, and its jets are those of the composed function.
func TestEmbeddings(t *testing.T) {
	c := jet.NewChannels(2, []jet.Index{{1, 1}, {2}, {1, 2}}, nil, 0)
	at := func(e *Embedding, x, y float64) (*Sweep[float64], *jet.Channels) {
		s := Shape{In: 2, Out: 1, Width: 5, Depth: 2, Embedding: e}
		theta := make([]float64, s.Params())
		s.Init(theta, 2)
		net := New(s, theta, kernel.Portable[float64]())
		net.Pack()
		w := NewSweep[float64](s, c, kernel.Lanes, false)
		fillRow(w.Input(0), x)
		fillRow(w.Input(1), y)
		w.Forward(net, kernel.Lanes, nil)
		return w, c
	}
	p := Periodic([]float64{2, 0}, 3)
	if p.Features() != 7 {
		t.Errorf("%d features, want 3 sines, 3 cosines and one coordinate", p.Features())
	}
	a, _ := at(p, -0.3, 0.4)
	b, _ := at(p, 1.7, 0.4)
	for k := range c.Len() {
		if math.Abs(a.Row(0, k)[0]-b.Row(0, k)[0]) > 1e-12 {
			t.Errorf("channel %d differs one period apart: %g, %g", k, a.Row(0, k)[0], b.Row(0, k)[0])
		}
	}
	for name, e := range map[string]*Embedding{"periodic": p, "fourier": Fourier(2, 4, 1.5, 7)} {
		const h = 1e-4
		mid, _ := at(e, 0.2, 0.4)
		up, _ := at(e, 0.2+h, 0.4)
		down, _ := at(e, 0.2-h, 0.4)
		d1 := (up.Row(0, 0)[0] - down.Row(0, 0)[0]) / (2 * h)
		d2 := (up.Row(0, 0)[0] - 2*mid.Row(0, 0)[0] + down.Row(0, 0)[0]) / (h * h)
		// truncation h^2 times a fourth derivative of some hundred, rounding 1e-16/h^2
		if got := mid.Row(0, c.At(jet.Index{1}))[0]; math.Abs(got-d1) > 1e-5*max(1, math.Abs(d1)) {
			t.Errorf("%s: u_x = %g, difference quotient %g", name, got, d1)
		}
		if got := 2 * mid.Row(0, c.At(jet.Index{1, 1}))[0]; math.Abs(got-d2) > 1e-4*max(1, math.Abs(d2)) {
			t.Errorf("%s: u_xx = %g, difference quotient %g", name, got, d2)
		}
	}
}

// With scaled inputs a network is the one whose first layer has its weights times the scale and its biases shifted, derivatives and
// directions included.
func TestScaledInputs(t *testing.T) {
	c := jet.NewChannels(2, []jet.Index{{1, 1}, {1, 2}}, []jet.Laplacian{{Coords: []int{0, 1}}}, 0)
	at := func(s Shape, theta []float64) *Sweep[float64] {
		net := New(s, theta, kernel.Portable[float64]())
		net.Pack()
		w := NewSweep[float64](s, c, kernel.Lanes, false)
		w.Along = [][]float64{nil, {0.3, 2}}
		fillRow(w.Input(0), 0.2)
		fillRow(w.Input(1), 0.4)
		w.Forward(net, kernel.Lanes, nil)
		return w
	}
	s := shape(kernel.SiLU)
	theta := make([]float64, s.Params())
	s.Init(theta, 2)
	plain := append([]float64{}, theta...)
	scaled := s
	scaled.Center, scaled.Scale = []float64{0.3, -0.2}, []float64{1.7, 0.6}
	for u := range s.Width {
		for i := range 2 {
			plain[2*u+i] *= scaled.Scale[i]
			plain[2*s.Width+u] -= plain[2*u+i] * scaled.Center[i]
		}
	}
	a, b := at(scaled, theta), at(s, plain)
	for o := range s.Out {
		for k := range c.Len() {
			if x, y := a.Row(o, k)[0], b.Row(o, k)[0]; math.Abs(x-y) > 1e-13 || y == 0 {
				t.Errorf("output %d, channel %d: %g, want %g", o, k, x, y)
			}
		}
	}
}

// A channel that is along a direction v has v . grad u, and twice its second coefficient is v' H v, of a network that sees the
// coordinates or an embedding of them.
func TestAlong(t *testing.T) {
	v := []float64{0.6, -1.7}
	c := jet.NewChannels(2, []jet.Index{{1, 1}, {2, 2}, {1, 2}}, nil, 0)
	for name, e := range map[string]*Embedding{"coordinates": nil, "periodic": Periodic([]float64{2, 0}, 3), "fourier": Fourier(2, 4, 1.5, 7)} {
		s := Shape{In: 2, Out: 1, Width: 5, Depth: 2, Embedding: e}
		theta := make([]float64, s.Params())
		s.Init(theta, 2)
		net := New(s, theta, kernel.Portable[float64]())
		net.Pack()
		w := NewSweep[float64](s, c, kernel.Lanes, false)
		fillRow(w.Input(0), 0.2)
		fillRow(w.Input(1), 0.4)
		at := func(a jet.Index) float64 { return w.Row(0, c.At(a))[0] * a.Factorial() }
		w.Forward(net, kernel.Lanes, nil)
		first := v[0]*at(jet.Index{1}) + v[1]*at(jet.Index{2})
		second := v[0]*v[0]*at(jet.Index{1, 1}) + 2*v[0]*v[1]*at(jet.Index{1, 2}) + v[1]*v[1]*at(jet.Index{2, 2})
		w.Along = [][]float64{v, nil}
		w.Forward(net, kernel.Lanes, nil)
		if got := at(jet.Index{1}); math.Abs(got-first) > 1e-13 {
			t.Errorf("%s: v . grad u = %g, want %g", name, got, first)
		}
		if got := at(jet.Index{1, 1}); math.Abs(got-second) > 1e-12 {
			t.Errorf("%s: v'Hv = %g, want %g", name, got, second)
		}
	}
}
