package jet

import "counterpoint/solver/kernel"

// code writes a kernel.JetCode. Slots are numbered as kernel.JetProgram says; series are looked up by channel.
type code struct {
	kernel.JetCode
	ch   *Channels
	seed int32 // slot of the first seed
	row  int32 // slot of the first weight row
}

// newForward lays out inputs, seeds and rows.
func newForward(c *Channels) *code {
	w := &code{ch: c, seed: int32(c.Len())}
	w.Seed = true
	w.row = w.seed + 2
	w.Slots = int(w.row) + c.Rows
	return w
}

// newReverse lays out inputs, adjoints, seeds if asked for, and rows.
func newReverse(c *Channels, seed bool) *code {
	w := &code{ch: c, seed: int32(2 * c.Len())}
	w.Seed = seed
	w.row = w.seed
	if seed {
		w.row += 2
	}
	w.Slots = int(w.row) + c.Rows
	return w
}

func (w *code) slot() int32 {
	w.Slots++
	return int32(w.Slots - 1)
}

// sum is a slot under construction: the first term sets it, the others add.
type sum struct {
	w   *code
	dst int32
	any bool
}

func (w *code) sum() *sum { return &sum{w: w, dst: w.slot()} }

// add appends coef*a*b; b < 0: coef*a; a < 0 too: coef.
func (s *sum) add(coef float64, a, b int32) {
	s.w.Ops = append(s.w.Ops, kernel.MulAdd{Dst: s.dst, A: a, B: b, Acc: s.any, Coef: coef})
	s.any = true
}

// product returns a slot with coef*a*b.
func (w *code) product(coef float64, a, b int32) int32 {
	s := w.sum()
	s.add(coef, a, b)
	return s.dst
}

// series maps channel to slot; -1 where not computed.
type series []int32

func (w *code) series() series {
	s := make(series, len(w.ch.Indices))
	for i := range s {
		s[i] = -1
	}
	return s
}

// inputs is the series of the first n slots from first.
func (w *code) inputs(first int32) series {
	s := make(series, len(w.ch.Indices))
	for i := range s {
		s[i] = first + int32(i)
	}
	return s
}

// compose appends y_a = (scale/a_i) sum_{0<b<=a, b_i>0} b_i z_b v_{a-b} for channel k > 0 and returns its slot: the series of
// a function whose derivative along z is scale*v.
func (w *code) compose(scale float64, z, v series, k int) int32 {
	a := w.ch.Indices[k]
	i := int(a[0]) - 1
	s := w.sum()
	for _, b := range a.below() {
		n := b.Count(i)
		if n == 0 {
			continue
		}
		rest, _ := a.Minus(b)
		s.add(scale*float64(n)/float64(a.Count(i)), z[w.ch.At(b)], v[w.ch.At(rest)])
	}
	return s.dst
}

// convolve adds coef * sum_{b<=a} x_b y_{a-b} for channel k.
func (w *code) convolve(s *sum, coef float64, x, y series, k int) {
	a := w.ch.Indices[k]
	for _, b := range a.below() {
		rest, _ := a.Minus(b)
		s.add(coef, x[w.ch.At(b)], y[w.ch.At(rest)])
	}
}

// square adds coef * sum_{b<=a} x_b x_{a-b}, each unordered pair once.
func (w *code) square(s *sum, coef float64, x series, k int) {
	a := w.ch.Indices[k]
	for _, b := range a.below() {
		rest, _ := a.Minus(b)
		i, j := w.ch.At(b), w.ch.At(rest)
		switch {
		case i < j:
			s.add(2*coef, x[i], x[j])
		case i == j:
			s.add(coef, x[i], x[j])
		}
	}
}

// needed reports the channels a-b for b != 0, a in the set: where a derivative series v is used.
func (w *code) needed() []bool {
	out := make([]bool, len(w.ch.Indices))
	out[0] = true
	for _, a := range w.ch.Indices {
		for _, b := range a.below() {
			if b.Order() > 0 {
				rest, _ := a.Minus(b)
				out[w.ch.At(rest)] = true
			}
		}
	}
	return out
}

// weighted returns the slot of w_i x_i for the i-th coordinate of l, x the slot of the first derivative.
func (w *code) weighted(l Laplacian, i int, x int32) int32 {
	if l.Rows == nil {
		return x
	}
	return w.product(1, w.row+int32(l.Rows[i]), x)
}

// squares returns the slot of S = sum_i w_i x_i^2 over l.
func (w *code) squares(l Laplacian, x series) int32 {
	s := w.sum()
	terms := make([]int32, len(l.Coords))
	for i, c := range l.Coords {
		terms[i] = w.weighted(l, i, x[w.ch.At(Unit(c))])
	}
	for i, c := range l.Coords {
		s.add(1, terms[i], x[w.ch.At(Unit(c))])
	}
	return s.dst
}

// adjoints appends zbar_b = sum_{a>=b} v_{a-b} ybar_a for every channel of Indices, in sums left open for the Laplacians.
func (w *code) adjoints(v, ybar series) []*sum {
	out := make([]*sum, w.ch.Len())
	for k, b := range w.ch.Indices {
		out[k] = w.sum()
		for j, a := range w.ch.Indices {
			if rest, ok := a.Minus(b); ok {
				out[k].add(1, v[w.ch.At(rest)], ybar[j])
			}
		}
	}
	return out
}

// lapAdjoints appends the reverse of y_L = d1 z_L + d2 S for every Laplacian, S = sum_i w_i z_i^2 and d1, d2, d3 the slots of
// the activation's derivatives.
func (w *code) lapAdjoints(out []*sum, z series, first, ybar int32, d1, d2, d3 int32) {
	for l, lap := range w.ch.Laps {
		k := w.ch.Lap(l)
		bar := ybar + int32(k)
		out[k] = w.sum()
		out[k].add(1, d1, bar)
		s := w.squares(lap, z)
		inner := w.sum()
		inner.add(1, d2, first+int32(k))
		inner.add(1, d3, s)
		out[0].add(1, inner.dst, bar)
		twice := w.product(2, d2, bar)
		for i, c := range lap.Coords {
			j := w.ch.At(Unit(c))
			out[j].add(1, w.weighted(lap, i, z[j]), twice)
		}
	}
}

func (w *code) close(out []int32) kernel.JetCode {
	w.Out = out
	return w.JetCode
}

func slots(s []*sum) []int32 {
	out := make([]int32, len(s))
	for i := range s {
		out[i] = s[i].dst
	}
	return out
}
