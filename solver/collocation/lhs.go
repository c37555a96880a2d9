package collocation

import "math/rand/v2"

var lhs = register("lhs", "Latin hypercube: one point in each of n slices of every axis", lhsSampler{})

// lhsSampler is Latin hypercube sampling: along each axis the n points fall into the n equal slices, one in each, in random order
// and at a random place of the slice (McKay, Beckman and Conover, Technometrics 21, 1979).
type lhsSampler struct{}

func (lhsSampler) Draw(dst []float64, n, dim int, seed, stream uint64) {
	check(dst, n, dim)
	rng := rand.New(rand.NewPCG(seed, stream))
	order := make([]int, n)
	for j := range dim {
		for i := range order {
			order[i] = i
		}
		rng.Shuffle(n, func(a, b int) { order[a], order[b] = order[b], order[a] })
		for i, slice := range order {
			x := (float64(slice) + open(rng.Uint64()>>(64-width))) / float64(n)
			dst[i*dim+j] = inside(x, float64(slice)/float64(n), float64(slice+1)/float64(n))
		}
	}
}
