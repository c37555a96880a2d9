package kernel

import "unsafe"

// primitives are the generated kernels of one set and precision. They check nothing, take at least one of everything, and work on
// whole vectors; strides are in bytes.
type primitives[T Float] struct {
	name     string
	lanes    int                       // elements of a vector
	gemm     []tile[T]                 // of every height from the greatest to 1, then, if columns may be left, the same of one vector
	chunk    []jetRunner               // falling in vectors, then in units
	compiled map[uint64]compiledJet[T] // compiled jets by JetProgram.Key

	dot              []dotTile[T]                                   // of every height from the greatest to 1
	dotCol4, dotCol1 func(g, a, b *T, ldg, lda, ldb, mt, nv extent) // four rows or one, one column

	vec     [Ops]func(dst, a, b *T, s T, n extent)
	above   func(a *T, n extent) int32 // not zero if any magnitude is beyond what sine and cosine are right for
	addBias func(z, bias *T, ld, units, nv extent)
	rowSums func(sums, z *T, ld, units, nv extent)
	adam    func(theta, m, v, g *T, n extent, lr, b1, b2, eps, c1, c2, d1, d2 T)
	sum     func(a unsafe.Pointer, n extent) float64
	inner   func(a, b unsafe.Pointer, n extent) float64
	innerW  func(a, b, w unsafe.Pointer, n extent) float64
	peak    func(p *T, n extent)
}

// tile is a product of rows rows by vecs vectors.
type tile[T Float] struct {
	rows, vecs int
	run        func(c, a, b *T, k, ldb, ldc, mt, nt, acc extent)
}

// dotTile is the weight gradient of rows rows by four columns.
type dotTile[T Float] struct {
	rows int
	run  func(g, a, b *T, ldg, lda, ldb, mt, nt, nv extent)
}

// jetRunner runs a plan on groups of units units, each on a chunk of vecs vectors of points.
type jetRunner struct {
	vecs, units int
	run         func(table, ops unsafe.Pointer, n, groups, step extent)
}

// compiledJet runs one direction of one program: ch is the distance of channels, skip that from the end of a unit's first channel to the
// next unit.
type compiledJet[T Float] = func(out, x, bar, rows, scratch *T, ch, units, nv, skip extent)

// assemble makes a Set of primitives. What they do not cover, ends of vectors too, the portable functions do.
func assemble[T Float](p *primitives[T]) *Set[T] {
	s := portable[T]()
	s.Name = p.name
	s.Pack = func(dst, a []T, m, k, lda int, trans bool) {
		packTiles(dst, a, m, k, lda, trans, bands(m, p.gemm[0].rows))
	}
	s.Gemm = p.product
	s.Dot = p.gradient
	s.AddBias = func(z []T, ld int, bias []T, units, points int) {
		p.addBias(&z[0], &bias[0], p.bytes(ld), extent(units), extent(points/p.lanes))
	}
	s.RowSums = func(sums, z []T, ld, units, points int) {
		p.rowSums(&sums[0], &z[0], p.bytes(ld), extent(units), extent(points/p.lanes))
	}
	s.JetForward, s.JetReverse = p.forward, p.reverse
	s.Vec, s.Adam = p.vector, p.update
	s.Inner, s.InnerW, s.Sum = p.innerProduct, p.innerWeighted, p.total
	s.Chains = func(rounds int) int {
		p.peak(&make([]T, Lanes)[0], extent(rounds))
		return 2 * peakChains * p.lanes * rounds
	}
	return guard(s)
}

// peakChains is the number of independent chains of the generated peak kernel.
const peakChains = 13

// bytes is the distance of n elements.
func (p *primitives[T]) bytes(n int) extent { return extent(n * int(unsafe.Sizeof(T(0)))) }

// product is Gemm: each band of tiles in one call, and another for the columns that its tiles of several vectors leave.
func (p *primitives[T]) product(c []T, ldc int, packed, b []T, ldb, m, k, n int, acc bool) {
	add, row, most := extent(0), 0, p.gemm[0].rows
	if acc {
		add = 1
	}
	for _, band := range bands(m, most) {
		if band.count == 0 {
			continue
		}
		for i, col := most-band.height, 0; col < n; i += most {
			t := &p.gemm[i]
			nt := (n - col) / (t.vecs * p.lanes)
			if nt > 0 {
				t.run(&c[row*ldc+col], &packed[row*k], &b[col], extent(k), p.bytes(ldb), p.bytes(ldc), extent(band.count), extent(nt), add)
			}
			col += nt * t.vecs * p.lanes
		}
		row += band.height * band.count
	}
}

// dotBlock is how many bytes of the left factor's rows gradient keeps in the first-level cache while the right one's pass.
const dotBlock = 24 << 10

// gradient is Dot.
func (p *primitives[T]) gradient(g []T, ldg int, a []T, lda int, b []T, ldb, m, k, n int) {
	row, fit := 0, max(dotBlock/int(p.bytes(n)), 1)
	for _, band := range bands(m, p.dot[0].rows) {
		for band.count > 0 {
			tiles := min(max(fit/band.height, 1), band.count)
			p.gradientBand(g[row*ldg:], ldg, a[row*lda:], lda, b, ldb, band.height, tiles, k, n)
			row += tiles * band.height
			band.count -= tiles
		}
	}
	p.gradientColumns(g, ldg, a, lda, b, ldb, m, k, n)
}

// gradientBand does the columns that come in fours.
func (p *primitives[T]) gradientBand(g []T, ldg int, a []T, lda int, b []T, ldb, height, tiles, k, n int) {
	if nt := k / 4; nt > 0 {
		run := p.dot[p.dot[0].rows-height].run
		run(&g[0], &a[0], &b[0], p.bytes(ldg), p.bytes(lda), p.bytes(ldb), extent(tiles), extent(nt), extent(n/p.lanes))
	}
}

// gradientColumns does those left.
func (p *primitives[T]) gradientColumns(g []T, ldg int, a []T, lda int, b []T, ldb, m, k, n int) {
	lg, la, lb, nv := p.bytes(ldg), p.bytes(lda), p.bytes(ldb), extent(n/p.lanes)
	for j := k / 4 * 4; j < k; j++ {
		i := m / 4 * 4
		if i > 0 {
			p.dotCol4(&g[j], &a[0], &b[j*ldb], lg, la, lb, extent(i/4), nv)
		}
		if i < m {
			p.dotCol1(&g[i*ldg+j], &a[i*lda], &b[j*ldb], lg, la, lb, extent(m-i), nv)
		}
	}
}

// vector is Vec: whole vectors by a kernel, the rest, and sines and cosines of large arguments, by the portable functions.
func (p *primitives[T]) vector(op Op, dst, a, b []T, s T) {
	whole := len(dst) / p.lanes * p.lanes
	if op == PowS && s == 2 {
		op = Square
	}
	f := p.vec[op]
	if f == nil || whole == 0 || (op == SinV || op == CosV) && p.above(&a[0], extent(whole/p.lanes)) != 0 {
		vec(op, dst, a, b, s)
		return
	}
	x, y := &dst[0], &dst[0]
	if !op.nullary() {
		x = &a[0]
	}
	if op.binary() {
		y = &b[0]
	} else {
		b = dst
	}
	if op.nullary() {
		a = dst
	}
	f(&dst[0], x, y, s, extent(whole/p.lanes))
	if whole < len(dst) {
		vec(op, dst[whole:], a[whole:], b[whole:], s)
	}
}

func (p *primitives[T]) update(theta, m, v, g []T, lr, b1, b2, eps, c1, c2 T) {
	whole := len(theta) / p.lanes * p.lanes
	if whole > 0 {
		p.adam(&theta[0], &m[0], &v[0], &g[0], extent(whole/p.lanes), lr, b1, b2, eps, c1, c2, 1-b1, 1-b2)
	}
	adam(theta[whole:], m[whole:], v[whole:], g[whole:], lr, b1, b2, eps, c1, c2)
}

// round is the number of elements that the reductions take at a time: four vectors of float64.
func (p *primitives[T]) round() int { return 4 * p.lanes * int(unsafe.Sizeof(T(0))) / 8 }

func (p *primitives[T]) total(a []T) float64 {
	r := p.round()
	n := len(a) / r
	if n == 0 {
		return sum(a)
	}
	return p.sum(unsafe.Pointer(&a[0]), extent(n)) + sum(a[n*r:])
}

func (p *primitives[T]) innerProduct(a, b []T) float64 {
	r := p.round()
	n := len(a) / r
	if n == 0 {
		return inner(a, b)
	}
	return p.inner(unsafe.Pointer(&a[0]), unsafe.Pointer(&b[0]), extent(n)) + inner(a[n*r:], b[n*r:])
}

func (p *primitives[T]) innerWeighted(a, b, w []T) float64 {
	r := p.round()
	n := len(a) / r
	if n == 0 {
		return innerW(a, b, w)
	}
	return p.innerW(unsafe.Pointer(&a[0]), unsafe.Pointer(&b[0]), unsafe.Pointer(&w[0]), extent(n)) + innerW(a[n*r:], b[n*r:], w[n*r:])
}
