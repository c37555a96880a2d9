package combine

import (
	"math"

	"counterpoint/solver/experiment"
)

// GradVac moves each pair of gradients towards its own usual angle instead of a right one: for each i start from p = g_i, and for the
// j != i in random order, with phi = cos(p, g_j) and its moving average T_ij (0 at first),
//
//	if phi < T:  p += |p| (T sqrt(1-phi^2) - phi sqrt(1-T^2)) / (|g_j| sqrt(1-T^2)) g_j,    then T <- (1-b) T + b phi,  b = 1/2,
//
// and d = sum_i p_i. phi and T are kept within 1 - 1e-6 of 0, so that opposite gradients nearly cancel and nothing divides by zero.
// T is updated on every visit, as in the paper; some public code does so in the branch only, where T never gets positive. For K >= 3
// the order, a function of seed and step, matters. A loss may ascend.
// Wang, Tsvetkov, Firat and Cao, Gradient Vaccine, ICLR 2021, algorithm 1.
var GradVac = registerDirection(DirectionEntry{
	Name: "gradvac", Doc: "each gradient turned until its angles are the usual ones", Source: "Wang et al. 2021, arXiv 2010.05874",
	New: func(k int, s Setup) Direction {
		return &gradvac{
			reduced: newReduced(k), seed: s.Seed, order: make([]int, k), a: make([]float64, k), sum: make([]float64, k),
			target: make([]float64, k*k),
		}
	},
})

const (
	vaccineRate = 0.5
	vaccineClip = 1 - 1e-6
)

type gradvac struct {
	reduced
	dice
	seed   uint64
	order  []int
	a, sum []float64
	target []float64 // K x K, by the index of the losses
}

func (d *gradvac) Combine(gram []float64, k, step int, c []float64) {
	d.read(gram, k)
	d.at(d.seed, streamGradVac, step)
	a, sum, order := d.a[:d.n], d.sum[:d.n], d.order[:d.n]
	clear(sum)
	for i := range d.n {
		d.shuffle(order)
		clear(a)
		a[i] = 1
		for _, j := range order {
			if j != i {
				a[j] += d.turn(a, j, &d.target[d.of[i]*k+d.of[j]])
			}
		}
		for j := range a {
			sum[j] += d.m[i] * a[j]
		}
	}
	d.spread(sum, 1, c)
}

// turn returns how much of u_j brings sum a_i u_i to the target angle, and updates the target.
func (d *gradvac) turn(a []float64, j int, target *float64) float64 {
	length := math.Sqrt(d.square(a))
	if length == 0 {
		return 0 // cancelled: no angle to compare
	}
	phi := max(-vaccineClip, min(vaccineClip, d.row(a, j)/length))
	t := max(-vaccineClip, min(vaccineClip, *target))
	*target = (1-vaccineRate)*t + vaccineRate*phi
	if phi >= t {
		return 0
	}
	sine := math.Sqrt(1 - t*t)
	return length * (t*math.Sqrt(1-phi*phi) - phi*sine) / sine
}

func (d *gradvac) State() []experiment.Array {
	return []experiment.Array{experiment.NewArray("gradvac.target", d.target)}
}
