package main

import "fmt"

// gemm emits C = A*B, or C += A*B if acc, for mt row tiles by nt column tiles: A packed by tiles, k deep; B and C with strides.
func gemm(m Machine, t Tile) {
	m.Func(fmt.Sprintf("Gemm%dx%d_%s", t.Rows, t.Vecs, suffix(m)), Param{"c", Pointer}, Param{"a", Pointer}, Param{"b", Pointer},
		Param{"k", Extent}, Param{"ldb", Extent}, Param{"ldc", Extent}, Param{"mt", Extent}, Param{"nt", Extent}, Param{"acc", Extent})
	es, vb := m.Size(), m.Size()*m.Lanes()
	ldb, ldc := m.Arg("ldb"), m.Arg("ldc")
	bcol, ccol := m.Arg("b"), m.Arg("c")
	m.Loop(m.Arg("nt"), func() {
		ap, cp := m.Arg("a"), m.Copy(ccol)
		m.Loop(m.Arg("mt"), func() {
			acc := zeros(m, t.Rows*t.Vecs)
			m.If(m.Arg("acc"), func() {
				at := m.Copy(cp)
				for i := range t.Rows {
					for j := range t.Vecs {
						m.Load(acc[i*t.Vecs+j], at, j*vb)
					}
					m.AddI(at, ldc)
				}
			})
			bp := m.Copy(bcol)
			m.Loop(m.Arg("k"), func() {
				b := make([]V, t.Vecs)
				for j := range b {
					b[j] = m.New()
					m.Load(b[j], bp, j*vb)
				}
				for i := range t.Rows {
					a := m.New()
					m.Splat(a, ap, i*es)
					for j := range b {
						m.FMA(acc[i*t.Vecs+j], a, b[j])
					}
				}
				m.AddI(bp, ldb)
				m.AddImm(ap, t.Rows*es)
			})
			for i := range t.Rows {
				for j := range t.Vecs {
					m.Store(acc[i*t.Vecs+j], cp, j*vb)
				}
				m.AddI(cp, ldc)
			}
		})
		m.AddImm(bcol, t.Vecs*vb)
		m.AddImm(ccol, t.Vecs*vb)
	})
	m.End()
}

// dot emits G += A*B^T for mt tiles of rows rows of A by nt tiles of four rows of B, each row nv vectors long. The lanes are summed
// once a tile, all of the tile's accumulators together. A tile of B stays while the rows of A pass.
func dot(m Machine, rows int) {
	m.Func(fmt.Sprintf("Dot%dx4_%s", rows, suffix(m)), Param{"out", Pointer}, Param{"a", Pointer}, Param{"b", Pointer},
		Param{"ldg", Extent}, Param{"lda", Extent}, Param{"ldb", Extent}, Param{"mt", Extent}, Param{"nt", Extent}, Param{"nv", Extent})
	brow, ocol := m.Arg("b"), m.Arg("out")
	m.Loop(m.Arg("nt"), func() {
		arow, out := m.Arg("a"), m.Copy(ocol)
		m.Loop(m.Arg("mt"), func() {
			acc := dotTile(m, arow, brow, rows, 4)
			ldg := m.Arg("ldg")
			m.AddSums(acc, out, ldg)
			lda := m.Arg("lda")
			for range rows {
				m.AddI(arow, lda)
				m.AddI(out, ldg)
			}
		})
		ldb := m.Arg("ldb")
		for range 4 {
			m.AddI(brow, ldb)
		}
		m.AddImm(ocol, 4*m.Size())
	})
	m.End()
}

// dotColumn emits the same for one row of B: mt tiles of rows rows of A.
func dotColumn(m Machine, rows int) {
	m.Func(fmt.Sprintf("Dot%dx1_%s", rows, suffix(m)), Param{"out", Pointer}, Param{"a", Pointer}, Param{"b", Pointer},
		Param{"ldg", Extent}, Param{"lda", Extent}, Param{"ldb", Extent}, Param{"mt", Extent}, Param{"nv", Extent})
	arow, out := m.Arg("a"), m.Arg("out")
	m.Loop(m.Arg("mt"), func() {
		acc := dotTile(m, arow, m.Arg("b"), rows, 1)
		lda, ldg := m.Arg("lda"), m.Arg("ldg")
		for i := range rows {
			m.AddSum(acc[i][0], out)
			m.AddI(out, ldg)
			m.AddI(arow, lda)
		}
	})
	m.End()
}

// dotTile emits the accumulators of rows rows at a by cols rows at b.
func dotTile(m Machine, a, b I, rows, cols int) [][]V {
	vb := m.Size() * m.Lanes()
	acc := make([][]V, rows)
	for i := range acc {
		acc[i] = zeros(m, cols)
	}
	ar, br := m.Rows(a, rows, m.Arg("lda")), m.Rows(b, cols, m.Arg("ldb"))
	// The shorter side's vectors are kept, the other's pass one by one: few registers besides the accumulators.
	keep, pass, kept, passing := ar, br, rows, cols
	if cols < rows {
		keep, pass, kept, passing = br, ar, cols, rows
	}
	m.Loop(m.Arg("nv"), func() {
		v := make([]V, kept)
		for i := range v {
			v[i] = m.New()
			m.LoadRow(v[i], keep, i, 0)
		}
		for j := range passing {
			x := m.New()
			m.LoadRow(x, pass, j, 0)
			for i := range v {
				if cols < rows {
					m.FMA(acc[j][i], x, v[i])
				} else {
					m.FMA(acc[i][j], v[i], x)
				}
			}
		}
		m.Advance(ar, vb)
		m.Advance(br, vb)
	})
	return acc
}

func zeros(m Machine, n int) []V {
	v := make([]V, n)
	for i := range v {
		v[i] = m.New()
		m.Zero(v[i])
	}
	return v
}
