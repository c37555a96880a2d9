package expr

import (
	"math"
	"math/rand/v2"
	"testing"

	"counterpoint/solver/kernel"
)

const tapePoints = 2 * kernel.Lanes

// bench is one program with random inputs.
type bench struct {
	g       *Graph
	roots   []ID
	bind    Binding
	p       *Program
	x       [][]float64 // [coordinate][point]
	leaves  [][]float64
	columns [][]float64
	rootbar [][]float64
	leafbar [][]float64
}

func rowsOf(n int, f func() float64) [][]float64 {
	out := make([][]float64, n)
	for i := range out {
		out[i] = make([]float64, tapePoints)
		for k := range out[i] {
			out[i][k] = f()
		}
	}
	return out
}

func newBench(t testing.TB, g *Graph, roots []ID, r *rand.Rand) *bench {
	t.Helper()
	b := &bench{g: g, roots: roots, bind: Binding{Const: []float64{0.3, -1.2}, Unknown: []float64{0.8}}}
	p, err := g.Compile(roots, b.bind)
	if err != nil {
		t.Fatal(err)
	}
	normal := func() float64 { return r.NormFloat64() }
	b.p, b.x = p, rowsOf(2, normal)
	b.leaves = rowsOf(len(p.Leaves), normal)
	b.columns = rowsOf(len(p.Columns), normal)
	b.rootbar = rowsOf(len(roots), normal)
	b.leafbar = rowsOf(len(p.Leaves), func() float64 { return math.NaN() }) // must be written, not added to
	for i, c := range p.Columns {
		e := g.Evaluator(b.bind, c)
		for k := range b.columns[i] {
			b.columns[i][k] = e.Eval(b.at(k), nil)
		}
	}
	return b
}

func (b *bench) at(k int) []float64 { return []float64{b.x[0][k], b.x[1][k]} }

// value is the oracle: the roots as they were written, leaves gathered by Compile expanded again.
func (b *bench) leafValue(k int) func(Leaf) float64 {
	return func(l Leaf) float64 {
		for i, have := range b.p.Leaves {
			if have == l {
				return b.leaves[i][k]
			}
		}
		return math.NaN()
	}
}

// near compares with a tolerance relative to the scale of the values that made them.
func near(got, want, scale, tol float64) bool {
	if math.IsNaN(got) || math.IsNaN(want) {
		return math.IsNaN(got) && math.IsNaN(want)
	}
	if math.IsInf(got, 0) || math.IsInf(want, 0) {
		return got == want
	}
	return math.Abs(got-want) <= tol*(math.Abs(want)+scale)
}

// checkTape compares forward with Eval and reverse with central differences of Eval; it returns how many values were compared.
func checkTape(t testing.TB, b *bench) (checked int) {
	t.Helper()
	tape := NewTape(b.p, kernel.Portable[float64](), tapePoints)
	roots := tape.Forward(b.leaves, b.columns, b.bind.Unknown)
	gathered := b.g.gather(b.roots)
	e := b.g.Evaluator(b.bind, gathered...)
	for k := range tapePoints {
		e.Eval(b.at(k), b.leafValue(k))
		for i := range roots {
			if got, want := roots[i][k], e.Root(i); !near(got, want, b.size(gathered[i], k), 1e-12) {
				t.Fatalf("forward: root %d at point %d = %g, Eval %g", i, k, got, want)
			}
			checked++
		}
	}
	ubar := []float64{0}
	tape.Reverse(b.rootbar, b.leafbar, ubar)
	for i := range b.p.Leaves {
		for k := range 3 {
			checked += b.difference(t, e, &b.leaves[i][k], b.leafbar[i][k], k, k+1)
		}
	}
	if len(b.p.Unknowns) > 0 {
		checked += b.difference(t, e, &b.bind.Unknown[0], ubar[0], 0, tapePoints)
	}
	return checked
}

// size is the largest summand of a root, against which rounding is judged.
func (b *bench) size(id ID, k int) float64 {
	s := 0.0
	for _, id := range b.g.reach([]ID{id}) {
		if v := math.Abs(b.g.EvalWith(id, b.at(k), b.leafValue(k), b.bind)); v > s && !math.IsInf(v, 0) {
			s = v
		}
	}
	return s
}

// difference compares an adjoint with central differences of the weighted sum of roots over points from..to-1. Where two step sizes
// disagree (a kink of abs, min, step, or rounding) there is nothing to compare.
func (b *bench) difference(t testing.TB, e *Evaluator, v *float64, got float64, from, to int) int {
	t.Helper()
	sum := func() (s, size float64) {
		for k := from; k < to; k++ {
			e.Eval(b.at(k), b.leafValue(k))
			for i := range b.roots {
				s += b.rootbar[i][k] * e.Root(i)
				size += math.Abs(b.rootbar[i][k] * e.Root(i))
			}
		}
		return s, size
	}
	slope := func(h float64) (float64, float64) {
		old := *v
		*v = old + h
		up, size := sum()
		*v = old - h
		down, _ := sum()
		*v = old
		return (up - down) / (2 * h), size
	}
	const h = 1e-5
	d1, size := slope(h)
	d2, _ := slope(h / 4)
	d3, _ := slope(3 * h)
	noise := 1e-7 * (math.Abs(d1) + size + 1)
	if !(math.Abs(d1-d2) < noise && math.Abs(d1-d3) < noise) {
		return 0
	}
	if !(math.Abs(got-d1) <= 30*noise) { // truncation h^2 f''' and rounding eps f/h, both near 1e-9 of the size, with room
		t.Fatalf("reverse: adjoint %g, central difference %g (%g, %g)", got, d1, d2, d3)
	}
	return 1
}

func TestTapeAgainstEval(t *testing.T) {
	checked := 0
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 1))
		g := NewGraph()
		s := newSprout(g, r)
		roots := make([]ID, 1+r.IntN(3))
		for i := range roots {
			roots[i] = s.grow(1 + r.IntN(6))
		}
		checked += checkTape(t, newBench(t, g, roots, r))
	}
	if checked < 10000 {
		t.Fatalf("only %d values compared", checked)
	}
}

// TestTapeSingle compares the tape in float32 with itself in float64 on expressions of sums and products, where rounding is understood.
func TestTapeSingle(t *testing.T) {
	checked := 0
	for seed := range uint64(50) {
		r := rand.New(rand.NewPCG(seed, 6))
		g := NewGraph()
		s := newSprout(g, r)
		mild := func(n int) int { // sums, products, smooth functions
			if n == 20 {
				return []int{0, 1, 3, 5, 6, 8, 9, 13}[r.IntN(8)]
			}
			return r.IntN(n)
		}
		s.pick = mild
		b := newBench(t, g, []ID{s.grow(4)}, r)
		single := func(rows [][]float64) [][]float32 {
			out := make([][]float32, len(rows))
			for i, row := range rows {
				for _, v := range row {
					out[i] = append(out[i], float32(v))
				}
			}
			return out
		}
		double := NewTape(b.p, kernel.Portable[float64](), tapePoints)
		tape := NewTape(b.p, kernel.Portable[float32](), tapePoints)
		want := double.Forward(b.leaves, b.columns, b.bind.Unknown)
		got := tape.Forward(single(b.leaves), single(b.columns), []float32{float32(b.bind.Unknown[0])})
		gathered := b.g.gather(b.roots)
		for k := range tapePoints {
			scale := b.size(gathered[0], k)
			if !near(float64(got[0][k]), want[0][k], scale*(1+scale), 1e-4) { // a few dozen roundings of 6e-8, amplified by slopes up to the scale
				t.Errorf("seed %d, point %d: %g in float32, %g in float64", seed, k, got[0][k], want[0][k])
			}
			checked++
		}
	}
	if checked < 1000 {
		t.Fatalf("only %d values compared", checked)
	}
}

func FuzzEval(f *testing.F) {
	f.Add(uint64(1), []byte{1, 5, 9, 13, 2, 4})
	f.Add(uint64(2), []byte{17, 5, 18, 19, 2, 4, 7, 7, 1})
	f.Fuzz(func(t *testing.T, seed uint64, choice []byte) {
		r := rand.New(rand.NewPCG(seed, 2))
		g := NewGraph()
		s := sprout{g, func(n int) int {
			if len(choice) == 0 {
				return r.IntN(n)
			}
			c := int(choice[0])
			choice = choice[1:]
			return c % n
		}}
		checkTape(t, newBench(t, g, []ID{s.grow(5), s.grow(3)}, r))
	})
}

func TestTapeAllocatesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	g := NewGraph()
	s := newSprout(g, r)
	b := newBench(t, g, []ID{s.grow(6), s.grow(6)}, r)
	tape := NewTape(b.p, kernel.Portable[float64](), tapePoints)
	ubar := []float64{0}
	n := testing.AllocsPerRun(20, func() {
		tape.Forward(b.leaves, b.columns, b.bind.Unknown)
		tape.Reverse(b.rootbar, b.leafbar, ubar)
	})
	if n != 0 {
		t.Fatalf("Forward and Reverse allocate %g times", n)
	}
}

// TestBurgersCode pins the size of a familiar residual's code: fused multiply-adds, no copies.
func TestBurgersCode(t *testing.T) {
	g := NewGraph()
	u, ux, ut, uxx := g.Leaf(Leaf{}), g.Leaf(Leaf{Alpha: Multi{1}}), g.Leaf(Leaf{Alpha: Multi{2}}), g.Leaf(Leaf{Alpha: Multi{1, 1}})
	r := g.Sub(g.Add(ut, g.Mul(u, ux)), g.Mul(g.Const(0), uxx))
	p, err := g.Compile([]ID{r}, Binding{Const: []float64{0.01}})
	if err != nil {
		t.Fatal(err)
	}
	if len(p.forward) != 3 || len(p.reverse) != 4 || p.temps != 1 || len(p.Leaves) != 4 {
		t.Fatalf("burgers: %d forward, %d reverse operations, %d rows, %d leaves; want 3, 4, 1, 4", len(p.forward), len(p.reverse), p.temps, len(p.Leaves))
	}
}

func TestGather(t *testing.T) {
	g := NewGraph()
	pure := func(f, c int) ID { m, _ := Multi{}.With(c); m, _ = m.With(c); return g.Leaf(Leaf{Field: f, Alpha: m}) }
	u := g.Leaf(Leaf{})
	x := g.Coord(0)
	sum := func(ids ...ID) ID {
		out := g.Num(0)
		for _, id := range ids {
			out = g.Add(out, id)
		}
		return out
	}
	two := g.Num(2)
	defer func() { // weights never divide by a constant, which may be zero
		for _, l := range g.Laps {
			for _, w := range l.Weights {
				if v := g.Eval(w, []float64{1, 1, 1}, Binding{Const: []float64{0, 2}}); math.IsNaN(v) || math.IsInf(v, 0) {
					t.Errorf("a weight is %g where a constant is zero", v)
				}
			}
		}
	}()
	for _, tt := range []struct {
		name  string
		roots []ID
		laps  int
		want  int // leaves
	}{
		{"helmholtz", []ID{sum(pure(0, 0), pure(0, 1), u)}, 1, 2},
		{"weighted", []ID{sum(pure(0, 0), g.Mul(x, pure(0, 1)), u)}, 1, 2},
		{"wave", []ID{g.Sub(pure(0, 2), sum(pure(0, 0), pure(0, 1)))}, 1, 1},
		{"multiples share", []ID{g.Sub(u, g.Mul(two, sum(pure(0, 0), pure(0, 1)))), g.Neg(sum(pure(1, 0), pure(1, 1)))}, 1, 3},
		{"wanted elsewhere", []ID{sum(pure(0, 0), pure(0, 1)), g.Mul(u, pure(0, 1))}, 0, 3},
		{"squared", []ID{g.Add(g.Mul(u, pure(0, 0)), g.Mul(u, pure(0, 1)))}, 0, 3},
		{"one alone", []ID{sum(pure(0, 0), u)}, 0, 2},
		{"vanishing weight", []ID{g.Add(g.Mul(g.Const(0), pure(0, 0)), g.Mul(g.Const(1), pure(0, 1)))}, 1, 1},
		{"two operators", []ID{sum(pure(0, 0), pure(0, 1)), sum(pure(1, 0), g.Mul(two, pure(1, 1)))}, 0, 4},
	} {
		out := g.gather(tt.roots)
		used := map[int]bool{}
		leaves := g.Leaves(out...)
		for _, l := range leaves {
			if l.Lap > 0 {
				used[l.Lap] = true
			}
		}
		if len(used) != tt.laps || len(leaves) != tt.want {
			t.Errorf("%s: %d laplacians in %d leaves, want %d in %d", tt.name, len(used), len(leaves), tt.laps, tt.want)
		}
	}
}
