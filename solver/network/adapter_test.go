package network

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"counterpoint/solver/jet"
	"counterpoint/solver/kernel"
)

// gatesOfAll are gates of every form over the square (-1, 1)^2.
func gatesOfAll() []Gate {
	both := Factor{Coord: 0, Lo: -1, Hi: 1, Reach: 0.4, AtLo: true, AtHi: true}
	start := Factor{Coord: 1, Lo: -1, Hi: 1, Reach: 0.4, AtLo: true}
	end := Factor{Coord: 1, Lo: -1, Hi: 1, Reach: 0.7, AtHi: true}
	middle := Factor{Coord: 0, Lo: -1, Hi: 1, Reach: 0.4}
	return []Gate{{Factors: []Factor{both, start}}, {Factors: []Factor{both}, Complement: true}, {Factors: []Factor{middle, end}, Complement: true}, {Complement: true}}
}

// everyAdapter lists adapters of every kind, place and form for K = 4 losses.
func everyAdapter() map[string]*Adapters {
	out := map[string]*Adapters{}
	for kind, name := range []string{"shared", "private", "local"} {
		for place, where := range []string{"all", "last", "output"} {
			for _, linear := range []bool{false, true} {
				a := &Adapters{Kind: AdapterKind(kind), Place: AdapterPlace(place), Losses: 4, Rank: 2, Scale: 1.5, RowNorm: 2, Linear: linear}
				if a.Kind == Local {
					a.Gates = gatesOfAll()
				}
				out[fmt.Sprintf("%s %s linear=%t", name, where, linear)] = a
			}
		}
	}
	return out
}

// moved returns the starting values with the adapters off zero.
func moved(s Shape, rng *rand.Rand) []float64 {
	theta := make([]float64, s.Params())
	s.Init(theta, 1)
	for i := s.TrunkParams(); i < len(theta); i++ {
		theta[i] += 0.2 * rng.NormFloat64()
	}
	return theta
}

func TestAdapterGradients(t *testing.T) {
	checked := 0
	for name, a := range everyAdapter() {
		for _, c := range []*jet.Channels{
			jet.NewChannels(2, nil, nil, 0),
			jet.NewChannels(2, []jet.Index{{1, 1}, {2}, {1, 2, 2}}, nil, 0),
			jet.NewChannels(2, nil, []jet.Laplacian{{Coords: []int{0, 1}}}, 0),
		} {
			rng := rand.New(rand.NewPCG(3, uint64(c.Len())))
			s := shape(kernel.Tanh)
			s.Adapters = a
			f := newFunctional(s, c, rng)
			f.loss = 1
			theta, grad := moved(s, rng), make([]float64, s.Params())
			f.at(theta, grad)
			checked += checkGradient(t, fmt.Sprintf("%s, %d channels", name, c.Len()), f, theta, grad, rng)
		}
	}
	if checked < 1000 {
		t.Fatalf("%d comparisons", checked)
	}
}

// At the start a network with adapters is its trunk, to the last bit, in every view; blocks and owned ranges tile the parameters.
func TestAdaptersStartAtZeroEffect(t *testing.T) {
	c := jet.NewChannels(2, []jet.Index{{1, 1}, {2}}, nil, 0)
	trunk := shape(kernel.Tanh)
	f := newFunctional(trunk, c, rand.New(rand.NewPCG(8, 8)))
	theta := make([]float64, trunk.Params())
	trunk.Init(theta, 1)
	plain := f.at(theta, nil)
	checked := 0
	for name, a := range everyAdapter() {
		s := trunk
		s.Adapters = a
		start := make([]float64, s.Params())
		s.Init(start, 1)
		g := *f
		g.s = s
		for g.loss = range a.Losses {
			checked++
			if got := g.at(start, nil); got != plain {
				t.Errorf("%s, view %d: %g at the start, the trunk has %g", name, g.loss, got, plain)
			}
		}
		at := 0
		for _, b := range s.Blocks() {
			if b.Lo != at {
				t.Errorf("%s: block %s starts at %d, want %d", name, b.Name, b.Lo, at)
			}
			at = b.Hi
		}
		if at != s.Params() {
			t.Errorf("%s: blocks end at %d of %d", name, at, s.Params())
		}
		at = s.TrunkParams()
		for _, o := range s.Owned() {
			if o.Lo != at {
				t.Errorf("%s: an owned range starts at %d, want %d", name, o.Lo, at)
			}
			at = o.Hi
		}
		if at != s.Params() {
			t.Errorf("%s: owned ranges end at %d of %d", name, at, s.Params())
		}
	}
	if checked != 18*4 {
		t.Fatalf("%d views", checked)
	}
}

// Stacked shared adapters are one of the whole rank.
func TestSharedAdaptersAreOne(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 8))
	s := shape(kernel.Tanh)
	s.Adapters = &Adapters{Losses: 3, Rank: 2, Scale: 1, RowNorm: 3}
	theta := moved(s, rng)
	f := newFunctional(s, jet.NewChannels(2, []jet.Index{{1, 1}, {2}}, nil, 0), rng)
	one := *f
	one.s.Adapters = &Adapters{Losses: 1, Rank: 6, Scale: 1.0 / 3, RowNorm: 3}
	if a, b := f.at(theta, nil), one.at(theta, nil); math.Abs(a-b) > 1e-12*math.Abs(a) {
		t.Errorf("three adapters of rank 2 give %g, one of rank 6 %g", a, b)
	}
}

// The prediction of private adapters is the mean of the views, derivatives too; a view has no gradient in the adapters of others.
func TestPrivateViews(t *testing.T) {
	c := jet.NewChannels(2, []jet.Index{{1, 1}, {2}}, nil, 0)
	rng := rand.New(rand.NewPCG(5, 5))
	s := shape(kernel.Tanh)
	s.Adapters = &Adapters{Kind: Private, Losses: 3, Rank: 2, Scale: 1, RowNorm: 3}
	theta := moved(s, rng)
	net := New(s, theta, kernel.Portable[float64]())
	net.Pack()
	w := NewSweep[float64](s, c, kernel.Lanes, true)
	fillRow(w.Input(0), 0.3)
	fillRow(w.Input(1), -0.2)
	mean := make([]float64, c.Len())
	for k := range 3 {
		w.ForwardView(net, kernel.Lanes, nil, k)
		for i := range mean {
			mean[i] += w.Row(0, i)[0] / 3
			fillRow(w.BarRow(0, i), 1)
			fillRow(w.BarRow(1, i), 1)
		}
		grad := make([]float64, s.Params())
		w.Reverse(net, grad, make([]float64, s.Width))
		for _, o := range s.Owned() {
			for _, v := range grad[o.Lo:o.Hi] {
				if (v != 0) != (o.Loss == k) {
					t.Fatalf("view %d has the gradient %g in an adapter of loss %d", k, v, o.Loss)
				}
			}
		}
	}
	w.Forward(net, kernel.Lanes, nil)
	for i, want := range mean {
		if got := w.Row(0, i)[0]; math.Abs(got-want) > 1e-14*math.Max(1, math.Abs(want)) {
			t.Errorf("channel %d: prediction %g, mean of the views %g", i, got, want)
		}
	}
}

// The jets of a network with local adapters are the derivatives of its values by the coordinates: gates included.
func TestGateJets(t *testing.T) {
	c := jet.NewChannels(2, []jet.Index{{1, 1}, {2, 2}, {1, 2}}, []jet.Laplacian{{Coords: []int{0, 1}, Rows: []int{0, 1}}}, 2)
	s := shape(kernel.Tanh)
	s.Adapters = &Adapters{Kind: Local, Losses: 4, Rank: 2, Scale: 4, RowNorm: 2, Gates: gatesOfAll()}
	net := New(s, moved(s, rand.New(rand.NewPCG(6, 6))), kernel.Portable[float64]())
	net.Pack()
	p := NewPredictor(net)
	value := func(x, y float64) float64 {
		out := make([]float64, 2)
		p.At([]float64{x, y}, 1, out)
		return out[0]
	}
	w := NewSweep[float64](s, c, kernel.Lanes, false)
	rows := make([]float64, 2*kernel.Lanes)
	fillRow(rows[:kernel.Lanes], 0.5)
	fillRow(rows[kernel.Lanes:], -2)
	checked := 0
	for _, at := range [][2]float64{{0.3, -0.4}, {-0.9, 0.8}} {
		x, y := at[0], at[1]
		fillRow(w.Input(0), x)
		fillRow(w.Input(1), y)
		w.Forward(net, kernel.Lanes, rows)
		const h = 1e-4
		xx := (value(x+h, y) - 2*value(x, y) + value(x-h, y)) / (h * h)
		yy := (value(x, y+h) - 2*value(x, y) + value(x, y-h)) / (h * h)
		for _, tt := range []struct {
			name string
			got  float64
			want float64
		}{
			{"u", w.Row(0, 0)[0], value(x, y)},
			{"u_x", w.Row(0, c.At(jet.Index{1}))[0], (value(x+h, y) - value(x-h, y)) / (2 * h)},
			{"u_xx", 2 * w.Row(0, c.At(jet.Index{1, 1}))[0], xx},
			{"u_yy", 2 * w.Row(0, c.At(jet.Index{2, 2}))[0], yy},
			{"u_xy", w.Row(0, c.At(jet.Index{1, 2}))[0], (value(x+h, y+h) - value(x+h, y-h) - value(x-h, y+h) + value(x-h, y-h)) / (4 * h * h)},
			{"Laplacian", w.Row(0, c.Lap(0))[0], 0.5*xx - 2*yy},
		} {
			checked++
			// truncation h^2 times a fourth derivative of some hundred, rounding 1e-16/h^2
			if math.Abs(tt.got-tt.want) > 1e-5*math.Max(1, math.Abs(tt.want)) {
				t.Errorf("%s at (%g, %g): %g, difference quotient %g", tt.name, x, y, tt.got, tt.want)
			}
		}
	}
	if checked != 12 {
		t.Fatalf("%d derivatives", checked)
	}
}

// Overlap's gradient is that of its value, and it is zero for orthogonal adapters.
func TestOverlap(t *testing.T) {
	checked := 0
	for _, kind := range []AdapterKind{Shared, Private} {
		s := shape(kernel.Tanh)
		s.Adapters = &Adapters{Kind: kind, Losses: 3, Rank: 2, Scale: 1, RowNorm: 1}
		theta := moved(s, rand.New(rand.NewPCG(4, 4)))
		net := New(s, theta, kernel.Portable[float64]())
		grad, none := make([]float64, s.Params()), make([]float64, s.Params())
		base := net.Overlap(grad, 0.7)
		if !(base > 0) {
			t.Fatalf("overlap %g", base)
		}
		for i := range theta {
			const h = 1e-5
			at := func(d float64) float64 {
				old := theta[i]
				theta[i] += d
				v := net.Overlap(none, 0.7)
				theta[i] = old
				return v
			}
			if want := (at(h) - at(-h)) / (2 * h); math.Abs(grad[i]-want) > 1e-8*math.Max(1, math.Abs(want)) {
				t.Errorf("parameter %d: %g, central difference %g", i, grad[i], want)
			}
			checked++
		}
		for i := range theta {
			theta[i] = 0
		}
		for _, side := range net.overlaps {
			for k, r := range side {
				theta[r.at+(k%r.cols)] = 1 // loss k reads and writes unit k alone
			}
		}
		if v := net.Overlap(none, 1); v != 0 {
			t.Errorf("orthogonal adapters overlap by %g", v)
		}
	}
	if checked == 0 {
		t.Fatal("nothing was checked")
	}
}
