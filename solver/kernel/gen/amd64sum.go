package main

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// The sums over lanes of a tile's accumulators are taken together: two vectors are merged into one that holds the partial sums of
// both, by two shuffles and one addition, until one vector holds one number of each.

// merge returns lo(x, y) + hi(x, y).
func (a *amd64) merge(lo, hi instruction, x, y reg.VecVirtual) reg.VecVirtual {
	s, t := a.like(x), a.like(x)
	lo(y, x, s)
	hi(y, x, t)
	a.pick(a.VADDPS, a.VADDPD)(t, s, s)
	return s
}

// like returns a new register as wide as x.
func (a *amd64) like(x reg.VecVirtual) reg.VecVirtual {
	switch x.Size() {
	case 64:
		return a.ZMM()
	case 32:
		return a.YMM()
	}
	return a.XMM()
}

// shuffle fixes the immediate of a shuffle.
func shuffle(f instruction, imm uint8) instruction {
	return func(o ...operand.Op) { f(append([]operand.Op{operand.U8(imm)}, o...)...) }
}

// quad sums four accumulators of float32 within each 128 bits: the result's four lanes there belong to one accumulator each.
func (a *amd64) quad(v []V) reg.VecVirtual {
	x := a.merge(a.VUNPCKLPS, a.VUNPCKHPS, a.vecs[v[0]], a.vecs[v[1]])
	y := a.merge(a.VUNPCKLPS, a.VUNPCKHPS, a.vecs[v[2]], a.vecs[v[3]])
	return a.merge(a.VUNPCKLPD, a.VUNPCKHPD, x, y)
}

// pair does the same for two accumulators of float64.
func (a *amd64) pair(x, y V) reg.VecVirtual {
	return a.merge(a.VUNPCKLPD, a.VUNPCKHPD, a.vecs[x], a.vecs[y])
}

// blocks merges by 128-bit blocks, with the two immediates that choose the halves to add.
func (a *amd64) blocks(x, y reg.VecVirtual, lo, hi uint8) reg.VecVirtual {
	f := func(o ...operand.Op) { a.VPERM2F128(o[0], o[1], o[2], o[3]) }
	if a.bits == 512 {
		f = a.VSHUFF64X2
	}
	return a.merge(shuffle(f, lo), shuffle(f, hi), x, y)
}

// AddSums stores a row of four sums as 128 bits of float32 or 256 of float64.
func (a *amd64) AddSums(rows [][]V, p, ld I) {
	q := a.Copy(p)
	for i, r := range a.rowSums(rows) {
		if i > 0 {
			a.AddI(q, ld)
		}
		a.pick(a.VADDPS, a.VADDPD)(a.mem(q, 0), r, r)
		a.pick(a.VMOVUPS, a.VMOVUPD)(r, a.mem(q, 0))
	}
}

// rowSums returns the four sums of each row of accumulators.
func (a *amd64) rowSums(rows [][]V) []reg.VecVirtual {
	var in []reg.VecVirtual
	for _, r := range rows {
		switch {
		case a.size == 4:
			in = append(in, a.quad(r))
		case a.bits == 512:
			in = append(in, a.blocks(a.pair(r[0], r[1]), a.pair(r[2], r[3]), 0x44, 0xee)) // blocks x x y y
		default:
			in = append(in, a.blocks(a.pair(r[0], r[1]), a.pair(r[2], r[3]), 0x20, 0x31)) // done
		}
	}
	switch {
	case a.size == 8 && a.bits == 256:
		return in
	case a.bits == 256:
		return a.fold256(in)
	case a.size == 8:
		return a.fold512(in)
	}
	return a.fold512x4(in)
}

// fold256 sums the two blocks of each row, two rows at a time.
func (a *amd64) fold256(in []reg.VecVirtual) (out []reg.VecVirtual) {
	for i := 0; i < len(in); i += 2 {
		y := in[min(i+1, len(in)-1)]
		s := a.blocks(in[i], y, 0x20, 0x31)
		out = append(out, s.AsX().(reg.VecVirtual))
		if i+1 < len(in) {
			t := a.XMM()
			a.VEXTRACTF128(operand.U8(1), s, t)
			out = append(out, t)
		}
	}
	return out
}

// fold512 turns rows of blocks x x y y into x y, two rows at a time, each 256 bits.
func (a *amd64) fold512(in []reg.VecVirtual) (out []reg.VecVirtual) {
	for i := 0; i < len(in); i += 2 {
		y := in[min(i+1, len(in)-1)]
		s := a.blocks(in[i], y, 0x88, 0xdd)
		out = append(out, s.AsY().(reg.VecVirtual))
		if i+1 < len(in) {
			t := a.YMM()
			a.VEXTRACTF64X4(operand.U8(1), s, t)
			out = append(out, t)
		}
	}
	return out
}

// fold512x4 sums the four blocks of each row, four rows at a time, each 128 bits.
func (a *amd64) fold512x4(in []reg.VecVirtual) (out []reg.VecVirtual) {
	for i := 0; i < len(in); i += 4 {
		row := func(j int) reg.VecVirtual { return in[min(i+j, len(in)-1)] }
		s := a.blocks(row(0), row(1), 0x44, 0xee)
		t := s
		if len(in)-i > 2 {
			t = a.blocks(row(2), row(3), 0x44, 0xee)
		}
		s = a.blocks(s, t, 0x88, 0xdd)
		out = append(out, s.AsX().(reg.VecVirtual))
		for j := 1; j < min(4, len(in)-i); j++ {
			x := a.XMM()
			a.VEXTRACTF32X4(operand.U8(uint8(j)), s, x)
			out = append(out, x)
		}
	}
	return out
}

// half returns the sum of v's 128-bit blocks.
func (a *amd64) half(v reg.VecVirtual) reg.VecVirtual {
	add := a.pick(a.VADDPS, a.VADDPD)
	y := v
	if a.bits == 512 {
		y = a.YMM()
		a.VEXTRACTF64X4(operand.U8(1), v, y)
		add(v.AsY(), y, y)
	}
	x := a.XMM()
	if a.bits == 512 {
		a.VEXTRACTF32X4(operand.U8(1), y, x)
	} else {
		a.VEXTRACTF128(operand.U8(1), y, x)
	}
	add(y.AsX(), x, x)
	return x
}

// sumPD returns the sum of v's float64 lanes in the low lane.
func (a *amd64) sumPD(v reg.VecVirtual) reg.VecVirtual {
	x, t := a.half(v), a.XMM()
	a.VUNPCKHPD(x, x, t)
	a.VADDSD(x, t, x)
	return x
}

func (a *amd64) AddSum(v V, p I) {
	if a.size == 8 {
		x := a.sumPD(a.vecs[v])
		a.VADDSD(a.mem(p, 0), x, x)
		a.VMOVSD(x, a.mem(p, 0))
		return
	}
	x, t := a.half(a.vecs[v]), a.XMM()
	a.VMOVHLPS(x, x, t)
	a.VADDPS(x, t, x)
	a.VMOVSHDUP(x, t)
	a.VADDSS(x, t, x)
	a.VADDSS(a.mem(p, 0), x, x)
	a.VMOVSS(x, a.mem(p, 0))
}
