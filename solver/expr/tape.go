package expr

import "counterpoint/solver/kernel"

// Tape runs a Program on rows of points. It belongs to one goroutine.
type Tape[T kernel.Float] struct {
	p       *Program
	set     *kernel.Set[T]
	points  int
	scratch []T
	rows    [][]T // by reg
	temps   [][]T
	base    int
	unknown []T
	roots   [][]T
}

// NewTape returns a tape with scratch for blocks of at most points points, a multiple of kernel.Lanes.
func NewTape[T kernel.Float](p *Program, set *kernel.Set[T], points int) *Tape[T] {
	if points <= 0 || points%kernel.Lanes != 0 {
		panic("expr: points of a tape are not a multiple of kernel.Lanes")
	}
	base := 2*len(p.Leaves) + len(p.Columns) + p.roots
	t := &Tape[T]{p: p, set: set, points: points, base: base}
	stride := kernel.Stride(points)
	t.scratch = make([]T, p.temps*stride)
	t.rows = make([][]T, base+p.temps)
	t.temps = make([][]T, p.temps)
	for i := range t.temps {
		t.temps[i] = t.scratch[i*stride : i*stride+points : i*stride+points]
	}
	top := 0
	for _, u := range p.Unknowns {
		top = max(top, u+1)
	}
	t.unknown = make([]T, top)
	t.roots = make([][]T, p.roots)
	return t
}

// Forward computes the roots at a block of points. leaves and columns hold one row for each of the program's Leaves and Columns, all
// of one length, a multiple of kernel.Lanes and at most the tape's points; without any, all of the tape's points are computed.
// unknowns holds the values of all unknown scalars by index. The rows returned belong to the tape and are valid until its next
// call. It allocates nothing.
func (t *Tape[T]) Forward(leaves, columns [][]T, unknowns []T) [][]T {
	p := t.p
	if len(leaves) != len(p.Leaves) || len(columns) != len(p.Columns) || len(unknowns) < len(t.unknown) {
		panic("expr: rows of a tape differ from its program")
	}
	n := t.points
	if len(leaves) > 0 {
		n = len(leaves[0])
	} else if len(columns) > 0 {
		n = len(columns[0])
	}
	if n > t.points {
		panic("expr: more points than the tape has room for")
	}
	copy(t.rows, leaves)
	copy(t.rows[len(leaves):], columns)
	for i, row := range t.temps {
		t.rows[t.base+i] = row[:n]
	}
	copy(t.unknown, unknowns)
	t.run(p.forward, nil)
	for i, r := range p.rootRows {
		t.roots[i] = t.rows[r]
	}
	return t.roots
}

// Reverse propagates the adjoints of the roots of the last Forward, whose leaves and columns must be unchanged: it writes the adjoint
// of each leaf into leafbar and adds those of the unknowns, summed in float64, to unknownbar (by index). It allocates nothing.
func (t *Tape[T]) Reverse(rootbar, leafbar [][]T, unknownbar []float64) {
	p := t.p
	if len(rootbar) != p.roots || len(leafbar) != len(p.Leaves) || len(unknownbar) < len(t.unknown) {
		panic("expr: adjoint rows of a tape differ from its program")
	}
	at := len(p.Leaves) + len(p.Columns)
	copy(t.rows[at:], rootbar)
	copy(t.rows[at+p.roots:], leafbar)
	t.run(p.reverse, unknownbar)
}

func (t *Tape[T]) run(code []instr, unknownbar []float64) {
	for i := range code {
		in := &code[i]
		switch in.op {
		case unknownFill:
			t.set.Vec(kernel.Fill, t.rows[in.dst], nil, nil, t.unknown[in.b])
			continue
		case unknownSum:
			unknownbar[in.b] += t.set.Sum(t.rows[in.a])
			continue
		}
		var a, b []T
		if in.a >= 0 {
			a = t.rows[in.a]
		}
		if in.b >= 0 {
			b = t.rows[in.b]
		}
		t.set.Vec(in.op, t.rows[in.dst], a, b, T(in.s))
	}
}
