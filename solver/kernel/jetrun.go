package kernel

import "math"

// lane is one slot of a jet program on a chunk of points.
type lane[T Float] = [Lanes]T

func jetForward[T Float](p *JetProgram, y, z []T, ld, units, points int, rows, scratch []T) {
	c := &p.Forward
	for u := range units {
		zu, yu := z[u*ld:], y[u*ld:]
		for at := 0; at < points; at += Lanes {
			for ch := range p.Channels {
				*slot(scratch, int32(ch)) = lane[T](zu[ch*points+at:])
			}
			runChunk(p, c, p.Channels, rows, points, at, scratch)
			for ch, o := range c.Out {
				*(*lane[T])(yu[ch*points+at:]) = *slot(scratch, o)
			}
		}
	}
}

func jetReverse[T Float](p *JetProgram, zbar, x, ybar []T, ld, units, points int, rows, scratch []T) {
	c := &p.Reverse
	for u := range units {
		xu, yu, zu := x[u*ld:], ybar[u*ld:], zbar[u*ld:]
		for at := 0; at < points; at += Lanes {
			for ch := range p.Channels {
				*slot(scratch, int32(ch)) = lane[T](xu[ch*points+at:])
				*slot(scratch, int32(p.Channels+ch)) = lane[T](yu[ch*points+at:])
			}
			runChunk(p, c, 2*p.Channels, rows, points, at, scratch)
			for ch, o := range c.Out {
				*(*lane[T])(zu[ch*points+at:]) = *slot(scratch, o)
			}
		}
	}
}

// slot is the place of slot i in scratch.
func slot[T Float](scratch []T, i int32) *lane[T] {
	return (*lane[T])(scratch[int(i)*Lanes:])
}

// runChunk runs c on one chunk whose inputs fill the first slots.
func runChunk[T Float](p *JetProgram, c *JetCode, inputs int, rows []T, points, at int, scratch []T) {
	if c.Seed {
		seeds(p.Activation, slot(scratch, int32(inputs))[:], slot(scratch, int32(inputs+1))[:], slot(scratch, 0)[:])
		inputs += 2
	}
	for r := range p.Rows {
		*slot(scratch, int32(inputs+r)) = lane[T](rows[r*points+at:])
	}
	for i := range c.Ops {
		mulAdd(&c.Ops[i], scratch)
	}
}

// mulAdd runs one operation on a chunk.
func mulAdd[T Float](o *MulAdd, scratch []T) {
	d, k := slot(scratch, o.Dst), T(o.Coef)
	var t lane[T]
	switch {
	case o.A < 0:
		for i := range t {
			t[i] = k
		}
	case o.B < 0:
		a := slot(scratch, o.A)
		for i := range t {
			t[i] = k * a[i]
		}
	case k == 1:
		a, b := slot(scratch, o.A), slot(scratch, o.B)
		for i := range t {
			t[i] = a[i] * b[i]
		}
	default:
		a, b := slot(scratch, o.A), slot(scratch, o.B)
		for i := range t {
			t[i] = k * a[i] * b[i]
		}
	}
	if !o.Acc {
		*d = t
		return
	}
	for i := range t {
		d[i] += t[i]
	}
}

// seeds writes the two seeds of z into s and q.
func seeds[T Float](a Activation, s, q, z []T) {
	switch a {
	case Tanh:
		tanhs(s, z)
		for i, x := range s {
			q[i] = 1 - x*x
		}
	case Sin:
		for i, x := range z {
			sin, cos := math.Sincos(float64(x))
			s[i], q[i] = T(sin), T(cos)
		}
	case SiLU:
		exps(s, z, -1)
		for i, e := range s {
			g := 1 / (1 + e)
			s[i], q[i] = g, g-g*g
		}
	}
}
