package combine

import (
	"math"

	"counterpoint/solver/experiment"
	"counterpoint/solver/gradient"
)

// UPGrad is the mean of the gradients after each was projected onto the dual cone of all:
//
//	d = 1/K sum_i P(g_i),    P(g) = argmin |v - g|^2 over {v : v . g_j >= 0 for all j} = g + sum_j lambda_j g_j,  lambda >= 0.
//
// No loss ascends. Opposite gradients give d = 0. Each lambda is a non-negative least-squares problem on the cosines, solved by
// Lawson and Hanson's active sets; unlike the public code nothing is regularised and small traces are not a special case.
// Quinton and Rey, Jacobian Descent for Multi-Objective Optimization, 2024; Lawson and Hanson 1974, chapter 23.
var UPGrad = registerDirection(DirectionEntry{
	Name: "upgrad", Doc: "mean of the gradients, each projected so that it harms no loss", Source: "Quinton & Rey 2024, arXiv 2406.16232", Safe: true,
	New: func(k int, _ Setup) Direction {
		return &upgrad{
			reduced: newReduced(k), z: make([]float64, k), sum: make([]float64, k), x: make([]float64, k), a: make([]float64, k*k),
			active: make([]int, 0, k), barred: make([]bool, k),
		}
	},
})

// The multipliers carry a ridge, so that dependent gradients have unique ones: inner products come out at least -dualRidge lambda. A
// negative inner product counts above the rounding of its sum.
const (
	dualRidge     = 1e-14
	dualTolerance = 1e-15
)

type upgrad struct {
	reduced
	z, sum, x, a []float64
	active       []int
	barred       []bool // constraints that depend on active ones
}

func (d *upgrad) Combine(gram []float64, k, _ int, c []float64) {
	d.read(gram, k)
	sum := d.sum[:d.n]
	clear(sum)
	for i := range d.n {
		d.project(i)
		for j, v := range d.z[:d.n] {
			sum[j] += d.m[i] * v
		}
	}
	d.spread(sum, 1/float64(max(1, d.n)), c)
}

// project writes into z the coefficients of P(u_i): z = e_i + lambda.
func (d *upgrad) project(i int) {
	z := d.z[:d.n]
	clear(z)
	clear(d.barred)
	z[i] = 1
	d.active = d.active[:0]
	for range 10 * d.n {
		size := 0.0
		for _, v := range z {
			size += v
		}
		worst, at := -dualTolerance*float64(d.n)*size, -1
		for j := range d.n {
			if j == i || d.barred[j] || z[j] > 0 {
				continue
			}
			if v := d.row(z, j); v < worst {
				worst, at = v, j
			}
		}
		if at < 0 {
			return
		}
		d.active = append(d.active, at)
		if d.settle(i, at) {
			clear(d.barred)
		} else {
			d.barred[at] = true // rounding: a violated constraint enters with a positive multiplier
		}
	}
}

// settle brings z to the minimiser over the active set, dropping members whose multiplier would turn negative on the way. False if
// that is the one just added.
func (d *upgrad) settle(i, added int) bool {
	z := d.z[:d.n]
	for {
		s := len(d.active)
		for p, j := range d.active {
			for q, l := range d.active {
				d.a[p*s+q] = d.c[j*d.n+l]
			}
			d.a[p*s+p] += dualRidge
			d.x[p] = -d.c[j*d.n+i]
		}
		if !gradient.Cholesky(d.a, d.x, s, s) {
			d.drop(added)
			return false
		}
		t, leaves := 1.0, -1
		for p, j := range d.active {
			if v := d.x[p]; v <= 0 {
				if step := z[j] / math.Max(z[j]-v, math.SmallestNonzeroFloat64); step < t || leaves < 0 {
					t, leaves = step, j
				}
			}
		}
		if leaves == added {
			d.drop(added)
			return false
		}
		for p, j := range d.active {
			z[j] += t * (d.x[p] - z[j])
		}
		if leaves < 0 {
			return true
		}
		z[leaves] = 0
		d.drop(leaves)
	}
}

func (d *upgrad) drop(j int) {
	for p, l := range d.active {
		if l == j {
			d.active = append(d.active[:p], d.active[p+1:]...)
			return
		}
	}
}

func (d *upgrad) State() []experiment.Array { return nil }
