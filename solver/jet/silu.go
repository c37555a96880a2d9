package jet

import "counterpoint/solver/kernel"

// silu: y = z g with g = 1/(1+exp(-z)), g' = w = g - g^2, v = g + z w.

// logistic returns the series of g and of w = g - g^2.
func (w *code) logistic(z series) (g, gw series) {
	g, gw = w.series(), w.series()
	g[0], gw[0] = w.seed, w.seed+1
	for k := 1; k < len(g); k++ {
		g[k] = w.compose(1, z, gw, k)
		s := w.sum()
		s.add(1, g[k], -1)
		w.square(s, -1, g, k)
		gw[k] = s.dst
	}
	return g, gw
}

// siluDerivatives returns the slots of act', act”, act”' at the value:
// w' = w (1-2g), w” = w' (1-2g) - 2 w^2; act' = g + z w, act” = 2w + z w', act”' = 3w' + z w”.
func (w *code) siluDerivatives(g, gw int32) (d1, d2, d3 int32) {
	t := w.sum()
	t.add(1, -1, -1)
	t.add(-2, g, -1)
	w1 := w.product(1, gw, t.dst)
	w2 := w.sum()
	w2.add(1, w1, t.dst)
	w2.add(-2, gw, gw)
	a, b, c := w.sum(), w.sum(), w.sum()
	a.add(1, g, -1)
	a.add(1, 0, gw)
	b.add(2, gw, -1)
	b.add(1, 0, w1)
	c.add(3, w1, -1)
	c.add(1, 0, w2.dst)
	return a.dst, b.dst, c.dst
}

func siluForward(ch *Channels) kernel.JetCode {
	w := newForward(ch)
	z := w.inputs(0)
	g, gw := w.logistic(z)
	out := make([]int32, len(z), ch.Len())
	for k := range z {
		s := w.sum()
		w.convolve(s, 1, z, g, k)
		out[k] = s.dst
	}
	if len(ch.Laps) > 0 {
		d1, d2, _ := w.siluDerivatives(g[0], gw[0])
		for l, lap := range ch.Laps {
			q := w.squares(lap, z)
			h := w.sum()
			h.add(1, d1, int32(ch.Lap(l)))
			h.add(1, d2, q)
			out = append(out, h.dst)
		}
	}
	return w.close(out)
}

func siluReverse(ch *Channels) kernel.JetCode {
	w := newReverse(ch, true)
	n := int32(ch.Len())
	z, ybar := w.inputs(0), w.inputs(n)
	g, gw := w.logistic(z)
	v := w.series()
	for k := range v {
		s := w.sum()
		s.add(1, g[k], -1)
		w.convolve(s, 1, z, gw, k)
		v[k] = s.dst
	}
	out := w.adjoints(v, ybar)
	if len(ch.Laps) > 0 {
		d1, d2, d3 := w.siluDerivatives(g[0], gw[0])
		w.lapAdjoints(out, z, 0, n, d1, d2, d3)
	}
	return w.close(slots(out))
}
