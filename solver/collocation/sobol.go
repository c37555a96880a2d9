package collocation

import (
	"math/bits"
	"math/rand/v2"
	"sync"
)

var sobol = register("sobol", "Sobol points, randomly scrambled", &sobolSampler{})

// sobolSampler is the Sobol sequence with a random linear scramble and a random digital shift (J. Matousek, On the L2-discrepancy
// for anchored boxes, J. Complexity 14, 1998): each seed gives another sequence with the same equidistribution. The first 2^m
// points put equally many into every elementary interval that one may ask of a (t, m, s)-net. Point i does not depend on n.
//
// Direction numbers: dimensions 1 to 21 are those of S. Joe and F. Kuo, Constructing Sobol sequences with better two-dimensional
// projections, SIAM J. Sci. Comput. 30, 2008. Above, the primitive polynomials over GF(2) that follow in their order are found by
// the program, and the initial numbers m_i (odd, below 2^i) come from a fixed random generator: every coordinate alone is still
// perfectly stratified, pairs of coordinates are about as good as random initial numbers make them.
type sobolSampler struct {
	mu    sync.Mutex
	table [][width]uint64 // table[j][k]: direction number k of dimension j, its first bit at the top of `width` bits
}

func (s *sobolSampler) Draw(dst []float64, n, dim int, seed, stream uint64) {
	check(dst, n, dim)
	for j, v := range s.directions(dim) {
		rng := rand.NewPCG(mix(seed, stream), uint64(j))
		v = scrambled(v, rng, bits.Len(uint(n)))
		x := rng.Uint64() >> (64 - width)
		for i := range n {
			dst[i*dim+j] = open(x)
			x ^= v[bits.TrailingZeros64(^uint64(i))] // Gray code order: Antonov and Saleev 1979
		}
	}
}

// scrambled multiplies the direction numbers by a random lower triangular matrix over GF(2) with unit diagonal: bit r of the
// result is bit r of v plus a random combination of the bits above it. Only the first `columns` of them are needed for 2^columns points.
func scrambled(v [width]uint64, rng *rand.PCG, columns int) (w [width]uint64) {
	for r := range width {
		top := uint64(1) << (width - 1 - r)
		row := top | rng.Uint64()&^(2*top-1)&(1<<width-1)
		for k := range min(columns, width) {
			w[k] |= uint64(bits.OnesCount64(v[k]&row)&1) * top
		}
	}
	return w
}

// directions returns the direction numbers of the first dim dimensions; they are computed once. The slice must not be written.
func (s *sobolSampler) directions(dim int) [][width]uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.table) < dim {
		s.table = sobolTable(dim)
	}
	return s.table[:dim]
}

// sobolTable builds the direction numbers of dim dimensions.
func sobolTable(dim int) [][width]uint64 {
	table := make([][width]uint64, dim)
	rng := rand.New(rand.NewPCG(20080101, 21))
	degree, poly := 0, uint64(0)
	for j := range table {
		var m []uint64
		if j == 0 {
			for k := range width {
				table[j][k] = 1 << (width - 1 - k) // van der Corput
			}
			continue
		}
		degree, poly = nextPrimitive(degree, poly)
		if j-1 < len(joeKuo) {
			m = joeKuo[j-1]
		} else {
			for i := range degree {
				m = append(m, 2*uint64(rng.IntN(1<<i))+1)
			}
		}
		table[j] = recur(m, degree, poly)
	}
	return table
}

// recur extends the initial numbers m_1..m_s by the polynomial's recurrence
// m_k = 2 a_1 m_{k-1} ^ ... ^ 2^{s-1} a_{s-1} m_{k-s+1} ^ 2^s m_{k-s} ^ m_{k-s}, in the form v_k = m_k 2^(width-k).
func recur(m []uint64, s int, poly uint64) (v [width]uint64) {
	for k := range v {
		if k < s {
			v[k] = m[k] << (width - 1 - k)
			continue
		}
		v[k] = v[k-s] ^ v[k-s]>>s
		for i := 1; i < s; i++ {
			if poly>>(s-i)&1 == 1 {
				v[k] ^= v[k-i]
			}
		}
	}
	return v
}

// joeKuo holds the initial numbers of dimensions 2 to 21, whose polynomials are the first twenty primitive ones in order.
var joeKuo = [][]uint64{
	{1}, {1, 3}, {1, 3, 1}, {1, 1, 1}, {1, 1, 3, 3}, {1, 3, 5, 13}, {1, 1, 5, 5, 17}, {1, 1, 5, 5, 5}, {1, 1, 7, 11, 19},
	{1, 1, 5, 1, 1}, {1, 1, 1, 3, 11}, {1, 3, 5, 5, 31}, {1, 3, 3, 9, 7, 49}, {1, 1, 1, 15, 21, 21}, {1, 3, 1, 13, 27, 49},
	{1, 1, 1, 15, 7, 5}, {1, 3, 1, 15, 13, 25}, {1, 1, 5, 5, 19, 61}, {1, 3, 7, 11, 23, 15, 103}, {1, 3, 7, 13, 13, 15, 69},
}

// nextPrimitive returns the primitive polynomial over GF(2) that follows (degree, poly) in the order of degree, then of its
// coefficients read as a number; bit i of poly is the coefficient of x^i.
func nextPrimitive(degree int, poly uint64) (int, uint64) {
	if degree == 0 {
		return 1, 0b11
	}
	for {
		poly += 2
		if poly >= 2<<degree {
			degree++
			poly = 1<<degree | 1
		}
		if primitive(degree, poly) {
			return degree, poly
		}
	}
}

// primitive reports whether x has order 2^degree - 1 modulo poly, by walking its powers.
func primitive(degree int, poly uint64) bool {
	x := uint64(1)
	for k := 1; ; k++ {
		x <<= 1
		if x>>degree&1 == 1 {
			x ^= poly
		}
		if x == 1 {
			return k == 1<<degree-1
		}
		if k == 1<<degree {
			return false
		}
	}
}
