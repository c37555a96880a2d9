package collocation

import "math/rand/v2"

var halton = register("halton", "Halton points with randomly permuted digits", haltonSampler{})

// haltonSampler is the Halton sequence: coordinate j of point i is the radical inverse of i in the j-th prime base. Each digit
// passes through a random permutation of its own, by which the high bases lose their long diagonals and seeds differ (A. Owen, A
// randomized Halton algorithm in R, 2017). Point i does not depend on n.
type haltonSampler struct{}

func (haltonSampler) Draw(dst []float64, n, dim int, seed, stream uint64) {
	check(dst, n, dim)
	for j, base := range primes(dim) {
		perms := digitPermutations(base, mix(seed, stream), uint64(j))
		for i := range n {
			dst[i*dim+j] = radicalInverse(i, base, perms)
		}
	}
}

// digits returns how many digits base b needs to resolve 2^-width.
func digits(b int) int {
	k := 0
	for x := 1.0; x < 1<<width; x *= float64(b) {
		k++
	}
	return k
}

// digitPermutations returns one permutation of 0..b-1 for each digit.
func digitPermutations(b int, seed, stream uint64) [][]int {
	rng := rand.New(rand.NewPCG(seed, stream))
	perms := make([][]int, digits(b))
	for k := range perms {
		perms[k] = rng.Perm(b)
	}
	return perms
}

// radicalInverse mirrors the digits of i in base b at the point, each permuted, and returns the middle of the cell that they name:
// sum_k perm_k(i_k) b^-(k+1).
func radicalInverse(i, b int, perms [][]int) float64 {
	x, scale := 0.0, 1.0
	for _, perm := range perms {
		scale /= float64(b)
		x += float64(perm[i%b]) * scale
		i /= b
	}
	return inside(x+scale/2, 0, 1)
}

// inside returns x kept strictly between lo and hi, from which rounding may have pushed it by one unit.
func inside(x, lo, hi float64) float64 {
	const step = 1.0 / (1 << (width + 1))
	if x <= lo {
		return lo + step*(hi-lo)
	}
	if x >= hi {
		return hi - step*max(hi-lo, hi)
	}
	return x
}

// primes returns the first n primes.
func primes(n int) []int {
	list := make([]int, 0, n)
	for k := 2; len(list) < n; k++ {
		prime := true
		for _, p := range list {
			if p*p > k {
				break
			}
			if k%p == 0 {
				prime = false
				break
			}
		}
		if prime {
			list = append(list, k)
		}
	}
	return list
}
