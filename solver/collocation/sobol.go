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
// the program, and the initial numbers m_i (odd, below 2^i) are the best of some that a fixed random generator proposes: those whose
// pairs with all earlier coordinates are stratified most finely. Every coordinate alone is perfectly stratified.
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
	table, tops := make([][width]uint64, dim), make([]top, dim)
	rng := rand.New(rand.NewPCG(20080101, 21))
	degree, poly := 0, uint64(0)
	for j := range table {
		switch {
		case j == 0:
			for k := range width {
				table[j][k] = 1 << (width - 1 - k) // van der Corput
			}
		case j-1 < len(joeKuo):
			degree, poly = nextPrimitive(degree, poly)
			table[j] = recur(joeKuo[j-1], degree, poly)
		default:
			degree, poly = nextPrimitive(degree, poly)
			table[j] = propose(rng, degree, poly, tops[:j])
		}
		tops[j] = topOf(&table[j])
	}
	return table
}

// proposals is how many sets of initial numbers compete for one dimension.
const proposals = 32

// propose returns the best of some random dimensions with this polynomial: the one whose worst pair with an earlier dimension is
// strongest; the earlier proposal on ties.
func propose(rng *rand.Rand, degree int, poly uint64, before []top) (best [width]uint64) {
	most := -1
	for range proposals {
		m := make([]uint64, degree)
		for i := range m {
			m[i] = 2*uint64(rng.IntN(1<<i)) + 1
		}
		v := recur(m, degree, poly)
		t := topOf(&v)
		worst := 1 << 30
		for i := range before {
			if worst = min(worst, strength(&t, &before[i])); worst <= most {
				break
			}
		}
		if worst > most {
			most, best = worst, v
		}
	}
	return best
}

// top holds the first rows of a dimension's generator matrix, the highest bits of its direction numbers, over the first columns:
// bit k of t[r] is bit r (from the top) of direction number k.
type top [12]uint16

func topOf(v *[width]uint64) (t top) {
	for r := range t {
		for k := range len(t) {
			t[r] |= uint16(v[k]>>(width-1-r)&1) << k
		}
	}
	return t
}

// strength adds up, over the first 2^7, 2^9 and 2^11 points, the largest q for which the first s rows of one dimension and the first
// q-s of the other are independent over GF(2) for every s: then the points are spread evenly over all boxes of measure 2^-q.
func strength(a, b *top) int {
	sum := 0
	for _, m := range []int{7, 9, 11} {
		var basis [16]uint16 // of the first s rows of a, by highest bit
		mask, q := uint16(1)<<m-1, m
		for s := 0; s < q; s++ {
			both := basis
			t := 0
			for s+t < q && insert(&both, b[t]&mask) {
				t++
			}
			q = s + t
			insert(&basis, a[s]&mask)
		}
		sum += q
	}
	return sum
}

// insert adds a row to a basis and reports whether it was independent of it.
func insert(basis *[16]uint16, w uint16) bool {
	for w != 0 {
		h := bits.Len16(w) - 1
		if basis[h] == 0 {
			basis[h] = w
			return true
		}
		w ^= basis[h]
	}
	return false
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
