package reference

import (
	"math"
	"math/cmplx"
)

// number is what linear operators act on.
type number interface{ float64 | complex128 }

// dense is a square matrix, row-major.
type dense[T number] struct {
	n int
	a []T
}

func newDense[T number](n int) *dense[T] { return &dense[T]{n, make([]T, n*n)} }

func identity[T number](n int) *dense[T] {
	m := newDense[T](n)
	for i := range n {
		m.a[i*n+i] = 1
	}
	return m
}

// apply writes m v into dst, which must not be v.
func (m *dense[T]) apply(dst, v []T) {
	for i := range m.n {
		row := m.a[i*m.n : (i+1)*m.n]
		var s0, s1 T
		k := 0
		for ; k+1 < len(row); k += 2 {
			s0 += row[k] * v[k]
			s1 += row[k+1] * v[k+1]
		}
		if k < len(row) {
			s0 += row[k] * v[k]
		}
		dst[i] = s0 + s1
	}
}

// times returns m b. Rows of b are taken four at a time, so that a row of the product is read and written a quarter as often.
func (m *dense[T]) times(b *dense[T]) *dense[T] {
	n := m.n
	c := newDense[T](n)
	for i := range n {
		out, f := c.a[i*n:(i+1)*n], m.a[i*n:(i+1)*n]
		k := 0
		for ; k+3 < n; k += 4 {
			f0, f1, f2, f3 := f[k], f[k+1], f[k+2], f[k+3]
			b0, b1, b2, b3 := b.a[k*n:(k+1)*n], b.a[(k+1)*n:(k+2)*n], b.a[(k+2)*n:(k+3)*n], b.a[(k+3)*n:(k+4)*n]
			b1, b2, b3 = b1[:len(b0)], b2[:len(b0)], b3[:len(b0)]
			row := out[:len(b0)]
			for j, v := range b0 {
				row[j] += f0*v + f1*b1[j] + f2*b2[j] + f3*b3[j]
			}
		}
		for ; k < n; k++ {
			for j, v := range b.a[k*n : (k+1)*n] {
				out[j] += f[k] * v
			}
		}
	}
	return c
}

// combine returns sum_i c_i m_i.
func combine[T number](c []T, m ...*dense[T]) *dense[T] {
	out := newDense[T](m[0].n)
	for k, f := range c {
		for i, v := range m[k].a {
			out.a[i] += f * v
		}
	}
	return out
}

// norm is the largest sum of magnitudes of a row.
func (m *dense[T]) norm() float64 {
	var most float64
	for i := range m.n {
		var s float64
		for _, v := range m.a[i*m.n : (i+1)*m.n] {
			s += size(v)
		}
		most = max(most, s)
	}
	return most
}

func size[T number](v T) float64 {
	switch v := any(v).(type) {
	case float64:
		return math.Abs(v)
	case complex128:
		return cmplx.Abs(v)
	}
	panic("reference: unknown number")
}

// solve replaces each of the right-hand sides b, of length m.n, by the solution of m x = b (Gauss with partial pivoting). m is
// destroyed. It reports whether m is regular.
func (m *dense[T]) solve(b ...[]T) bool {
	n := m.n
	scale := m.norm()
	for k := range n {
		p := k
		for i := k + 1; i < n; i++ {
			if size(m.a[i*n+k]) > size(m.a[p*n+k]) {
				p = i
			}
		}
		if !(size(m.a[p*n+k]) > 1e-14*scale) {
			return false
		}
		for j := range n {
			m.a[k*n+j], m.a[p*n+j] = m.a[p*n+j], m.a[k*n+j]
		}
		for _, v := range b {
			v[k], v[p] = v[p], v[k]
		}
		for i := k + 1; i < n; i++ {
			f := m.a[i*n+k] / m.a[k*n+k]
			if f == 0 {
				continue
			}
			for j := k; j < n; j++ {
				m.a[i*n+j] -= f * m.a[k*n+j]
			}
			for _, v := range b {
				v[i] -= f * v[k]
			}
		}
	}
	for _, v := range b {
		for i := n - 1; i >= 0; i-- {
			for j := i + 1; j < n; j++ {
				v[i] -= m.a[i*n+j] * v[j]
			}
			v[i] /= m.a[i*n+i]
		}
	}
	return true
}
