package collocation

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sort"

	"counterpoint/solver/geometry"
)

// Place puts n points on r, a region of R^d: shared out over its pieces by measure (largest remainder, at least one point each; with
// fewer points than pieces, each point's piece is drawn by measure), drawn by s. x is (n x d), row-major; normal likewise, with zero rows where there is no outward normal. The same arguments give
// the same points. A carved piece is filled by rejection; one of which next to nothing is kept gives an error.
func Place(r geometry.Region, d, n int, s Sampler, seed, stream uint64) (x, normal []float64, err error) {
	if len(r.Pieces) == 0 {
		return nil, nil, fmt.Errorf("collocation: the region %s is empty", r.Key)
	}
	if n < 1 {
		return nil, nil, fmt.Errorf("collocation: %d points on the region %s; give at least one", n, r.Key)
	}
	x, normal = make([]float64, 0, n*d), make([]float64, n*d)
	share := shares(r.Pieces, n)
	if n < len(r.Pieces) {
		share = drawn(r.Pieces, n, rand.New(rand.NewPCG(seed, mix(stream, 0x736861))))
	}
	for i, m := range share {
		x, err = fill(x, r.Pieces[i], d, m, s, seed, mix(stream, uint64(i)))
		if err != nil {
			return nil, nil, err
		}
	}
	row := 0
	for i, m := range share {
		for range m {
			r.Pieces[i].Normal(x[row*d:(row+1)*d], normal[row*d:(row+1)*d])
			row++
		}
	}
	return x, normal, nil
}

// drawn gives each of n points to a piece chosen at random by measure.
func drawn(pieces []geometry.Piece, n int, rng *rand.Rand) []int {
	out, upTo := make([]int, len(pieces)), make([]float64, len(pieces))
	total := 0.0
	for i, p := range pieces {
		total += p.Measure()
		upTo[i] = total
	}
	for range n {
		out[min(sort.SearchFloat64s(upTo, rng.Float64()*total), len(pieces)-1)]++
	}
	return out
}

// shares divides n among the pieces in proportion to their measures: one each, then whole parts of what is left, then the largest
// remainders, the earlier piece first on ties.
func shares(pieces []geometry.Piece, n int) []int {
	out, rest := make([]int, len(pieces)), make([]float64, len(pieces))
	var total float64
	for i, p := range pieces {
		rest[i] = p.Measure()
		total += rest[i]
	}
	if !(total > 0) || math.IsInf(total, 0) {
		total = float64(len(pieces))
		for i := range rest {
			rest[i] = 1
		}
	}
	left := n
	for i := range out {
		exact := float64(n) * rest[i] / total
		out[i] = max(1, int(exact))
		rest[i] = exact - float64(out[i])
		left -= out[i]
	}
	order := make([]int, len(pieces))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return rest[order[a]] > rest[order[b]] })
	for k := 0; left > 0; k++ {
		out[order[k%len(order)]]++
		left--
	}
	for k := len(order) - 1; left < 0 && n >= len(out); k = (k + len(order) - 1) % len(order) { // minima of one took more than there was
		if out[order[k]] > 1 {
			out[order[k]]--
			left++
		}
	}
	return out
}

// maxTries bounds the candidates for one piece: a piece that keeps fewer than one in a thousand is taken for empty.
const maxTries = 1000

// fill appends m points of p to x. If some are carved away it starts over with as many candidates as the share kept so far calls
// for, so that the points kept are always the first of one draw.
func fill(x []float64, p geometry.Piece, d, m int, s Sampler, seed, stream uint64) ([]float64, error) {
	dim, start := p.Dim(), len(x)
	for tries := m; ; {
		u := make([]float64, tries*dim)
		s.Draw(u, tries, dim, seed, stream)
		x = x[:start]
		got := 0
		for i := 0; i < tries && got < m; i++ {
			x = append(x, make([]float64, d)...)
			if p.Map(u[i*dim:(i+1)*dim], x[len(x)-d:]) {
				got++
			} else {
				x = x[:len(x)-d]
			}
		}
		if got == m {
			return x, nil
		}
		if tries >= maxTries*(m+8) {
			return nil, fmt.Errorf("collocation: %d of %d points kept on %s: the region seems empty; check its conditions", got, tries, p)
		}
		share := max(float64(got), 0.5) / float64(tries)
		tries = min(max(int(1.1*float64(m)/share)+16, 2*tries), maxTries*(m+8))
	}
}
