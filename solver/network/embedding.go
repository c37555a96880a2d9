package network

import (
	"math"
	"math/rand/v2"

	"counterpoint/solver/jet"
	"counterpoint/solver/kernel"
)

// Embedding maps coordinates to the features that the first layer sees: some coordinates as they are, then sin(Omega x + Phase).
// It has no trained parameters.
type Embedding struct {
	Identity []int       // coordinates passed on
	Omega    [][]float64 // one row of angular frequencies per feature, one number per coordinate
	Phase    []float64   // one per row of Omega
}

// Features returns the number of features.
func (e *Embedding) Features() int { return len(e.Identity) + len(e.Omega) }

// Periodic returns the embedding that makes every network exactly periodic in the coordinates whose period is positive: each is
// replaced by the sines and cosines of its first harmonics (Dong and Ni 2021, J. Comput. Phys. 435, sec. 2.2).
func Periodic(period []float64, harmonics int) *Embedding {
	e := &Embedding{}
	for i, p := range period {
		if p <= 0 {
			e.Identity = append(e.Identity, i)
			continue
		}
		for h := 1; h <= harmonics; h++ {
			row := make([]float64, len(period))
			row[i] = 2 * math.Pi * float64(h) / p
			e.wave(row)
		}
	}
	return e
}

// Fourier returns random Fourier features: n frequencies drawn from a normal distribution of standard deviation sigma (angular, per
// unit of each coordinate), a sine and a cosine each (Tancik et al. 2020, arXiv 2006.10739; Wang, Wang, Perdikaris 2021).
func Fourier(dim, n int, sigma float64, seed uint64) *Embedding {
	e := &Embedding{}
	rng := rand.New(rand.NewPCG(seed, 0x666f7572))
	for range n {
		row := make([]float64, dim)
		for i := range row {
			row[i] = sigma * rng.NormFloat64()
		}
		e.wave(row)
	}
	return e
}

// wave appends the sine and the cosine of one frequency.
func (e *Embedding) wave(omega []float64) {
	e.Omega = append(e.Omega, omega, omega)
	e.Phase = append(e.Phase, 0, math.Pi/2)
}

// features is one worker's memory for an embedding: the features' jets.
type features[T kernel.Float] struct {
	e       *Embedding
	prog    *kernel.JetProgram
	scratch []T
	h       []T // features x channels x points
}

func newFeatures[T kernel.Float](e *Embedding, c *jet.Channels, ld int) *features[T] {
	p := jet.Program(kernel.Sin, c)
	return &features[T]{e: e, prog: p, scratch: make([]T, p.ScratchLen()), h: make([]T, e.Features()*ld)}
}

// forward writes the features' jets at the sweep's points.
func (f *features[T]) forward(w *Sweep[T], set *kernel.Set[T]) {
	n := w.n
	channel := func(u, k int) []T { return f.h[u*w.ld+k*n : u*w.ld+k*n+n] }
	for u, i := range f.e.Identity {
		copy(channel(u, 0), w.Input(i)[:n])
		for k := 1; k < w.Channels.Len(); k++ {
			fillRow(channel(u, k), w.component(k, i))
		}
	}
	first := len(f.e.Identity)
	for j, omega := range f.e.Omega {
		u := first + j
		fillRow(channel(u, 0), T(f.e.Phase[j]))
		for i, o := range omega {
			set.Vec(kernel.Axpy, channel(u, 0), w.Input(i)[:n], nil, T(o))
		}
		for k := 1; k < w.Channels.Len(); k++ {
			var v T
			for i, o := range omega {
				v += T(o) * w.component(k, i)
			}
			fillRow(channel(u, k), v)
		}
	}
	if waves := len(f.e.Omega); waves > 0 {
		h := f.h[first*w.ld:]
		set.JetForward(f.prog, h, h, w.ld, waves, n, w.rows, f.scratch)
	}
}

// component returns the derivative of coordinate i in channel k: 1 or 0, or a component of the direction that the channel is along.
func (w *Sweep[T]) component(k, i int) T {
	c := w.coordinate(k)
	switch {
	case c >= 0 && w.Along != nil && w.Along[c] != nil:
		return w.Along[c][i]
	case c == i:
		return 1
	}
	return 0
}

func fillRow[T kernel.Float](row []T, v T) {
	for j := range row {
		row[j] = v
	}
}
