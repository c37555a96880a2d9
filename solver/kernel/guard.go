package kernel

// guard returns a Set whose functions check lengths and then call those of raw, which assume that every address they are told to
// touch exists and that no extent is zero. All sets are made by it, so they fail alike: assembly and the wasm side module must
// never see a length that Go has not checked.
func guard[T Float](raw Set[T]) *Set[T] {
	s := raw
	s.Pack = func(dst, a []T, m, k, lda int, trans bool) {
		if m == 0 || k == 0 {
			return
		}
		rows, cols := m, k
		if trans {
			rows, cols = k, m
		}
		block("kernel: Pack: a is shorter than its shape", len(a), rows, lda, cols)
		if len(dst) < raw.PackLen(m, k) {
			panic("kernel: Pack: dst is shorter than PackLen")
		}
		raw.Pack(dst, a, m, k, lda, trans)
	}
	guardProducts(&s, raw)
	guardRows(&s, raw)
	guardJets(&s, raw)
	guardVectors(&s, raw)
	return &s
}

// block panics with message unless n elements hold rows rows of cols columns with stride ld.
func block(message string, n, rows, ld, cols int) {
	if rows < 1 || cols < 1 || ld < cols || n < (rows-1)*ld+cols {
		panic(message)
	}
}

func guardProducts[T Float](s *Set[T], raw Set[T]) {
	s.Gemm = func(c []T, ldc int, packed, b []T, ldb, m, k, n int, acc bool) {
		if m == 0 || n == 0 {
			return
		}
		block("kernel: Gemm: c is shorter than its shape", len(c), m, ldc, n)
		if n%Lanes != 0 {
			panic("kernel: Gemm: columns are not a multiple of Lanes")
		}
		if k == 0 {
			for i := 0; i < m && !acc; i++ {
				clear(c[i*ldc : i*ldc+n])
			}
			return
		}
		block("kernel: Gemm: b is shorter than its shape", len(b), k, ldb, n)
		if len(packed) < raw.PackLen(m, k) {
			panic("kernel: Gemm: packed is shorter than PackLen")
		}
		raw.Gemm(c, ldc, packed, b, ldb, m, k, n, acc)
	}
	s.Dot = func(g []T, ldg int, a []T, lda int, b []T, ldb, m, k, n int) {
		if m == 0 || k == 0 || n == 0 {
			return
		}
		block("kernel: Dot: g is shorter than its shape", len(g), m, ldg, k)
		block("kernel: Dot: a is shorter than its shape", len(a), m, lda, n)
		block("kernel: Dot: b is shorter than its shape", len(b), k, ldb, n)
		if n%Lanes != 0 {
			panic("kernel: Dot: columns are not a multiple of Lanes")
		}
		raw.Dot(g, ldg, a, lda, b, ldb, m, k, n)
	}
}

func guardRows[T Float](s *Set[T], raw Set[T]) {
	s.AddBias = func(z []T, ld int, bias []T, units, points int) {
		if units == 0 || points == 0 {
			return
		}
		block("kernel: AddBias: z is shorter than its shape", len(z), units, ld, points)
		if len(bias) < units || points%Lanes != 0 {
			panic("kernel: AddBias: bias is shorter than units, or points not a multiple of Lanes")
		}
		raw.AddBias(z, ld, bias, units, points)
	}
	s.RowSums = func(sums, z []T, ld, units, points int) {
		if units == 0 || points == 0 {
			return
		}
		block("kernel: RowSums: z is shorter than its shape", len(z), units, ld, points)
		if len(sums) < units || points%Lanes != 0 {
			panic("kernel: RowSums: sums is shorter than units, or points not a multiple of Lanes")
		}
		raw.RowSums(sums, z, ld, units, points)
	}
}

func guardJets[T Float](s *Set[T], raw Set[T]) {
	s.JetForward = func(p *JetProgram, y, z []T, ld, units, points int, rows, scratch []T) {
		if units == 0 || points == 0 {
			return
		}
		cols := p.Channels * points
		block("kernel: JetForward: z is shorter than its shape", len(z), units, ld, cols)
		block("kernel: JetForward: y is shorter than its shape", len(y), units, ld, cols)
		p.check(false, points, len(rows), len(scratch))
		raw.JetForward(p, y, z, ld, units, points, rows, scratch)
	}
	s.JetReverse = func(p *JetProgram, zbar, x, ybar []T, ld, units, points int, rows, scratch []T) {
		if units == 0 || points == 0 {
			return
		}
		cols := p.Channels * points
		block("kernel: JetReverse: zbar is shorter than its shape", len(zbar), units, ld, cols)
		block("kernel: JetReverse: x is shorter than its shape", len(x), units, ld, cols)
		block("kernel: JetReverse: ybar is shorter than its shape", len(ybar), units, ld, cols)
		p.check(true, points, len(rows), len(scratch))
		raw.JetReverse(p, zbar, x, ybar, ld, units, points, rows, scratch)
	}
}

// check panics unless rows and scratch suffice and, once for each direction if plans are made, the program's operands all exist.
func (p *JetProgram) check(reverse bool, points, rows, scratch int) {
	if points%Lanes != 0 {
		panic("kernel: jet: points are not a multiple of Lanes")
	}
	if rows < p.Rows*points || scratch < p.ScratchLen() {
		panic("kernel: jet: rows or scratch too short")
	}
	if p.planned(reverse) {
		return
	}
	if reverse {
		p.checkCode(&p.Reverse, 2*p.Channels)
	} else {
		p.checkCode(&p.Forward, p.Channels)
	}
}

// checkCode panics unless c is a program over inputs input slots whose operands all exist.
func (p *JetProgram) checkCode(c *JetCode, inputs int) {
	if c.Seed {
		inputs += 2
	}
	if p.Activation > SiLU || inputs+p.Rows > c.Slots || len(c.Out) != p.Channels {
		panic("kernel: jet: program has too few slots or outputs, or no such activation")
	}
	n, first := int32(c.Slots), int32(inputs+p.Rows)
	for i := range c.Ops {
		if o := &c.Ops[i]; o.Dst < first || o.Dst >= n || o.A >= n || o.B >= n || o.A < 0 && o.B >= 0 {
			panic("kernel: jet: operand outside the slots")
		}
	}
	for _, o := range c.Out {
		if uint32(o) >= uint32(n) {
			panic("kernel: jet: output outside the slots")
		}
	}
}

func guardVectors[T Float](s *Set[T], raw Set[T]) {
	s.Vec = func(op Op, dst, a, b []T, x T) {
		if op >= opCount {
			panic("kernel: Vec: no such operation")
		}
		if !op.nullary() && len(a) != len(dst) || op.binary() && len(b) != len(dst) {
			panic("kernel: Vec: lengths differ")
		}
		if len(dst) > 0 {
			raw.Vec(op, dst, a, b, x)
		}
	}
	s.Adam = func(theta, m, v, g []T, lr, b1, b2, eps, c1, c2 T) {
		if n := len(theta); len(m) != n || len(v) != n || len(g) != n {
			panic("kernel: Adam: lengths differ")
		}
		if len(theta) > 0 {
			raw.Adam(theta, m, v, g, lr, b1, b2, eps, c1, c2)
		}
	}
	s.Inner = func(a, b []T) float64 {
		if len(a) != len(b) {
			panic("kernel: Inner: lengths differ")
		}
		return raw.Inner(a, b)
	}
	s.InnerW = func(a, b, w []T) float64 {
		if len(a) != len(b) || len(a) != len(w) {
			panic("kernel: InnerW: lengths differ")
		}
		return raw.InnerW(a, b, w)
	}
}

// nullary reports whether op reads no vector.
func (op Op) nullary() bool { return op == Fill }

// binary reports whether op reads both a and b.
func (op Op) binary() bool {
	switch op {
	case Add, Sub, Mul, Div, FMA, FMS, Pow, Min, Max, LE:
		return true
	}
	return false
}
