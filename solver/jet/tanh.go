package jet

import "counterpoint/solver/kernel"

// tanh: v = 1 - y^2, so that the reverse sweep needs the output only.

func tanhForward(c *Channels) kernel.JetCode {
	w := newForward(c)
	z, y, v := w.inputs(0), w.series(), w.series()
	y[0], v[0] = w.seed, w.seed+1
	need := w.needed()
	for k := 1; k < len(y); k++ {
		y[k] = w.compose(1, z, v, k)
		if need[k] {
			v[k] = w.oneMinusSquare(y, k)
		}
	}
	out := append([]int32{}, y...)
	if len(c.Laps) > 0 {
		d2 := w.product(-2, y[0], v[0])
		for l, lap := range c.Laps {
			s := w.squares(lap, z)
			h := w.sum()
			h.add(1, v[0], int32(c.Lap(l)))
			h.add(1, d2, s)
			out = append(out, h.dst)
		}
	}
	return w.close(out)
}

// oneMinusSquare returns the slot of channel k of 1 - y^2, k > 0.
func (w *code) oneMinusSquare(y series, k int) int32 {
	s := w.sum()
	w.square(s, -1, y, k)
	return s.dst
}

// Laplacian, with h = y: hbar_L reaches zbar_L = v, zbar_i = -4 w_i h h_i, zbar_0 = -2 (h h_L + sum w_i h_i^2). No division by v.
func tanhReverse(c *Channels) kernel.JetCode {
	w := newReverse(c, false)
	n := int32(c.Len())
	y, ybar, v := w.inputs(0), w.inputs(n), w.series()
	v0 := w.sum()
	v0.add(1, -1, -1)
	v0.add(-1, y[0], y[0])
	v[0] = v0.dst
	for k := 1; k < len(y); k++ {
		v[k] = w.oneMinusSquare(y, k)
	}
	out := w.adjoints(v, ybar)
	for l, lap := range c.Laps {
		k := c.Lap(l)
		bar := n + int32(k)
		out[k] = w.sum()
		out[k].add(1, v[0], bar)
		inner := w.sum()
		inner.add(-2, y[0], int32(k))
		inner.add(-2, w.squares(lap, y), -1)
		out[0].add(1, inner.dst, bar)
		hbar := w.product(-4, y[0], bar)
		for i, x := range lap.Coords {
			j := c.At(Unit(x))
			out[j].add(1, w.weighted(lap, i, y[j]), hbar)
		}
	}
	return w.close(slots(out))
}
