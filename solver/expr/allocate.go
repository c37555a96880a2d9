package expr

import "counterpoint/solver/kernel"

// allocate maps the temporaries of forward and reverse code onto as few rows as it can: a row is free once its last reader ran.
// Rows of the roots live to the end of the forward pass. Any operation may write over its operand (kernel.Set.Vec allows that).
func (p *Program) allocate(base, next reg, roots []reg) {
	last := make([]int, next-base)
	touch := func(r reg, at int) {
		if r >= base {
			last[r-base] = at
		}
	}
	all := append(append([]instr(nil), p.forward...), p.reverse...)
	for at, in := range all {
		touch(in.dst, at)
		touch(in.a, at)
		if reads2(in.op) {
			touch(in.b, at)
		}
	}
	for _, r := range roots {
		last[r-base] = max(last[r-base], len(p.forward))
	}
	to := make([]reg, next-base)
	for i := range to {
		to[i] = noReg
	}
	var free []reg
	for at := range all {
		in := &all[at]
		dying := [3]reg{noReg, noReg, noReg}
		read := func(k int, r reg) reg {
			if r < base {
				return r
			}
			got := to[r-base]
			if last[r-base] == at && (k == 0 || dying[0] != got) {
				dying[k] = got
			}
			return got
		}
		in.a = read(0, in.a)
		if reads2(in.op) {
			in.b = read(1, in.b)
		}
		for _, r := range dying[:2] {
			if r != noReg {
				free = append(free, r)
			}
		}
		if in.dst < base {
			continue
		}
		d := in.dst - base
		if to[d] == noReg {
			to[d] = p.take(&free, base)
		} else if isFree(free, to[d]) { // an operand that is also the destination stays taken
			free = remove(free, to[d])
		}
		in.dst = to[d]
		if last[d] == at {
			free = append(free, to[d])
		}
	}
	n := len(p.forward)
	p.forward, p.reverse = all[:n:n], all[n:]
	p.rootRows = make([]reg, len(roots))
	for i, r := range roots {
		p.rootRows[i] = to[r-base]
	}
}

func (p *Program) take(free *[]reg, base reg) reg {
	if n := len(*free); n > 0 {
		r := (*free)[n-1]
		*free = (*free)[:n-1]
		return r
	}
	p.temps++
	return base + reg(p.temps) - 1
}

func isFree(free []reg, r reg) bool {
	for _, f := range free {
		if f == r {
			return true
		}
	}
	return false
}

func remove(free []reg, r reg) []reg {
	out := free[:0]
	for _, f := range free {
		if f != r {
			out = append(out, f)
		}
	}
	return out
}

// reads2 reports whether operand b of the operation is a row.
func reads2(op kernel.Op) bool {
	switch op {
	case kernel.Add, kernel.Sub, kernel.Mul, kernel.Div, kernel.FMA, kernel.FMS, kernel.Pow, kernel.Min, kernel.Max, kernel.LE:
		return true
	}
	return false
}
