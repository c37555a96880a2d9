// Package gradient holds the gradients of K losses with respect to one parameter vector, and their geometry.
package gradient

import (
	"math"

	"counterpoint/solver/kernel"
)

// Block is a named range [Lo, Hi) of the parameter vector: a layer, an adapter, the unknown coefficients.
type Block struct {
	Name   string
	Lo, Hi int
}

// Set is K gradients over P parameters. Rows[k] has length P; all rows share one allocation that the Set owns.
type Set[T kernel.Float] struct {
	Rows   [][]T
	Blocks []Block
}

// NewSet returns K zero gradients over the parameters of blocks, which must tile [0, P).
func NewSet[T kernel.Float](k int, blocks []Block) *Set[T] {
	p := 0
	for _, b := range blocks {
		if b.Lo != p || b.Hi < b.Lo {
			panic("gradient: blocks do not tile the parameters")
		}
		p = b.Hi
	}
	s := &Set[T]{Rows: make([][]T, k), Blocks: blocks}
	all := make([]T, k*p)
	for i := range s.Rows {
		s.Rows[i] = all[i*p : (i+1)*p : (i+1)*p]
	}
	return s
}

// Gram writes the K x K inner products over all parameters into gram and, block by block, into byBlock (B x K x K), both
// row-major, in float64. The blocks add up to the whole by construction.
func (s *Set[T]) Gram(set *kernel.Set[T], gram, byBlock []float64) {
	k := len(s.Rows)
	if len(gram) != k*k || len(byBlock) != len(s.Blocks)*k*k {
		panic("gradient: Gram destination has the wrong length")
	}
	clear(gram)
	for b, blk := range s.Blocks {
		g := byBlock[b*k*k : (b+1)*k*k]
		for i := range k {
			for j := range i + 1 {
				v := set.Inner(s.Rows[i][blk.Lo:blk.Hi], s.Rows[j][blk.Lo:blk.Hi])
				g[i*k+j], g[j*k+i] = v, v
			}
		}
		for i, v := range g {
			gram[i] += v
		}
	}
}

// Apply writes the inner product of u with every gradient into dst (length K), in float64.
func (s *Set[T]) Apply(set *kernel.Set[T], u []T, dst []float64) {
	for i, g := range s.Rows {
		dst[i] = set.Inner(u, g)
	}
}

// Present reports whether gradient i takes part: its norm is finite and at least 1e-30. An absent gradient has no angle to
// any other; it is never treated as orthogonal.
func Present(gram []float64, k, i int) bool {
	m := gram[i*k+i]
	return m >= 1e-60 && !math.IsInf(m, 0)
}
