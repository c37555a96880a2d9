package main

// lockstep is a Machine whose vectors stand for k of the machine under it, which holds vectors one behind the other in memory. Each
// operation is emitted for all k before the next: k chains of dependent operations then run side by side, where one would wait for the
// latency of each. The lanes get the same bits as one by one.
type lockstep struct {
	Machine
	k  int
	of [][]V // the machine's vectors
}

// together returns a Machine that emits for k vectors of m at a time.
func together(m Machine, k int) *lockstep { return &lockstep{Machine: m, k: k} }

// pack makes one vector of k.
func (l *lockstep) pack(v []V) V {
	l.of = append(l.of, v)
	return V(len(l.of) - 1)
}

func (l *lockstep) New() V {
	v := make([]V, l.k)
	for j := range v {
		v[j] = l.Machine.New()
	}
	return l.pack(v)
}

// same makes one vector of the same one k times, to be read only.
func (l *lockstep) same(v V) V {
	all := make([]V, l.k)
	for j := range all {
		all[j] = v
	}
	return l.pack(all)
}

func (l *lockstep) each(d V, f func(j int, d V)) {
	for j, v := range l.of[d] {
		f(j, v)
	}
}

func (l *lockstep) Zero(d V)             { l.each(d, func(_ int, d V) { l.Machine.Zero(d) }) }
func (l *lockstep) Const(d V, x float64) { l.each(d, func(_ int, d V) { l.Machine.Const(d, x) }) }
func (l *lockstep) Bits(d V, x uint64)   { l.each(d, func(_ int, d V) { l.Machine.Bits(d, x) }) }
func (l *lockstep) Move(d, a V)          { l.each(d, func(j int, d V) { l.Machine.Move(d, l.of[a][j]) }) }
func (l *lockstep) Sqrt(d, a V)          { l.each(d, func(j int, d V) { l.Machine.Sqrt(d, l.of[a][j]) }) }

func (l *lockstep) Shl(d, a V, k int) {
	l.each(d, func(j int, d V) { l.Machine.Shl(d, l.of[a][j], k) })
}

func (l *lockstep) Load(d V, p I, off int) {
	l.each(d, func(j int, d V) { l.Machine.Load(d, p, off+j*l.Size()*l.Lanes()) })
}

func (l *lockstep) Store(v V, p I, off int) {
	l.each(v, func(j int, v V) { l.Machine.Store(v, p, off+j*l.Size()*l.Lanes()) })
}

func (l *lockstep) FMA(acc, a, b V) {
	l.each(acc, func(j int, acc V) { l.Machine.FMA(acc, l.of[a][j], l.of[b][j]) })
}

func (l *lockstep) FNMA(acc, a, b V) {
	l.each(acc, func(j int, acc V) { l.Machine.FNMA(acc, l.of[a][j], l.of[b][j]) })
}

func (l *lockstep) FNMAC(acc, a V, c float64) {
	l.each(acc, func(j int, acc V) { l.Machine.FNMAC(acc, l.of[a][j], c) })
}

func (l *lockstep) Horner(acc, r V, c float64) {
	l.each(acc, func(j int, acc V) { l.Machine.Horner(acc, l.of[r][j], c) })
}

func (l *lockstep) Op(op string, d, a, b V) {
	l.each(d, func(j int, d V) { l.Machine.Op(op, d, l.of[a][j], l.of[b][j]) })
}

func (l *lockstep) OpC(op string, d, a V, c float64) {
	l.each(d, func(j int, d V) { l.Machine.OpC(op, d, l.of[a][j], c) })
}

// inGroups emits body for n vectors, k at a time as long as there are as many, then one by one; body takes the machine to emit on and how
// many vectors that does. k is a power of two; n is used up.
func inGroups(m Machine, n I, k int, body func(m Machine, vecs int)) {
	shift := 0
	for 1<<shift < k {
		shift++
	}
	groups := m.Copy(n)
	m.Shr(groups, shift)
	m.If(groups, func() {
		m.Loop(groups, func() { body(together(m, k), k) })
	})
	m.And(n, k-1)
	m.If(n, func() {
		m.Loop(n, func() { body(m, 1) })
	})
}
