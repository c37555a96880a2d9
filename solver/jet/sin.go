package jet

import "counterpoint/solver/kernel"

// sin: y' = c, c' = -y for the pair (sin z, cos z); v = c.

func (w *code) sinSeries(z series, all bool) (s, c series) {
	s, c = w.series(), w.series()
	s[0], c[0] = w.seed, w.seed+1
	need := w.needed()
	for k := 1; k < len(s); k++ {
		s[k] = w.compose(1, z, c, k)
		if all || need[k] {
			c[k] = w.compose(-1, z, s, k)
		}
	}
	return s, c
}

func sinForward(ch *Channels) kernel.JetCode {
	w := newForward(ch)
	z := w.inputs(0)
	s, c := w.sinSeries(z, false)
	out := append([]int32{}, s...)
	for l, lap := range ch.Laps {
		q := w.squares(lap, z)
		h := w.sum()
		h.add(1, c[0], int32(ch.Lap(l)))
		h.add(-1, s[0], q)
		out = append(out, h.dst)
	}
	return w.close(out)
}

func sinReverse(ch *Channels) kernel.JetCode {
	w := newReverse(ch, true)
	n := int32(ch.Len())
	z, ybar := w.inputs(0), w.inputs(n)
	s, c := w.sinSeries(z, true)
	out := w.adjoints(c, ybar)
	if len(ch.Laps) > 0 {
		w.lapAdjoints(out, z, 0, n, c[0], w.product(-1, s[0], -1), w.product(-1, c[0], -1))
	}
	return w.close(slots(out))
}
