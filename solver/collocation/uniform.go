package collocation

import "math/rand/v2"

var uniform = register("uniform", "independent uniform points", uniformSampler{})

// uniformSampler draws independent uniform numbers.
type uniformSampler struct{}

func (uniformSampler) Draw(dst []float64, n, dim int, seed, stream uint64) {
	check(dst, n, dim)
	rng := rand.NewPCG(seed, stream)
	for i := range dst {
		dst[i] = open(rng.Uint64() >> (64 - width))
	}
}
