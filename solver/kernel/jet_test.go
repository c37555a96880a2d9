package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"unsafe"
)

// burgers returns the tanh program over the Taylor coefficients 1, t, x, xx, forward and reverse from the output:
// y_t = v z_t, y_x = v z_x, y_xx = v z_xx - y_0 v z_x^2, with v = 1 - y_0^2.
func burgers() *JetProgram {
	return &JetProgram{
		Activation: Tanh, Channels: 4, FromOutput: true,
		Forward: JetCode{Seed: true, Slots: 12, Out: []int32{4, 6, 7, 8}, Ops: []MulAdd{
			{Dst: 6, A: 5, B: 1, Coef: 1},
			{Dst: 7, A: 5, B: 2, Coef: 1},
			{Dst: 8, A: 5, B: 3, Coef: 1},
			{Dst: 9, A: 4, B: 7, Coef: 1},
			{Dst: 8, A: 9, B: 2, Acc: true, Coef: -1},
		}},
		// v_0 = 1 - y0^2, v_i = -2 y0 y_i, v_xx = -2 y0 y_xx - y_x^2; zbar_b = sum_a v_{a-b} ybar_a.
		Reverse: JetCode{Slots: 16, Out: []int32{12, 13, 14, 15}, Ops: []MulAdd{
			{Dst: 8, A: -1, B: -1, Coef: 1},
			{Dst: 8, A: 0, B: 0, Acc: true, Coef: -1},
			{Dst: 9, A: 0, B: 1, Coef: -2},
			{Dst: 10, A: 0, B: 2, Coef: -2},
			{Dst: 11, A: 0, B: 3, Coef: -2},
			{Dst: 11, A: 2, B: 2, Acc: true, Coef: -1},
			{Dst: 12, A: 8, B: 4, Coef: 1},
			{Dst: 12, A: 9, B: 5, Acc: true, Coef: 1},
			{Dst: 12, A: 10, B: 6, Acc: true, Coef: 1},
			{Dst: 12, A: 11, B: 7, Acc: true, Coef: 1},
			{Dst: 13, A: 8, B: 5, Coef: 1},
			{Dst: 14, A: 8, B: 6, Coef: 1},
			{Dst: 14, A: 10, B: 7, Acc: true, Coef: 1},
			{Dst: 15, A: 8, B: 7, Coef: 1},
		}},
	}
}

// laplacian returns the tanh program over the value, d directions and their Laplacian: h_i = v z_i, h_L = v z_L - 2 h v sum z_i^2, and
// in reverse zbar_i = v hbar_i - 4 h h_i hbar_L, zbar = v hbar - 2 h sum h_i hbar_i - 2 (h h_L + sum h_i^2) hbar_L.
func laplacian(d int) *JetProgram {
	p := &JetProgram{Activation: Tanh, Channels: d + 2, FromOutput: true}
	n, last := int32(p.Channels), int32(d+1)
	add := func(c *JetCode, dst, a, b int32, acc bool, coef float64) {
		c.Ops = append(c.Ops, MulAdd{Dst: dst, A: a, B: b, Acc: acc, Coef: coef})
	}
	f, s, v, h := &p.Forward, n, n+1, n+2
	sum, w, out := h+int32(d), h+int32(d)+1, h+int32(d)+2
	f.Seed, f.Slots, f.Out = true, int(out)+1, []int32{s}
	for i := range int32(d) {
		add(f, h+i, v, 1+i, false, 1)
		f.Out = append(f.Out, h+i)
	}
	for i := range int32(d) {
		add(f, sum, 1+i, 1+i, i > 0, 1)
	}
	add(f, w, s, v, false, -2)
	add(f, out, v, last, false, 1)
	add(f, out, w, sum, true, 1)
	f.Out = append(f.Out, out)

	r, v, q := &p.Reverse, 2*n, 2*n+1
	first := 2*n + 2
	m, g, z := first+int32(d), first+int32(d)+1, first+int32(d)+2
	r.Slots, r.Out = int(z)+2, []int32{z}
	add(r, v, -1, -1, false, 1)
	add(r, v, 0, 0, true, -1)
	add(r, q, 0, n+last, false, 1)
	add(r, m, 0, last, false, -2)
	for i := range int32(d) {
		add(r, m, 1+i, 1+i, true, -2)
	}
	for i := range int32(d) {
		add(r, g, 1+i, n+1+i, i > 0, 1)
	}
	add(r, z, v, n, false, 1)
	add(r, z, 0, g, true, -2)
	add(r, z, m, n+last, true, 1)
	for i := range int32(d) {
		add(r, first+i, v, n+1+i, false, 1)
		add(r, first+i, q, 1+i, true, -4)
		r.Out = append(r.Out, first+i)
	}
	add(r, z+1, v, n+last, false, 1)
	r.Out = append(r.Out, z+1)
	return p
}

// TestPlanRuns: the directions of a Laplacian cost a few operations, however many they are, in place too.
func TestPlanRuns(t *testing.T) {
	for _, key := range []jetKey{{}, {reverse: true}, {reverse: true, inPlace: true}} {
		key.size, key.points, key.slot = 4, 16, 64
		few, many := len(laplacian(10).plan(key).ops), len(laplacian(50).plan(key).ops)
		if few != many || many > 20 {
			t.Errorf("%+v: %d operations for 10 directions, %d for 50", key, few, many)
		}
	}
}

// generated returns a program of n random operations over channels inputs, rows weights and both seeds.
func generated(r *rand.Rand, act Activation, channels, rows, n int) *JetProgram {
	code := func(inputs int) JetCode {
		fixed := inputs + 2 + rows
		c := JetCode{Seed: true, Slots: fixed + n}
		for i := range n {
			have := int32(fixed + i)
			o := MulAdd{Dst: have, A: r.Int32N(have), B: r.Int32N(have), Coef: []float64{1, 1, -1, 0.5, 1.0 / 3}[r.IntN(5)]}
			switch r.IntN(8) {
			case 0:
				o.B = -1
			case 1:
				o.A, o.B = -1, -1
			}
			if i > 0 && r.IntN(3) == 0 {
				o.Dst, o.Acc = int32(fixed)+r.Int32N(int32(i)), true
				c.Ops = append(c.Ops, o)
				o = MulAdd{Dst: have, A: o.Dst, B: -1, Coef: 1}
			}
			c.Ops = append(c.Ops, o)
		}
		for range channels {
			c.Out = append(c.Out, r.Int32N(int32(c.Slots)))
		}
		return c
	}
	return &JetProgram{Activation: act, Channels: channels, Rows: rows, Forward: code(channels), Reverse: code(2 * channels)}
}

// naive runs c at one point in float64 and returns every slot and a bound on the slot's rounding error in units of eps.
func naive(p *JetProgram, c *JetCode, in, rows []float64) (v, e []float64) {
	v, e = slices.Clone(in), make([]float64, len(in))
	if c.Seed {
		s, q := seedPair(p.Activation, v[0])
		v, e = append(v, s, q), append(e, 4*math.Abs(s)+1, 4*math.Abs(q)+4)
	}
	v, e = append(v, rows...), append(e, make([]float64, len(rows))...)
	v, e = append(v, make([]float64, c.Slots-len(v))...), append(e, make([]float64, c.Slots-len(e))...)
	for _, o := range c.Ops {
		x, d := o.Coef, 0.0
		if o.A >= 0 {
			x, d = x*v[o.A], math.Abs(o.Coef)*e[o.A]
		}
		if o.B >= 0 {
			d = d*math.Abs(v[o.B]) + math.Abs(x)*e[o.B] + d*e[o.B]*1e-6
			x *= v[o.B]
		}
		d += 3 * math.Abs(x)
		if o.Acc {
			x, d = x+v[o.Dst], d+e[o.Dst]
			d += math.Abs(x)
		}
		v[o.Dst], e[o.Dst] = x, d
	}
	return v, e
}

func seedPair(a Activation, z float64) (s, q float64) {
	switch a {
	case Tanh:
		s = math.Tanh(z)
		return s, 1 - s*s
	case Sin:
		return math.Sincos(z)
	}
	g := 1 / (1 + math.Exp(-z))
	return g, g - g*g
}

// CommonPrograms are tanh's rules for package jet's common channel sets, which that package's import below gives.
var CommonPrograms []*JetProgram

// BurgersProgram is the one of Burgers' channels, the same way.
var BurgersProgram *JetProgram

func TestJet(t *testing.T) { each(t, testJet[float32], testJet[float64]) }

func testJet[T Float](t *testing.T, s *Set[T]) {
	r := rand.New(rand.NewPCG(9, 10))
	programs := []*JetProgram{burgers(), laplacian(1), laplacian(6), laplacian(50)}
	programs = append(programs, CommonPrograms...)
	for i, channels := range []int{1, 2, 4, 5, 13, 52} {
		for _, a := range []Activation{Tanh, Sin, SiLU} {
			programs = append(programs, generated(r, a, channels, i%3*2, 3+channels))
		}
	}
	for i, p := range programs {
		shapes := [][2]int{{7, 16}, {1, 80}, {3, 32}, {2, 48}, {2, 64}, {1, 144}}
		if p.Channels > 8 {
			shapes = shapes[:2]
		}
		for _, shape := range shapes {
			checkJet(t, fmt.Sprintf("program %d units %d points %d", i, shape[0], shape[1]), s, p, shape[0], shape[1], r)
		}
	}
}

func checkJet[T Float](t *testing.T, what string, s *Set[T], p *JetProgram, units, points int, r *rand.Rand) {
	cols := p.Channels * points
	ld := Stride(cols)
	n := (units-1)*ld + cols
	z, ybar, rows := random[T](r, n), random[T](r, n), random[T](r, p.Rows*points)
	y, zbar, scratch := alloc[T](n, 0), alloc[T](n, 1), alloc[T](p.ScratchLen(), 3)
	z0, ybar0, rows0 := slices.Clone(z), slices.Clone(ybar), slices.Clone(rows)
	s.JetForward(p, y.data, z, ld, units, points, rows, scratch.data)
	s.JetReverse(p, zbar.data, z, ybar, ld, units, points, rows, scratch.data)
	if !y.intact() || !zbar.intact() || !scratch.intact() || !slices.Equal(z, z0) || !slices.Equal(ybar, ybar0) || !slices.Equal(rows, rows0) {
		t.Fatalf("%s: wrote outside the result", what)
	}
	in, w := make([]float64, 2*p.Channels), make([]float64, p.Rows)
	for u := range units {
		for i := range points {
			for c := range p.Channels {
				in[c], in[p.Channels+c] = float64(z[u*ld+c*points+i]), float64(ybar[u*ld+c*points+i])
			}
			for k := range w {
				w[k] = float64(rows[k*points+i])
			}
			v, e := naive(p, &p.Forward, in[:p.Channels], w)
			for c, o := range p.Forward.Out {
				if got, tol := float64(y.data[u*ld+c*points+i]), eps[T]()*e[o]; !(math.Abs(got-v[o]) <= tol) {
					t.Fatalf("%s: y[%d][%d][%d] = %v, want %v within %.2g", what, u, c, i, got, v[o], tol)
				}
			}
			v, e = naive(p, &p.Reverse, in, w)
			for c, o := range p.Reverse.Out {
				if got, tol := float64(zbar.data[u*ld+c*points+i]), eps[T]()*e[o]; !(math.Abs(got-v[o]) <= tol) {
					t.Fatalf("%s: zbar[%d][%d][%d] = %v, want %v within %.2g", what, u, c, i, got, v[o], tol)
				}
			}
		}
	}
	s.JetForward(p, z, z, ld, units, points, rows, scratch.data)
	s.JetReverse(p, ybar, z0, ybar, ld, units, points, rows, scratch.data)
	for u := range units {
		for i := u * ld; i < u*ld+cols; i++ {
			if z[i] != y.data[i] || ybar[i] != zbar.data[i] {
				t.Fatalf("%s: in place gives other bits at %d", what, i)
			}
		}
	}
}

// TestJetSpecial: what is not a number stays so, and an infinity an infinity, where the portable set has it so.
func TestJetSpecial(t *testing.T) { each(t, testJetSpecial[float32], testJetSpecial[float64]) }

func testJetSpecial[T Float](t *testing.T, s *Set[T]) {
	r, checked := rand.New(rand.NewPCG(19, 20)), 0
	special := []float64{math.NaN(), math.Inf(1), math.Inf(-1), 0, math.Copysign(0, -1), float64(tiny[T]()), 30, -200}
	oracle := Portable[T]()
	for k, p := range CommonPrograms {
		cols := p.Channels * Lanes
		z, ybar, rows, scratch := random[T](r, cols), random[T](r, cols), random[T](r, p.Rows*Lanes), make([]T, p.ScratchLen())
		for c := range 2 * p.Channels {
			for i, x := range special {
				if c < p.Channels {
					z[c*Lanes+i] = T(x)
				} else {
					ybar[(c-p.Channels)*Lanes+i] = T(x)
				}
			}
			got, want := make([]T, 2*cols), make([]T, 2*cols)
			s.JetForward(p, got[:cols], z, cols, 1, Lanes, rows, scratch)
			s.JetReverse(p, got[cols:], z, ybar, cols, 1, Lanes, rows, scratch)
			oracle.JetForward(p, want[:cols], z, cols, 1, Lanes, rows, scratch)
			oracle.JetReverse(p, want[cols:], z, ybar, cols, 1, Lanes, rows, scratch)
			for i, w := range want {
				near(t, fmt.Sprintf("program %d, special values in input %d: output %d", k, c, i), float64(got[i]), float64(w), 1e4*eps[T]()*(1+math.Abs(float64(w))))
				checked++
			}
			z, ybar = random[T](r, cols), random[T](r, cols)
		}
	}
	if checked == 0 {
		t.Fatal("no common programs")
	}
}

// tiny is the smallest number of T, a denormal.
func tiny[T Float]() T {
	if unsafe.Sizeof(T(0)) == 4 {
		return T(math.SmallestNonzeroFloat32)
	}
	x := math.SmallestNonzeroFloat64
	return T(x)
}

func TestJetNaN(t *testing.T) { each(t, testJetNaN[float32], testJetNaN[float64]) }

func testJetNaN[T Float](t *testing.T, s *Set[T]) {
	p := burgers()
	const points = 32
	scratch := make([]T, p.ScratchLen())
	for at := range 4 * points {
		z, y := make([]T, 4*points), make([]T, 4*points)
		z[at] = T(math.NaN())
		s.JetForward(p, y, z, 4*points, 1, points, nil, scratch)
		for i, x := range y {
			// Only points see each other's channels; channel 0 reaches all, t and xx themselves, x also xx.
			want := i%points == at%points && (at < points || i/points == at/points || at/points == 2 && i/points == 3)
			if (x != x) != want {
				t.Fatalf("NaN at %d: y[%d] = %v", at, i, x)
			}
		}
	}
}

func TestJetGuards(t *testing.T) { each(t, testJetGuards[float32], testJetGuards[float64]) }

func testJetGuards[T Float](t *testing.T, s *Set[T]) {
	x := make([]T, 4096)
	run := func(p *JetProgram, points, n, scratch int) func() {
		return func() { s.JetForward(p, x, x[:n], 4*points, 1, points, nil, x[:scratch]) }
	}
	ok := burgers()
	run(ok, 16, 64, ok.ScratchLen())()
	mustPanic(t, "points", run(ok, 8, 64, ok.ScratchLen()))
	mustPanic(t, "z", run(ok, 16, 63, ok.ScratchLen()))
	mustPanic(t, "scratch", run(ok, 16, 64, ok.ScratchLen()-1))
	for i, change := range []func(p *JetProgram){
		func(p *JetProgram) { p.Forward.Ops[0].Dst = 12 },
		func(p *JetProgram) { p.Forward.Ops[1].A = 12 },
		func(p *JetProgram) { p.Forward.Ops[1].A = -1 },
		func(p *JetProgram) { p.Forward.Ops[2].B = 99 },
		func(p *JetProgram) { p.Forward.Out[3] = -1 },
		func(p *JetProgram) { p.Forward.Out = p.Forward.Out[:3] },
		func(p *JetProgram) { p.Rows = 1 },
		func(p *JetProgram) { p.Activation = 9 },
	} {
		p := burgers()
		change(p)
		mustPanic(t, fmt.Sprint("program ", i), run(p, 16, 64, p.ScratchLen()))
	}
}
