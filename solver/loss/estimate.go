package loss

import (
	"errors"
	"math"
	"math/rand/v2"

	"counterpoint/solver/expr"
	"counterpoint/solver/jet"
	"counterpoint/solver/kernel"
	"counterpoint/solver/network"
)

// Estimator says how Laplacians over many coordinates are computed. Exactly, by the forward Laplacian, or estimated: the mean over
// few random directions v of d/c (v . grad)^2 u with E[v v^T] = c/d I, which has the Laplacian as its expectation. A residual that is
// linear in it is unbiased too, but its square is not: the loss is the mean over the points of the product of two residuals with
// independent estimates, whose value may be negative and whose expectation, and that of its gradient, are those of the exact loss.
//
// sparse: unit vectors without repetition (SDGD, Hu, Shukla, Karniadakis, Kawaguchi 2024; sparse STDE, Shi, Hu, Lin, Kawaguchi 2024);
// dense: normal vectors (dense STDE, the same); hutchinson: vectors of signs (Hutchinson 1990; Hu, Shi, Karniadakis, Kawaguchi 2024).
type Estimator struct {
	Kind       string // "" and exact: no estimate; sparse, dense, hutchinson
	Directions int    // of one estimate, at most half the coordinates: beyond that the exact Laplacian costs less
}

// On reports whether anything is estimated.
func (e Estimator) On() bool { return e.Kind != "" && e.Kind != "exact" }

var (
	errNothing   = errors.New("estimator: no loss has a Laplacian over several coordinates; take --estimator exact")
	errWeights   = errors.New("estimator: the second derivatives have weights of their own, or there are several Laplacians; take --estimator exact")
	errFirst     = errors.New("estimator: the first derivatives are wanted too, and with them the exact Laplacian costs one channel more; take --estimator exact, or --transform off if a hard constraint brought them in")
	errNonlinear = errors.New("estimator: the residual is not linear in the second derivatives, so that an estimate would be biased; take --estimator exact")
)

// affine refuses residuals that an estimate of their second derivatives would bias.
func affine(g *expr.Graph, residuals []expr.ID) error {
	for _, id := range residuals {
		if !g.Affine(id, func(l expr.Leaf) bool { return l.Alpha.Order() > 1 }) {
			return errNonlinear
		}
	}
	return nil
}

// draws is the random directions of one site: two independent sets for each block of points.
type draws[T kernel.Float] struct {
	Estimator
	dim    int
	coords []int // the Laplacian's
	along  []T   // block after block: directions of the first set, of the second, dim numbers each
	order  []int // scratch: coords shuffled
	source *rand.PCG
	rng    *rand.Rand
}

// estimate turns the site's one Laplacian into two over random directions, which take the places of its first coordinates.
func (s *site[T]) estimate(dim int, wanted []jet.Index, laps []jet.Laplacian, est Estimator) ([]jet.Laplacian, error) {
	if len(laps) > 1 || laps[0].Rows != nil {
		return nil, errWeights
	}
	c := laps[0].Coords
	for _, a := range wanted {
		for _, i := range c {
			if a.Count(i) > 0 {
				return nil, errFirst
			}
		}
	}
	est.Directions = min(est.Directions, len(c)/2)
	n := est.Directions
	source := rand.NewPCG(0, 0)
	s.draws = &draws[T]{Estimator: est, dim: dim, coords: c, order: make([]int, len(c)), source: source, rng: rand.New(source)}
	return []jet.Laplacian{{Coords: c[:n]}, {Coords: c[n : 2*n]}}, nil
}

func (d *draws[T]) allocate(blocks int) { d.along = make([]T, blocks*2*d.Directions*d.dim) }

// direction is where direction i of a block stands.
func (d *draws[T]) direction(block, i int) []T {
	at := (block*2*d.Directions + i) * d.dim
	return d.along[at : at+d.dim : at+d.dim]
}

// steer sets the directions of a block of points.
func (d *draws[T]) steer(along [][]T, block int) {
	for i, c := range d.coords[:2*d.Directions] {
		along[c] = d.direction(block, i)
	}
}

// draw draws all directions anew, as a function of its arguments.
func (d *draws[T]) draw(seed, stream, step uint64) {
	d.source.Seed(seed^0x7374_6465, scramble(stream<<48^step))
	clear(d.along)
	n := d.Directions
	for block := range len(d.along) / (2 * n * d.dim) {
		for set := range 2 {
			for i := range n {
				d.one(d.direction(block, set*n+i), i)
			}
		}
	}
}

// one writes the i-th direction of a set into v, scaled so that the sum of the set's second derivatives is the estimate.
func (d *draws[T]) one(v []T, i int) {
	n := float64(d.Directions)
	if d.Kind == "sparse" {
		if i == 0 {
			copy(d.order, d.coords)
		}
		j := i + d.rng.IntN(len(d.order)-i) // Fisher-Yates, as far as needed
		d.order[i], d.order[j] = d.order[j], d.order[i]
		v[d.order[i]] = T(math.Sqrt(float64(len(d.coords)) / n))
		return
	}
	scale := math.Sqrt(1 / n)
	for _, c := range d.coords {
		switch {
		case d.Kind == "dense":
			v[c] = T(scale * d.rng.NormFloat64())
		case d.rng.Uint64()&1 == 0:
			v[c] = T(scale)
		default:
			v[c] = T(-scale)
		}
	}
}

// Draw draws the estimator's directions of a step; nothing without an estimator. It allocates nothing.
func (l *Losses[T]) Draw(step uint64) {
	for i, g := range l.groups {
		for k, s := range g.sites {
			if s.draws != nil {
				s.draws.draw(l.config.Place.Seed, uint64(i)<<8|uint64(k), step)
			}
		}
	}
}

// Directions is the number of random directions that an estimate draws, at most half of its Laplacian's coordinates; 0 without one. Of
// several estimates it is the least.
func (l *Losses[T]) Directions() int {
	least := 0
	for _, g := range l.groups {
		for _, s := range g.sites {
			if s.draws != nil && (least == 0 || s.draws.Directions < least) {
				least = s.draws.Directions
			}
		}
	}
	return least
}

func (g *group[T]) estimated() bool {
	for _, s := range g.sites {
		if s.draws != nil {
			return true
		}
	}
	return false
}

// twin returns the term's leaves with every estimated Laplacian replaced by the second estimate of it, nil if there is none.
func (g *group[T]) twin(t *term[T]) []leaf {
	var out []leaf
	for i, l := range t.leaves {
		s := g.sites[l.site]
		if s.draws == nil || l.channel != s.channels.Lap(0) {
			continue
		}
		if out == nil {
			out = append(out, t.leaves...)
		}
		out[i].channel = s.channels.Lap(1)
	}
	return out
}

// product returns the term's sum factor*r*s over the block's live points, r and s the residual with the first and the second estimate,
// and fills the adjoints of both; while traces are measured the first has random signs and the second none.
func (w *worker[T]) product(t *term[T], one, two *termTape[T], b block) float64 {
	sum := 0.0
	rs := one.tape.Forward(one.leaf, one.columns, w.l.unknowns)
	ss := two.tape.Forward(two.leaf, two.columns, w.l.unknowns)
	for i, r := range rs {
		s, f := ss[i], t.factor[i]
		sum += f * w.l.set.Inner(r[:b.live], s[:b.live])
		w.l.set.Vec(kernel.Scale, one.rootBar[i], s[:b.padded], nil, T(f))
		w.l.set.Vec(kernel.Scale, two.rootBar[i], r[:b.padded], nil, T(f))
		if w.l.signs != 0 {
			w.randomSigns(one.rootBar[i], b, i)
			clear(two.rootBar[i])
		}
		if w.l.halves != 0 {
			w.halve(one.rootBar[i], w.l.groups[b.group], b)
			w.halve(two.rootBar[i], w.l.groups[b.group], b)
		}
		clear(one.rootBar[i][b.live:])
		clear(two.rootBar[i][b.live:])
	}
	return sum
}

// addSpread adds the second estimate's adjoints at site k to those that spread wrote.
func (w *worker[T]) addSpread(t *term[T], twin *termTape[T], k int, sweep *network.Sweep[T]) {
	for i, l := range t.twin {
		if l.site == k {
			w.l.set.Vec(kernel.Axpy, sweep.BarRow(l.field, l.channel), twin.leafBar[i], nil, T(l.factor))
		}
	}
}

// scramble is SplitMix64's finaliser: neighbouring numbers become unrelated ones.
func scramble(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
