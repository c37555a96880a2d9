package combine

import "math/rand/v2"

// Streams of the random numbers, one a method.
const (
	streamPCGrad = 1 + iota
	streamGradVac
	streamReLoBRaLo
)

// dice yields random numbers that depend on (seed, stream, step) alone.
type dice struct{ pcg rand.PCG }

func (d *dice) at(seed, stream uint64, step int) {
	// the finaliser of splitmix64 parts neighbouring steps and streams
	x := (uint64(step)<<8 | stream) + 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	d.pcg.Seed(seed, x^x>>31)
}

// below returns a number in [0, n), n small enough that the bias of the modulus (n/2^64) is nothing.
func (d *dice) below(n int) int { return int(d.pcg.Uint64() % uint64(n)) }

// unit returns a number in [0, 1).
func (d *dice) unit() float64 { return float64(d.pcg.Uint64()>>11) / (1 << 53) }

// shuffle writes a random order of 0..len(p)-1 into p.
func (d *dice) shuffle(p []int) {
	for i := range p {
		j := d.below(i + 1)
		p[i] = p[j]
		p[j] = i
	}
}
