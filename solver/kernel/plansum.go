package kernel

// jetGroup is a sum under construction: terms that are added up in registers and stored in dst, to which they are added if acc.
type jetGroup struct {
	dst   int32
	acc   bool
	terms []MulAdd
}

// groupsOf cuts a program where the destination changes, and where an operation reads the sum it would add to.
func groupsOf(ops []MulAdd) (groups []jetGroup) {
	for _, o := range ops {
		n := len(groups) - 1
		if n < 0 || !o.Acc || groups[n].dst != o.Dst || o.A == o.Dst || o.B == o.Dst {
			groups = append(groups, jetGroup{dst: o.Dst, acc: o.Acc})
			n++
		}
		groups[n].terms = append(groups[n].terms, o)
	}
	return groups
}

// sum emits a group.
func (l *planner) sum(g jetGroup) {
	if g.acc {
		l.emit(jetStep{kind: jetLoad, a: int(g.dst)})
	}
	for i, o := range g.terms {
		k := kindOf(o)
		s := jetStep{kind: k, a: int(max(o.A, 0)), b: int(max(o.B, 0)), coef: o.Coef}
		if stored, ok := storing[k]; ok && i == len(g.terms)-1 {
			s.kind, s.dst = stored, int(g.dst)
			l.emit(s)
			return
		}
		l.emit(s)
	}
	l.emit(jetStep{kind: jetStore, dst: int(g.dst)})
}

// storing is the kind that also stores, for the kinds that have one.
var storing = map[jetKind]jetKind{
	jetMul: jetMulStore, jetMulScaled: jetMulScaledStore, jetFMA: jetFMAStore, jetFMAScaled: jetFMAScaledStore,
}

func kindOf(o MulAdd) jetKind {
	one := o.Coef == 1
	switch {
	case o.A < 0 && o.Acc:
		return jetAddConstant
	case o.A < 0:
		return jetConstant
	case o.B < 0 && o.Acc:
		return jetAddScaled
	case o.B < 0 && one:
		return jetLoad
	case o.B < 0:
		return jetLoadScaled
	case o.Acc && one:
		return jetFMA
	case o.Acc:
		return jetFMAScaled
	case one:
		return jetMul
	}
	return jetMulScaled
}

// alike returns how many groups from the first are the same sum of products over slots that move on evenly, as the directions of a
// Laplacian are, and read none of each other's results. They may then be computed term by term.
func alike(g []jetGroup) int {
	for _, o := range g[0].terms {
		if o.A < 0 || o.B < 0 {
			return 1
		}
	}
	n := 1
	for n < len(g) && follows(g[0], g[1], g[n-1], g[n]) {
		n++
	}
	for n > 1 && reads(g[:n]) {
		n--
	}
	return n
}

// follows reports whether d comes after c as b comes after a.
func follows(a, b, c, d jetGroup) bool {
	if len(b.terms) != len(a.terms) || len(d.terms) != len(a.terms) || d.acc != a.acc || d.dst-c.dst != b.dst-a.dst {
		return false
	}
	for i, o := range d.terms {
		p, q, r := a.terms[i], b.terms[i], c.terms[i]
		if o.Coef != p.Coef || o.A < 0 || o.B < 0 || q.B < 0 || o.A-r.A != q.A-p.A || o.B-r.B != q.B-p.B {
			return false
		}
	}
	return true
}

// reads reports whether any of the groups reads what any of them writes.
func reads(g []jetGroup) bool {
	written := map[int32]bool{}
	for _, x := range g {
		written[x.dst] = true
	}
	for _, x := range g {
		for _, o := range x.terms {
			if written[o.A] || written[o.B] {
				return true
			}
		}
	}
	return len(written) < len(g)
}

// interchange emits groups that are alike term by term.
func (l *planner) interchange(g []jetGroup) {
	for i := range g[0].terms {
		for _, x := range g {
			o := x.terms[i]
			s := jetStep{kind: jetAddRun, dst: int(x.dst), a: int(o.A), b: int(o.B), coef: o.Coef}
			if i == 0 && !x.acc {
				s.kind = storing[kindOf(o)]
			}
			l.emit(s)
		}
	}
}

// running is the kind of a run, for the kinds that have one.
var running = map[jetKind]jetKind{
	jetMulStore: jetMulRun, jetMulScaledStore: jetMulRun, jetFMA: jetFMARun, jetFMAScaled: jetFMARun, jetAddRun: jetAddRun,
}

// compress makes runs of three or more operations that differ by even steps only. A run does the same in the same order.
func compress(ops []jetOp) (out []jetOp) {
	for i := 0; i < len(ops); {
		n := 1
		if _, ok := running[ops[i].kind]; ok {
			for i+n < len(ops) && ops[i+n] == ops[i].after(ops[i+1], int64(n)) {
				n++
			}
		}
		if n < 3 {
			out = append(out, ops[i])
			i++
			continue
		}
		o, next := ops[i], ops[i+1]
		o.kind, o.count = running[o.kind], int32(n)
		o.dstStep, o.aStep, o.bStep = next.dst-o.dst, next.a-o.a, next.b-o.b
		out = append(out, o)
		i += n
	}
	return out
}

// after returns o moved on by n times the step from o to next.
func (o jetOp) after(next jetOp, n int64) jetOp {
	o.dst += n * (next.dst - o.dst)
	o.a += n * (next.a - o.a)
	o.b += n * (next.b - o.b)
	return o
}
